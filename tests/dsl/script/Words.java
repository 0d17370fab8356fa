package dsl.script;

import dsl.word.StageType;
import java.util.*;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stages.api.*;

/** Words for the tests of the language, shaped like real ones; nothing of them ever runs. */
final class Words {
    private Words() {}

    record Text(String text) implements Result {}

    @Word("detectChanges")
    record DetectChanges(Optional<String> since) implements Fact<Changes> {
        @Override
        public Changes evaluate(FactContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("branchTags")
    record BranchTags() implements Fact<List<String>> {
        @Override
        public List<String> evaluate(FactContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("lintDockerfile")
    record Lint(@Help("the service") Service service) implements Stage<Text> {
        @Override
        public Text run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("buildImage")
    record Build(@Help("the service to build") Service service, Map<String, String> args, Optional<String> version)
            implements Stage<Image> {
        @Override
        public Image run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("sbom")
    record Bill(@Help("the image") Image image) implements Stage<Sbom> {
        @Override
        public Sbom run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("scanImage")
    record Scan(
            @Help("the image") Image image,
            @Policy @Default("CRITICAL,HIGH") Set<Severity> failOn) implements Stage<ScanReport> {
        @Override
        public ScanReport run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("publishBranch")
    record Publish(
            @Help("the image") Image image,

            @Help("scan and bill of materials") @Holds({Sbom.class, ScanReport.class})
            List<Evidence> evidence,

            List<String> tags)
            implements Stage<Published> {
        @Override
        public Published run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("composeTest")
    record Compose(ComposeFile file, List<Image> images) implements Stage<Text> {
        @Override
        public Text run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("validateCompose")
    record Validate(ComposeFile file) implements Stage<Text> {
        @Override
        public Text run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("notes")
    record Notes(Image image) implements Stage<Text> {
        @Override
        public Text run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("announce")
    record Announce(Optional<String> body, Optional<Published> published) implements Stage<Text> {
        @Override
        public Text run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Word("sh")
    record Sh(CommandLine command, List<String> inputs) implements Stage<Text> {
        @Override
        public Text run(StageContext context) {
            throw new UnsupportedOperationException();
        }
    }

    static Map<String, StageType> all() {
        return Stream.of(
                        DetectChanges.class,
                        BranchTags.class,
                        Lint.class,
                        Build.class,
                        Bill.class,
                        Scan.class,
                        Publish.class,
                        Compose.class,
                        Validate.class,
                        Notes.class,
                        Announce.class,
                        Sh.class)
                .map(StageType::of)
                .collect(Collectors.toMap(StageType::word, t -> t, (a, b) -> a, TreeMap::new));
    }
}
