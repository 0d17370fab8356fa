package dsl.plan;

import dsl.word.StageType;
import java.util.*;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stages.api.*;

/** Words for the tests of planning; none of them ever runs. */
final class Words {
    private Words() {}

    record Built(String name) implements Result {}

    record Checked(int count) implements Result {}

    /** What its option names changed; each folder is a service's. */
    @Word("changed")
    record Changed(List<String> services) implements Fact<Changes> {
        @Override
        public Changes evaluate(FactContext context) {
            var reasons = services.stream()
                    .collect(
                            Collectors.toMap(s -> s, s -> List.of("`" + s + "/x` changed"), (a, b) -> a, TreeMap::new));
            return new Changes(Optional.of("0123456789abcdef"), Optional.empty(), List.of(), reasons);
        }
    }

    /** The files there are: differs from one tree to the next. */
    @Word("fileCount")
    record FileCount() implements Fact<Integer> {
        @Override
        public Integer evaluate(FactContext context) {
            return context.tree().files().size();
        }
    }

    @Word("build")
    @Cached
    record Build(Service service, List<Platform> platforms, Optional<String> note)
            implements PerPlatform<Built, Built>, ReadsSources, NeedsFiles {
        @Override
        public Map<String, String> files() {
            return Map.of("dockerfile", service.dockerfile());
        }

        @Override
        public Sources sources(SourceTree tree) {
            return Sources.of(tree.files().stream()
                    .filter(f -> f.startsWith(service.name() + "/"))
                    .toList());
        }

        @Override
        public Built runOn(Platform platform, StageContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Built join(SortedMap<Platform, Built> parts, StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("scan")
    @Cached
    record Scan(Built image, @Policy Optional<RepositoryFile> waivers) implements Stage<Checked> {
        @Override
        public Checked run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("lint")
    record Lint(Service service) implements Stage<Checked> {
        @Override
        public Checked run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("together")
    @Cached
    record Together(ComposeFile file, List<Built> images) implements Stage<Checked>, NeedsSubjects, NeedsLocks {
        @Override
        public boolean needs(String component, String subject, SourceTree tree) {
            return tree.read(file.file()).orElse("").contains(subject + ": {}");
        }

        @Override
        public Set<String> locks(SourceTree tree) {
            return Set.of("file:" + file.file());
        }

        @Override
        public Checked run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    static Map<String, StageType> all() {
        return Stream.of(Changed.class, FileCount.class, Build.class, Scan.class, Lint.class, Together.class)
                .map(StageType::of)
                .collect(Collectors.toMap(StageType::word, t -> t, (a, b) -> a, TreeMap::new));
    }
}
