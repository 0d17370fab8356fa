package dsl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.Golden;
import dsl.report.Samples;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewTest {
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    private Console console(boolean colour) {
        var stream = new PrintStream(screen, true, StandardCharsets.UTF_8);
        return new Console(stream, stream, colour, colour, true);
    }

    private static Clock clock(AtomicReference<Instant> now) {
        InstantSource source = now::get;
        return source.withZone(ZoneOffset.UTC);
    }

    /** Each frame as a terminal shows it, with its control sequences made visible. */
    @Test
    void liveLinesAreDrawnAgain() {
        var now = new AtomicReference<>(Samples.START);
        var frames = new StringBuilder();
        try (var live = new LiveView(console(false), false, clock(now))) {
            for (var event : Samples.failing()) {
                now.set(event.at());
                live.on(event);
                live.draw();
                frames.append("== ")
                        .append(event.getClass().getSimpleName())
                        .append('\n')
                        .append(screen.toString(StandardCharsets.UTF_8));
                screen.reset();
            }
        }
        Golden.check("cli/live.txt", frames.toString().replace("\u001b", "<ESC>"));
    }

    @Test
    void nothingIsLeftBelowWhenItEnds() {
        var now = new AtomicReference<>(Samples.START);
        var live = new LiveView(console(false), false, clock(now));
        live.on(Samples.failing().get(0));
        live.on(Samples.failing().get(2));
        live.draw();
        screen.reset();
        live.close();
        assertEquals("\u001b[2F\u001b[J", screen.toString(StandardCharsets.UTF_8));
    }

    @Test
    void manyTasksTakeFewLines() {
        var now = new AtomicReference<>(Samples.at(5));
        var live = new LiveView(console(false), false, clock(now));
        var ids = IntStream.range(0, 30).mapToObj(i -> "sh:" + i).toList();
        live.on(new RunEvent.RunStarted(Samples.START, "r", "p", new TreeMap<>(), ids));
        ids.forEach(i -> live.on(new RunEvent.TaskStarted(Samples.START, i, 1)));
        live.draw();
        var shown = screen.toString(StandardCharsets.UTF_8);
        assertTrue(shown.lines().count() <= 12 && shown.contains("and 22 more"), shown);
        live.close();
    }

    @Test
    void outputOfToolsCannotSteerTheTerminal() {
        var plain = new PlainView(console(false), true, java.util.Set.of());
        plain.on(new RunEvent.RunStarted(Samples.START, "r", "p", new TreeMap<>(), List.of("sh:x")));
        plain.on(new RunEvent.LogLine(Samples.START, "sh:x", "\u001b]0;title\u0007\u001b[2Jgone\u009b31m"));
        plain.on(new RunEvent.Progress(Samples.at(30), "sh:x", "a\u001b[Hb"));
        assertFalse(screen.toString(StandardCharsets.UTF_8).contains("\u001b"));
        assertFalse(screen.toString(StandardCharsets.UTF_8).contains("\u009b"));
    }

    @Test
    void theEndFitsAScreen() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 40; i++) ids.add("buildImage:service-" + i + "@linux/amd64");
        var events = new ArrayList<RunEvent>();
        events.add(new RunEvent.RunStarted(Samples.START, "20261124-080000-ab12", "docker-ci", new TreeMap<>(), ids));
        events.add(new RunEvent.RunNote(Samples.START, "x".repeat(300)));
        for (int i = 0; i < ids.size(); i++) events.add(ended(ids.get(i), i));
        events.add(new RunEvent.RunEnded(Samples.at(9), 1, Duration.ofSeconds(9)));
        var request = Request.of("docker-ci", List.of("-C", "a b", "docker-ci"), Map.of());
        var end = new EndText(dsl.report.Style.PLAIN, request, Path.of("20261124-080000-ab12"));
        var images = IntStream.range(0, 9)
                .mapToObj(i -> "service-" + i + "  sha256:" + "0".repeat(64))
                .toList();
        var text = end.of(Samples.record(events), images, "failed");
        Golden.check("cli/end-large.txt", text);
        assertTrue(text.lines().count() <= EndText.SCREEN, text);
    }

    private static RunEvent ended(String id, int i) {
        var lines = IntStream.range(0, 30).mapToObj(n -> "line " + n).toList();
        Outcome outcome = i % 4 == 0
                ? new Outcome.Failed("'docker' ended with exit code " + i, "do this", lines, false)
                : i % 4 == 1 ? new Outcome.Blocked("because of " + i) : new Outcome.Passed();
        return new RunEvent.TaskEnded(Samples.at(5), id, outcome, i % 4 == 3, false, Duration.ofSeconds(i), "");
    }

    @Test
    void coloursAreForTerminals() {
        new PlainView(console(true), false, java.util.Set.of())
                .on(Samples.failing().get(0));
        assertTrue(screen.toString(StandardCharsets.UTF_8).contains("\u001b[1mdocker-ci\u001b[0m"));
        screen.reset();
        new PlainView(console(true).plain(), false, java.util.Set.of())
                .on(Samples.failing().get(0));
        assertFalse(screen.toString(StandardCharsets.UTF_8).contains("\u001b"));
    }
}
