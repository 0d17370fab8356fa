package dsl.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dsl.model.*;
import dsl.model.Task.Edge;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import dsl.word.Controls;
import dsl.word.StageType;
import dsl.word.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.*;
import stages.api.*;

/** A plan and a run of it, as data: two services, one of them with everything that can go wrong. */
public final class Samples {
    public static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    private Samples() {}

    @Word("buildImage")
    @Help("builds a service's image for every platform")
    @Cached
    @Uses(value = "docker buildx", version = ">=0.15")
    public record BuildImage(
            @Help("name of the service") String service,

            @Help("platforms to build for, those of the project where none is given")
            List<Platform> platforms,

            @Help("stage of the Dockerfile to build, instead of the last")
            Optional<String> target,

            @Help("keep timestamps out of the image") boolean reproducible)
            implements Stage<Image> {
        @Override
        public Image run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("scanImage")
    @Help("scans every platform of an image for known vulnerabilities and secrets")
    @Cached
    @Uses("trivy")
    public record ScanImage(
            @Help("image to scan, as another stage built it")
            Image image,

            @Help("severities that are refused") @Policy @Default("CRITICAL,HIGH")
            Set<Severity> failOn)
            implements Stage<ScanReport>, Gate<ScanReport> {
        @Override
        public ScanReport run(StageContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Verdict judge(ScanReport report, Instant now) {
            return Verdict.of(List.of());
        }
    }

    @Word("detectChanges")
    @Help("what a change reaches")
    public record DetectChanges(
            @Help("revision to compare with") Optional<String> since) implements Fact<Map<String, String>> {
        @Override
        public Map<String, String> evaluate(FactContext context) {
            throw new UnsupportedOperationException();
        }
    }

    public static final StageType BUILD = StageType.of(BuildImage.class);
    public static final StageType SCAN = StageType.of(ScanImage.class);
    public static final StageType CHANGES = StageType.of(DetectChanges.class);

    public static Map<String, StageType> types() {
        var types = new LinkedHashMap<String, StageType>();
        List.of(BUILD, SCAN, CHANGES).forEach(t -> types.put(t.word(), t));
        return types;
    }

    public static Plan plan() {
        var changed = "packages/mcp-server/src/index.ts changed, matched by packages/mcp-server/**";
        var needed = "needed by composeTest:docker-compose.yml";
        var tasks = new ArrayList<Task>();
        for (var service : List.of("mcp-server", "memory-core")) {
            var why = service.equals("mcp-server") ? changed : needed;
            for (var platform : List.of("linux/amd64", "linux/arm64")) tasks.add(build(service, platform, why));
            tasks.add(join(service, why));
            tasks.add(scan(service, why));
        }
        var fact = new Plan.FactValue(
                "detectChanges",
                new TreeMap<>(Map.of("since", JsonNodeFactory.instance.textNode("main"))),
                JsonNodeFactory.instance.objectNode().put("base", "1f2e3d"),
                List.of("the clone is shallow; 50 commits were fetched"));
        return new Plan(
                "docker-ci",
                new TreeMap<>(Map.of("publish", "true")),
                List.of(fact),
                tasks,
                List.of(new Plan.Skipped("memory-rest-api", "nothing that it reads has changed")));
    }

    private static Task build(String service, String platform, String why) {
        return task(
                "buildImage:" + service + "@" + platform,
                BUILD,
                Task.Role.PART,
                service,
                Map.of("service", new Value.Known(service)),
                List.of(),
                why);
    }

    private static Task join(String service, String why) {
        var id = "buildImage:" + service;
        var edges =
                List.of(new Edge(id + "@linux/amd64", Edge.Kind.PART), new Edge(id + "@linux/arm64", Edge.Kind.PART));
        return task(id, BUILD, Task.Role.JOIN, service, Map.of("service", new Value.Known(service)), edges, why);
    }

    private static Task scan(String service, String why) {
        var values = new LinkedHashMap<String, Value>();
        values.put("image", new Value.Output("buildImage:" + service, List.of()));
        values.put("failOn", new Value.Many(List.of(new Value.Known(Severity.CRITICAL)), true));
        var edges = List.of(new Edge("buildImage:" + service, Edge.Kind.DATA));
        return task("scanImage:" + service, SCAN, Task.Role.WHOLE, service, values, edges, why);
    }

    private static Task task(
            String id,
            StageType type,
            Task.Role role,
            String subject,
            Map<String, Value> values,
            List<Edge> edges,
            String why) {
        var inputs = new TreeMap<>(
                Map.of("stage", type.code(), "file packages/x.ts", Digest.of(id).value()));
        var platform = TaskName.of(id).platform();
        return new Task(
                id,
                type,
                role,
                subject,
                platform.isEmpty() ? Optional.empty() : Optional.of(new Platform(platform)),
                values,
                edges,
                Controls.NONE,
                new Location("scripts/docker-ci.groovy", 12, 21),
                why,
                new Recipe(inputs, Optional.empty()));
    }

    public static Map<String, CacheAnswer> cached() {
        var answers = new LinkedHashMap<String, CacheAnswer>();
        for (var task : plan().tasks())
            answers.put(
                    task.id(),
                    task.subject().equals("memory-core")
                            ? new CacheAnswer(CacheAnswer.State.HIT, "")
                            : task.role() == Task.Role.PART
                                    ? new CacheAnswer(
                                            CacheAnswer.State.MISS,
                                            "file packages/mcp-server/src/index.ts (sha256:aaaaaaaaaaaa -> sha256:bbbbbbbbbbbb)")
                                    : CacheAnswer.UNKNOWN);
        return answers;
    }

    public static Instant at(double seconds) {
        return START.plusMillis((long) (seconds * 1000));
    }

    public static Finding vulnerability(String platform) {
        return new Finding(
                Finding.Level.ERROR,
                "CVE-2019-10744",
                "trivy",
                "lodash 4.17.11: prototype pollution; mended in 4.17.12",
                Finding.Place.of("memory-core@" + platform),
                Optional.empty());
    }

    public static Finding waived() {
        return new Finding(
                Finding.Level.ERROR,
                "DL3008",
                "hadolint",
                "Pin versions in apt get install",
                new Finding.Place("packages/memory-core/Docker file", 7, 3),
                Optional.of("pinned by the snapshot, until 2027-01-01"));
    }

    /** One build fails, one scan is refused, the rest is blocked or from the cache. */
    public static List<RunEvent> failing() {
        var plan = plan();
        var ids = plan.tasks().stream().map(Task::id).toList();
        var events = new ArrayList<RunEvent>();
        events.add(new RunEvent.RunStarted(START, "20261124-080000-ab12", "docker-ci", plan.inputs(), ids));
        events.add(new RunEvent.RunNote(at(0.1), "run 20261123-170000-cd34 died; removed 2 containers"));
        events.add(new RunEvent.TaskStarted(at(0.2), ids.get(0), 1));
        events.add(new RunEvent.TaskStarted(at(0.2), ids.get(1), 1));
        events.add(new RunEvent.CacheAnswered(
                at(0.3),
                ids.get(0),
                false,
                "k0",
                new TreeMap<>(),
                "file packages/mcp-server/src/index.ts (aaa -> bbb)"));
        events.add(new RunEvent.LogLine(at(0.9), ids.get(0), "#1 [internal] load build definition"));
        events.add(new RunEvent.Progress(at(2), ids.get(0), "3/7 RUN npm ci"));
        events.add(new RunEvent.LogLine(at(2.1), ids.get(1), "npm error code E404 \u001b[31mred\u001b[0m"));
        for (int i = 4; i < 8; i++) restored(events, ids.get(i), i == 7);
        events.add(new RunEvent.Progress(at(14.5), ids.get(0), "5/7 RUN npm run build"));
        events.add(new RunEvent.TaskEnded(
                at(18.4), ids.get(0), new Outcome.Passed(), false, false, Duration.ofMillis(18200), "sha256:1"));
        events.add(new RunEvent.TaskEnded(at(20.3), ids.get(1), npm(), false, false, Duration.ofMillis(20100), ""));
        for (int i = 2; i < 4; i++)
            events.add(new RunEvent.TaskEnded(
                    at(20.3),
                    ids.get(i),
                    new Outcome.Blocked(ids.get(i - 1) + (i == 2 ? " failed" : " was blocked")),
                    false,
                    false,
                    Duration.ZERO,
                    ""));
        events.add(new RunEvent.RunEnded(at(20.4), 1, Duration.ofMillis(20400)));
        return events;
    }

    private static Outcome npm() {
        return new Outcome.Failed(
                "'docker buildx build' ended with exit code 1",
                "the lock file and package.json disagree? run 'npm install' and commit the lock file",
                List.of(
                        "#9 [build 4/7] RUN npm ci",
                        "#9 1.021 npm error code E404",
                        "#9 1.022 npm error 404 Not Found - GET left-pad",
                        "",
                        "ERROR: failed to solve: process \"/bin/sh -c npm ci\" did not complete successfully"),
                false);
    }

    private static void restored(List<RunEvent> events, String id, boolean refused) {
        events.add(new RunEvent.TaskStarted(at(2.2), id, 1));
        events.add(new RunEvent.CacheAnswered(at(2.3), id, true, "k" + id, new TreeMap<>(), ""));
        if (refused) {
            events.add(new RunEvent.Found(at(2.3), id, vulnerability("linux/arm64")));
            events.add(new RunEvent.Found(at(2.3), id, waived()));
            events.add(new RunEvent.Summary(at(2.3), id, "### Scan of memory-core\n\n1 critical"));
        }
        Outcome outcome = refused
                ? new Outcome.Refused("CVE-2019-10744 in lodash 4.17.11 on linux/arm64, mended in 4.17.12")
                : new Outcome.Passed();
        events.add(new RunEvent.TaskEnded(at(2.4), id, outcome, true, false, Duration.ofMillis(20), "sha256:2"));
    }

    /** All of it from the cache, but for one that ran and one that was allowed to fail. */
    public static List<RunEvent> passing() {
        var plan = plan();
        var ids = plan.tasks().stream().map(Task::id).toList();
        var events = new ArrayList<RunEvent>();
        events.add(new RunEvent.RunStarted(START, "20261124-080000-ab12", "docker-ci", plan.inputs(), ids));
        for (int i = 0; i < ids.size() - 1; i++) restored(events, ids.get(i), false);
        events.add(new RunEvent.TaskStarted(at(2.5), ids.get(7), 1));
        events.add(new RunEvent.TaskStarted(at(2.9), ids.get(7), 2));
        events.add(new RunEvent.Kept(at(3), ids.get(7), "tasks/scan/kept/trivy.json"));
        events.add(new RunEvent.TaskEnded(
                at(3.4), ids.get(7), new Outcome.Passed(), false, false, Duration.ofMillis(900), "sha256:3"));
        events.add(new RunEvent.RunEnded(at(3.5), 0, Duration.ofMillis(3500)));
        return events;
    }

    public static RunRecord record(List<RunEvent> events) {
        var record = new RunRecord();
        events.forEach(record::on);
        return record;
    }
}
