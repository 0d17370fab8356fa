package stages.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
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
import stages.registry.CutProxy;
import stages.registry.OwnRegistry;

/** Against a docker-registry of its own; judged by skopeo and oras. */
@Tag("lab")
class StageImageTest {
    @TempDir
    static Path shared;

    @AutoClose
    private static OwnRegistry registry;

    @TempDir
    Path folder;

    private TestContext context;
    private Images images;

    @BeforeAll
    static void start() throws Exception {
        registry = OwnRegistry.start(shared);
    }

    @BeforeEach
    void context() {
        context = TestContext.of(folder, folder);
        images =
                new Images(context, registry.host() + "/test", UUID.randomUUID().toString());
    }

    private static StageImage stage(Image image, String host) {
        return new StageImage(image, Images.evidence(image.digest()), Optional.of(host + "/test"));
    }

    @Test
    void theWholeImageIsThereByDigestUnderNoTagAndASecondRunHasNothingToDo() throws Exception {
        var image = images.image("one");
        var stage = stage(image, registry.host());
        assertInstanceOf(Observation.Absent.class, stage.observe(context));
        var staged = stage.run(context);
        var platforms = Set.of(new Platform("linux/amd64"), new Platform("linux/arm64"));
        assertEquals(platforms, staged.platforms().keySet());
        assertEquals(List.of(), images.tags());
        var index = images.inspect("@" + image.digest()).orFail("skopeo").out();
        assertEquals(image.digest(), Digest.of(index));
        var layout = folder.resolve("layout") + ":copy";
        var source = staged.repository() + "@" + image.digest();
        context.commands()
                .read(Command.of("oras", "copy", "--from-plain-http", "--to-oci-layout", source, layout))
                .orFail("oras fetches every blob");
        assertEquals(
                new Observation.Identical<>(staged),
                stage(image, registry.host()).observe(context));
    }

    /** Whatever request the client is killed at, and whether or not that one was done: no tag, and the next run ends it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(60)
    void aPushThatIsKilledAnywhereIsEndedByTheNext(boolean lost) throws Exception {
        int cuts = 0;
        for (boolean ended = false; !ended; cuts++) {
            var image = images.image("cut " + lost + cuts);
            try (var proxy = CutProxy.after(cuts, lost, registry)) {
                ended = isEnded(stage(image, proxy.host()));
            }
            assertEquals(List.of(), images.tags());
            var again = stage(image, registry.host());
            if (ended) assertInstanceOf(Observation.Identical.class, again.observe(context));
            else again.run(context);
            for (var platform : image.platforms())
                assertEquals(
                        0, images.inspect("@" + platform.manifest().digest()).code());
            assertEquals(0, images.inspect("@" + image.digest()).code());
        }
        assertTrue(cuts > 10, "" + cuts);
    }

    private boolean isEnded(StageImage stage) throws Exception {
        try {
            stage.run(context);
            return true;
        } catch (StageFailure refused) {
            assertTrue(refused.getMessage().contains("403"), refused.getMessage());
            return false;
        }
    }

    @Test
    void evidenceOfAnotherImageIsRefused() throws Exception {
        var image = images.image("one");
        for (int other = 0; other < 3; other++) {
            var evidence = new ArrayList<>(Images.evidence(image.digest()));
            evidence.set(other, Images.evidence(Digest.of("x")).get(other));
            var stage = new StageImage(image, evidence, Optional.of(images.at()));
            var failure = assertThrows(StageFailure.class, () -> stage.observe(context));
            assertTrue(failure.getMessage().contains(Digest.of("x").value()), failure.getMessage());
        }
    }
}
