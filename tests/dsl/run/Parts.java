package dsl.run;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import stages.api.*;

/** Says its platforms, and refuses them, which a part must not be judged by. */
@Word("parts")
record Parts() implements PerPlatform<Bench.Said, Bench.Said>, Gate<Bench.Said> {
    @Override
    public Bench.Said runOn(Platform platform, StageContext context) {
        return Bench.Said.of(platform.value());
    }

    @Override
    public Bench.Said join(SortedMap<Platform, Bench.Said> parts, StageContext context) {
        return Bench.Said.of(parts.values().stream().map(Bench.Said::text).collect(Collectors.joining(" ")));
    }

    @Override
    public Verdict judge(Bench.Said said, Instant now) {
        return new Verdict.Refused(said.text(), List.of());
    }
}
