package stages.release;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where commits and issues can be looked up: pages of the repository, where its remote has any.
 *
 * @param page {@code https://github.com/acme/cortex}
 */
record Links(Optional<String> page) {
    private static final Pattern REMOTE = Pattern.compile(
            "(?:(?<scheme>https?|ssh|git)://(?:[^/@\\s]+@)?(?<host>[\\w.-]+)(?<port>:\\d+)?/|(?:[\\w.-]+@)(?<scp>[\\w.-]+):/?)"
                    + "(?<path>[\\w.~/-]+?)(?:\\.git)?/?");
    private static final Pattern SAFE = Pattern.compile("https?://[\\w.:/~-]+");

    static final Links NONE = new Links(Optional.empty());

    /** Of an address as git knows it; name and password in it are left out. A path of this machine has no pages. */
    static Links of(String remote) {
        var matcher = REMOTE.matcher(remote.strip());
        if (!matcher.matches()) return NONE;
        var scheme = matcher.group("scheme");
        boolean web = scheme != null && scheme.startsWith("http");
        var host = scheme == null ? matcher.group("scp") : matcher.group("host");
        var port = web && matcher.group("port") != null ? matcher.group("port") : "";
        return at((web ? scheme : "https") + "://" + host + port + "/" + matcher.group("path"));
    }

    static Links at(String page) {
        return SAFE.matcher(page).matches() ? new Links(Optional.of(page.replaceFirst("/+$", ""))) : NONE;
    }

    /** @param reference {@code #12}, {@code acme/other#3} */
    String issue(String reference) {
        int at = reference.indexOf('#');
        var number = reference.substring(at + 1);
        var other = reference.substring(0, at);
        return page.map(own -> other.isEmpty() ? own : own.replaceFirst("(?<=[^/:]/)[^/].*$", other))
                .map(repository -> "[" + reference + "](" + repository + "/issues/" + number + ")")
                .orElse(reference);
    }

    String commit(String id) {
        var brief = id.substring(0, Math.min(7, id.length()));
        return page.map(own -> "[`" + brief + "`](" + own + "/commit/" + id + ")")
                .orElse("`" + brief + "`");
    }

    /** What changed between two tags, where there are pages. */
    Optional<String> comparison(String from, String to) {
        return page.map(own -> own + "/compare/" + from + "..." + to);
    }
}
