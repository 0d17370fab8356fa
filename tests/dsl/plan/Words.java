package dsl.plan;

import dsl.model.StageType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stages.api.Cached;
import stages.api.Changes;
import stages.api.ComposeFile;
import stages.api.Fact;
import stages.api.FactContext;
import stages.api.NeedsLocks;
import stages.api.NeedsSubjects;
import stages.api.PerPlatform;
import stages.api.Platform;
import stages.api.Policy;
import stages.api.ReadsSources;
import stages.api.RepositoryFile;
import stages.api.Result;
import stages.api.Service;
import stages.api.SourceTree;
import stages.api.Sources;
import stages.api.Stage;
import stages.api.StageContext;
import stages.api.Word;

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
            implements PerPlatform<Built, Built>, ReadsSources {
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
