package stages.api;

import java.util.List;

/** Whether a result is accepted, with the findings that are to be reported either way. */
public sealed interface Verdict {
    List<Finding> findings();

    record Passed(List<Finding> findings) implements Verdict {
        public Passed {
            findings = List.copyOf(findings);
        }
    }

    /** @param reason one line, naming what was refused */
    record Refused(String reason, List<Finding> findings) implements Verdict {
        public Refused {
            findings = List.copyOf(findings);
        }
    }

    /** Refuses where a finding is an error that nobody waived. */
    static Verdict of(List<Finding> findings) {
        var errors = findings.stream().filter(Finding::refuses).toList();
        if (errors.isEmpty()) return new Passed(findings);
        var more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return new Refused(errors.get(0).rule() + ": " + errors.get(0).message() + more, findings);
    }
}
