package dsl.cli;

import dsl.report.Samples;
import dsl.store.RunEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Shows on this terminal how a recorded run looks: {@code live} or {@code plain}, {@code passing} or {@code failing}. */
final class Replay {
    private Replay() {}

    public static void main(String[] arguments) throws InterruptedException {
        var words = List.of(arguments);
        var events = words.contains("passing") ? Samples.passing() : Samples.failing();
        var real = Console.system(System.getenv());
        var console = words.contains("plain") ? real.plain() : real;
        try (var live = new LiveView(
                        console,
                        words.contains("verbose"),
                        Clock.offset(
                                Clock.systemUTC(),
                                Duration.between(Clock.systemUTC().instant(), Samples.START)))
                .ticking()) {
            var plain = new PlainView(console, words.contains("verbose"), java.util.Set.of());
            for (int i = 0; i < events.size(); i++) {
                pause(events, i);
                if (words.contains("plain")) plain.on(events.get(i));
                else live.on(events.get(i));
            }
        }
        var record = Samples.record(events);
        var request = Request.of("docker-ci", java.util.List.of("docker-ci"), java.util.Map.of());
        var end = new EndText(console.style(), request, Path.of(".pipeline/runs/" + record.run()));
        console.say("\n" + end.of(record, List.of("mcp-server  sha256:" + "0".repeat(64)), EndText.word(record)));
    }

    /** The replay goes at the speed of the recording. */
    private static void pause(List<RunEvent> events, int i) throws InterruptedException {
        if (i > 0)
            Thread.sleep(
                    Duration.between(events.get(i - 1).at(), events.get(i).at()).abs());
    }
}
