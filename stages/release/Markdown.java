package stages.release;

import java.util.List;
import java.util.regex.Pattern;

/** Text of other people in Markdown: no markup but code in backticks, no mention of anybody. */
final class Markdown {
    private static final Pattern CODE = Pattern.compile("`[^`]+`");
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]<>|~$]");
    /** What would make a line a heading, a list or a rule. */
    private static final Pattern START = Pattern.compile("^(?:[#+=-]|\\d+(?=[.)]))");

    private static final Pattern MENTION = Pattern.compile("(?<![\\w`])@[\\w-]+(?:/[\\w-]+)?");

    private Markdown() {}

    /** One line. */
    static String text(String given) {
        var line = given.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        var out = new StringBuilder();
        int from = 0;
        for (var code = CODE.matcher(line); code.find(); from = code.end())
            out.append(plain(line.substring(from, code.start()))).append(code.group());
        var text = out.append(plain(line.substring(from))).toString();
        var start = START.matcher(text);
        if (!start.find()) return text;
        return start.end() == 1 && !Character.isDigit(text.charAt(0))
                ? "\\" + text
                : text.substring(0, start.end()) + "\\" + text.substring(start.end());
    }

    private static String plain(String text) {
        var out = new StringBuilder();
        int from = 0;
        for (var mention = MENTION.matcher(text); mention.find(); from = mention.end())
            out.append(escaped(text.substring(from, mention.start())))
                    .append('`')
                    .append(mention.group())
                    .append('`');
        return out.append(escaped(text.substring(from))).toString();
    }

    private static String escaped(String text) {
        return MARKUP.matcher(text).replaceAll("\\\\$0").replace("&", "&amp;");
    }

    static String code(String text) {
        return "`" + text.replace('`', '\'').replaceAll("\\R", " ") + "`";
    }

    /** {@code a, b and c}. */
    static String list(List<String> items) {
        int last = items.size() - 1;
        return last < 1
                ? String.join("", items)
                : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }
}
