package dsl.report;

/**
 * The parts of a task's id, {@code word:subject@platform}.
 *
 * @param subject empty where the id has none
 * @param platform empty where the task is not of one platform
 */
public record TaskName(String word, String subject, String platform) {
    public static TaskName of(String id) {
        int colon = id.indexOf(':');
        int at = id.lastIndexOf('@');
        var platform = at >= 0 && id.indexOf('/', at) > 0 ? id.substring(at + 1) : "";
        var whole = platform.isEmpty() ? id : id.substring(0, at);
        return colon < 0 || colon > whole.length()
                ? new TaskName(whole, "", platform)
                : new TaskName(whole.substring(0, colon), whole.substring(colon + 1), platform);
    }

    /** {@code subject@platform}, {@code subject}, or the word where there is neither. */
    public String about() {
        if (subject.isEmpty()) return platform.isEmpty() ? word : platform;
        return platform.isEmpty() ? subject : subject + "@" + platform;
    }

    /** {@code word@platform} or {@code word}. */
    public String what() {
        return platform.isEmpty() ? word : word + "@" + platform;
    }
}
