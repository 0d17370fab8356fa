package stages.release;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Issues and pull requests that a text names: {@code #12}, {@code acme/other#3}, {@code GH-12}, and their addresses. */
final class References {
    private static final Pattern REFERENCE = Pattern.compile(
            "https?://[\\w.:-]+/(?<path>[\\w.-]+/[\\w.-]+)(?:/-)?/(?:issues|pull|pulls|merge_requests)/(?<page>\\d{1,9})\\b"
                    + "|(?<![\\w/&#.-])(?<repository>[\\w.-]{1,100}/[\\w.-]{1,100})?#(?<number>\\d{1,9})\\b"
                    + "|(?<![\\w-])GH-(?<issue>\\d{1,9})\\b");
    private static final Pattern ONE = Pattern.compile("(?:[\\w.-]+/[\\w.-]+)?#\\d+");

    private References() {}

    /** In the order in which they come, each once. */
    static List<String> of(String text) {
        var found = new LinkedHashSet<String>();
        var matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            if (matcher.group("page") != null) found.add(matcher.group("path") + "#" + matcher.group("page"));
            else if (matcher.group("issue") != null) found.add("#" + matcher.group("issue"));
            else
                found.add((matcher.group("repository") == null ? "" : matcher.group("repository"))
                        + "#"
                        + matcher.group("number"));
        }
        return List.copyOf(found);
    }

    /** A subject without the numbers that GitHub puts at its end. */
    static String without(String subject) {
        var text = subject.stripTrailing();
        for (int open = text.lastIndexOf('('); open > 0 && text.endsWith(")"); open = text.lastIndexOf('(')) {
            if (!ONE.matcher(text.substring(open + 1, text.length() - 1)).matches()) break;
            text = text.substring(0, open).stripTrailing();
        }
        return text.isEmpty() ? subject : text;
    }
}
