package stages.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stages.TestContext;
import stages.api.*;
import stages.registry.LyingProxy;
import stages.registry.OwnRegistry;

/** Against a docker-registry of its own, which does not tell us from any other client; judged by skopeo. */
@Tag("lab")
class PublishBranchTest {
    @TempDir
    static Path shared;

    @AutoClose
    private static OwnRegistry registry;

    @TempDir
    Path folder;

    private final String name = UUID.randomUUID().toString();
    private TestContext context;
    private Images images;

    @BeforeAll
    static void start() throws Exception {
        registry = OwnRegistry.start(shared);
    }

    private static String at(OwnRegistry registry) {
        return registry.host() + "/slipway-test";
    }

    @BeforeEach
    void context() {
        context = TestContext.of(folder, folder);
        images = new Images(context, at(registry), name);
    }

    private static PublishBranch stage(Image image, String... tags) {
        return stage(at(registry), image, tags);
    }

    private static PublishBranch stage(String registry, Image image, String... tags) {
        return new PublishBranch(image, Images.evidence(image.digest()), List.of(tags), Optional.of(registry));
    }

    private void published(Image image, String... tags) throws IOException, InterruptedException {
        var stage = stage(image, tags);
        assertInstanceOf(Observation.Absent.class, stage.observe(context));
        stage.run(context);
    }

    private Image image(String text) throws IOException {
        return images.image(text);
    }

    private String standing(String tag) throws IOException, InterruptedException {
        return images.standing(tag).orElse("");
    }

    @Test
    void theIndexOfBothPlatformsStandsUnderEveryTagAndASecondRunHasNothingToDo() throws Exception {
        var image = image("one");
        published(image, "main", "latest", "1.0.0");
        for (var tag : List.of("main", "latest", "1.0.0"))
            assertEquals(image.digest().value(), standing(tag));
        for (var platform : image.platforms())
            images.inspect("@" + platform.manifest().digest()).orFail("skopeo");
        assertInstanceOf(
                Observation.Identical.class,
                stage(image, "main", "latest", "1.0.0").observe(context));
    }

    @Test
    void tagsOfBranchesMoveAndAVersionNever() throws Exception {
        var first = image("one");
        published(first, "main", "1.0.0");
        var second = image("two");
        published(second, "main");
        assertEquals(second.digest().value(), standing("main"));
        var conflict = assertInstanceOf(
                Observation.Conflicting.class, stage(second, "other", "1.0.0").observe(context));
        assertTrue(
                conflict.what().contains(first.digest().value())
                        && conflict.what().contains(second.digest().value()),
                conflict.what());
        assertThrows(StageFailure.class, () -> stage(second, "1.0.0").run(context), "a version that came in between");
        assertEquals(first.digest().value(), standing("1.0.0"));
    }

    @Test
    void aVersionThatCameInBetweenStopsBeforeAnyTagMoves() throws Exception {
        var first = image("one");
        published(first, "main", "v1.0.0", "latest");
        var second = stage(image("two"), "latest", "main", "v1.0.0");
        assertEquals(List.of("v1.0.0", "main", "latest"), second.tags());
        assertThrows(StageFailure.class, () -> second.run(context));
        for (var tag : List.of("main", "v1.0.0", "latest"))
            assertEquals(first.digest().value(), standing(tag));
    }

    @Test
    void evidenceOfAnotherImageNoTagAndNoRegistryAreRefused() throws Exception {
        var image = image("one");
        var other =
                new PublishBranch(image, Images.evidence(Digest.of("x")), List.of("main"), Optional.of(at(registry)));
        assertTrue(assertThrows(StageFailure.class, () -> other.observe(context))
                .getMessage()
                .contains(Digest.of("x").value()));
        assertThrows(StageFailure.class, () -> stage(image).observe(context));
        assertThrows(StageFailure.class, () -> stage(image, "a b").observe(context));
        var nowhere = new PublishBranch(image, Images.evidence(image.digest()), List.of("main"), Optional.empty());
        assertThrows(StageFailure.class, () -> nowhere.observe(context));
    }

    @Test
    void aRegistryThatIsNotThereIsOneClearFailure() throws Exception {
        var image = image("one");
        var stage = new PublishBranch(
                image, Images.evidence(image.digest()), List.of("main"), Optional.of("127.0.0.1:1/x"));
        var failure = assertThrows(StageFailure.class, () -> stage.observe(context));
        assertTrue(failure.getMessage().contains("127.0.0.1:1"), failure.getMessage());
    }

    /** It says that a tag is the image, and puts none: {@code docker pull} would give another one. */
    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "HEAD GET"})
    void whatARegistrySaysOfADigestIsNoProof(String methods) throws Exception {
        var other = image("other");
        published(other, "main");
        var image = image("one");
        try (var proxy = LyingProxy.before(registry, "main", image.digest(), Set.of(methods.split(" ")))) {
            var stage = stage(proxy.host() + "/slipway-test", image, "main");
            var failure = assertThrows(StageFailure.class, () -> {
                assertInstanceOf(Observation.Absent.class, stage.observe(context));
                stage.run(context);
            });
            assertTrue(
                    failure.getMessage().contains(other.digest().value())
                            && failure.getMessage().contains(image.digest().value()),
                    failure.getMessage());
            assertEquals(other.digest().value(), standing("main"));
        }
    }
}
