package dsl.report;

import java.util.Arrays;

/** What kind of end it was. Where several apply, the first in the order of this list. */
public enum ExitCode {
    CANCELLED(130, "cancelled", "the run was cancelled"),
    USAGE(2, "invalid", "the command line or a script is wrong"),
    MISSING(3, "missing", "a tool or a service is missing"),
    FAILED(1, "failed", "a stage failed"),
    REFUSED(4, "refused", "a gate refused"),
    PASSED(0, "passed", "all passed");

    private final int code;
    private final String word;
    private final String meaning;

    ExitCode(int code, String word, String meaning) {
        this.code = code;
        this.word = word;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String word() {
        return word;
    }

    public String meaning() {
        return meaning;
    }

    /** @throws IllegalArgumentException where no such end exists */
    public static ExitCode of(int code) {
        return Arrays.stream(values())
                .filter(e -> e.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + code + "' is no exit code of a run"));
    }
}
