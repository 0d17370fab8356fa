package dsl.cli;

import dsl.report.FindingText;
import dsl.report.Style;
import dsl.report.Texts;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.*;

/** Events as lines: {@code  12.3s buildImage:mcp-server@linux/arm64  started}. */
final class EventText {
    /** Findings of one task that are told as they come. */
    private static final int FINDINGS = 20;

    private final Style style;
    private final Map<String, Integer> found = new HashMap<>();
    private Instant start = Instant.EPOCH;

    EventText(Style style) {
        this.style = style;
    }

    String started(RunEvent.RunStarted e) {
        start = e.at();
        var inputs = e.inputs().entrySet().stream()
                .map(i -> " " + i.getKey() + "=" + i.getValue())
                .reduce("", String::concat);
        return line(
                e.at(),
                style.bold(e.pipeline()) + Texts.clean(inputs),
                Texts.count(e.tasks().size(), "task") + ", run " + e.run());
    }

    /** Seconds since the run's start, then the rest. */
    String line(Instant at, String who, String what) {
        return style.dim(time(at)) + " " + who + "  " + what;
    }

    private String time(Instant at) {
        var seconds = Duration.between(start, at).toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%6.1fs", Math.max(0, seconds));
    }

    /** How it ended, what it says, and what shows it, each line of output behind a bar. */
    List<String> ended(RunEvent.TaskEnded e, List<String> tail) {
        var lines = new ArrayList<String>();
        lines.add(line(e.at(), Texts.clean(e.task()), outcome(e)));
        if (e.outcome() instanceof Outcome.Failed f) {
            (f.details().isEmpty() ? tail : f.details()).forEach(l -> lines.add(output(l)));
            if (!f.hint().isEmpty()) f.hint().lines().forEach(l -> lines.add(indented(l)));
        }
        return lines;
    }

    private String outcome(RunEvent.TaskEnded e) {
        var allowed = e.allowed() ? ", allowed" : "";
        return switch (e.outcome()) {
            case Outcome.Passed p when e.restored() -> style.green("cached");
            case Outcome.Passed p -> style.green("passed") + " in " + Texts.duration(e.took());
            case Outcome.Refused r -> style.red("refused") + allowed + ": " + Texts.clean(r.reason());
            case Outcome.Failed f ->
                style.red("failed") + allowed + " after " + Texts.duration(e.took()) + ": " + Texts.clean(f.message());
            case Outcome.Skipped s -> style.dim("skipped") + ": " + Texts.clean(s.reason());
            case Outcome.Blocked b -> style.yellow("blocked") + ": " + Texts.clean(b.reason());
            case Outcome.Cancelled c -> style.yellow("cancelled");
        };
    }

    String output(String line) {
        return (" ".repeat(8) + style.dim("|") + " " + Texts.clean(line)).stripTrailing();
    }

    private static String indented(String line) {
        return " ".repeat(8) + Texts.clean(line);
    }

    /** What refuses, the first of each task; the others are counted at the end. */
    List<String> found(RunEvent.Found e) {
        if (!e.finding().refuses()) return List.of();
        int n = found.getOrDefault(e.task(), 0) + 1;
        found.put(e.task(), n);
        if (n > FINDINGS) return List.of();
        return List.of(line(e.at(), Texts.clean(e.task()), style.red(FindingText.of(e.finding()))));
    }
}
