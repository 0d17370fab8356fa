package stages.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import stages.registry.HookProxy;
import stages.registry.LyingProxy;
import stages.registry.OwnRegistry;

/** Against a docker-registry of its own; judged by skopeo. */
@Tag("lab")
class PublishTagsTest {
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
        next(UUID.randomUUID().toString());
    }

    private void next(String name) {
        context = TestContext.of(folder, folder);
        images = new Images(context, registry.host() + "/test", name);
    }

    /** In the registry by digest, as if it had been verified there. */
    private Image staged(String text) throws Exception {
        var image = images.image(text);
        new StageImage(image, Images.evidence(image.digest()), Optional.of(images.at())).run(context);
        return image;
    }

    private PublishTags stage(Image image, String... tags) {
        return new PublishTags(images.verified(image), List.of(tags));
    }

    private Image released(String version, String... floats) throws Exception {
        var image = staged(version);
        var tags = new ArrayList<>(List.of(floats));
        tags.add(version);
        stage(image, tags.toArray(String[]::new)).run(context);
        return image;
    }

    private void assertStands(Image image, String... tags) throws Exception {
        for (var tag : tags) assertEquals(Optional.of(image.digest().value()), images.standing(tag), tag);
    }

    @Test
    void theVersionComesFirstLatestLastAndASecondRunHasNothingToDo() throws Exception {
        var image = staged("one");
        var stage = stage(image, "latest", "1", "1.0", "1.0.0");
        assertEquals(List.of("1.0.0", "1", "1.0", "latest"), stage.tags());
        assertInstanceOf(Observation.Absent.class, stage.observe(context));
        // Another machine: nothing in its store.
        var elsewhere = TestContext.of(folder.resolve("elsewhere"), folder.resolve("elsewhere"));
        var published = stage.run(elsewhere);
        assertStands(image, "1.0.0", "1", "1.0", "latest");
        assertEquals(new Observation.Identical<>(published), stage.observe(context));
        assertEquals(stage.tags(), published.tags());
    }

    @Test
    void aVersionOfAnotherImageIsAConflictAndNothingIsTouched() throws Exception {
        var first = released("1.0.0", "1.0", "1", "latest");
        var stage = stage(staged("two"), "1.0.0", "1.0", "1", "latest", "extra");
        var conflict = assertInstanceOf(Observation.Conflicting.class, stage.observe(context));
        assertTrue(conflict.what().contains(first.digest().value()), conflict.what());
        assertThrows(StageFailure.class, () -> stage.run(context), "a version that came in between");
        assertStands(first, "1.0.0", "1.0", "1", "latest");
        assertEquals(Optional.empty(), images.standing("extra"));
    }

    @Test
    void aFloatIsNotMovedBack() throws Exception {
        var first = released("1.1.0", "1.1", "1", "latest");
        var second = released("2.0.0", "2.0", "2", "latest");
        var higher = released("1.10.0", "1.10", "1");
        var stage = stage(staged("1.9.1"), "1.9.1", "1.9", "1", "latest");
        assertInstanceOf(Observation.Absent.class, stage.observe(context));
        var published = stage.run(context);
        assertEquals(List.of("1.9.1", "1.9"), published.tags());
        assertStands(first, "1.1.0", "1.1");
        assertStands(second, "2.0.0", "2", "latest");
        assertStands(higher, "1.10.0", "1");
        assertTrue(context.lines().contains("'1' stays at 1.10.0, which is higher"), "" + context.lines());
        assertTrue(context.lines().contains("'latest' stays at 2.0.0, which is higher"), "" + context.lines());
        assertEquals(new Observation.Identical<>(published), stage.observe(context));
    }

    /** A float that was put back by hand is not ahead, though a higher version is there. */
    @Test
    void aFloatThatStandsAtALowerVersionMoves() throws Exception {
        var first = released("1.0.0", "latest");
        released("1.2.0", "latest");
        stage(first, "1.0.0", "latest").run(context);
        var service = Services.named(images.name());
        new Unrelease(service, "1.2.0", Map.of("latest", "1.0.0"), Optional.of(images.at())).run(context);
        assertStands(first, "latest");
        assertStands(released("1.1.0", "latest"), "latest", "1.1.0");
    }

    /** Between the look at the floats and the put of one, another release goes through, whole. */
    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1", "latest"})
    void aHigherVersionThatComesMeanwhileKeepsTheFloats(String during) throws Exception {
        var lower = staged("1.0.0");
        var other = new ArrayList<Image>();
        try (var proxy = HookProxy.before(registry, "PUT", "/manifests/" + during, () -> {
            if (other.isEmpty()) other.add(released("1.1.0", "1", "latest"));
        })) {
            new PublishTags(images.verified(lower, proxy.host() + "/test"), List.of("1.0.0", "1", "latest"))
                    .run(context);
        }
        assertStands(lower, "1.0.0");
        assertStands(other.getFirst(), "1.1.0", "1", "latest");
    }

    /** Whatever request it is killed at: no float stands where its version does not, and the next run ends it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(60)
    void aRunThatIsKilledAnywhereIsEndedByTheNext(boolean lost) throws Exception {
        int cuts = 0;
        for (boolean ended = false; !ended; cuts++) {
            next(UUID.randomUUID().toString());
            var old = released("1.0.0", "1", "latest");
            var image = staged("1.1.0");
            try (var proxy = CutProxy.after(cuts, lost, registry)) {
                ended = isEnded(new PublishTags(
                        images.verified(image, proxy.host() + "/test"), List.of("1", "latest", "1.1.0")));
            }
            var now = images.now();
            var version = Optional.ofNullable(now.get("1.1.0"));
            if (version.isEmpty()) assertEquals(Set.of(old.digest()), Set.copyOf(now.values()));
            var again = stage(image, "1", "latest", "1.1.0");
            switch (again.observe(context)) {
                case Observation.Absent<?> absent -> assertTrue(version.isEmpty());
                case Observation.Begun<?> begun -> assertTrue(version.isPresent(), begun.what());
                case Observation.Identical<?> same -> assertEquals(4, now.size());
                case Observation.Conflicting<?> other -> Assertions.fail(other.what());
            }
            again.run(context);
            var end = Map.of(
                    "1.0.0", old.digest(), "1.1.0", image.digest(), "1", image.digest(), "latest", image.digest());
            assertEquals(end, images.now());
        }
        assertStands(staged("1.1.0"), "1.1.0", "1", "latest");
        assertTrue(cuts > 8, "" + cuts);
    }

    private boolean isEnded(PublishTags stage) throws Exception {
        try {
            stage.run(context);
            return true;
        } catch (StageFailure refused) {
            assertTrue(refused.getMessage().contains("403"), refused.getMessage());
            return false;
        }
    }

    @Test
    void aRegistryThatSaysItPutATagAndDidNotIsFoundOut() throws Exception {
        var image = staged("one");
        try (var proxy = LyingProxy.before(registry, "latest", image.digest(), Set.of("HEAD", "GET"))) {
            var stage = new PublishTags(images.verified(image, proxy.host() + "/test"), List.of("1.0.0", "latest"));
            var failure = assertThrows(StageFailure.class, () -> stage.run(context));
            assertTrue(failure.getMessage().contains("latest"), failure.getMessage());
        }
    }

    @Test
    void tagsThatAreNoneOfTheReleaseAreRefused() throws Exception {
        var image = staged("one");
        for (var tags : List.of(
                List.<String>of(),
                List.of("latest"),
                List.of("1.0.0", "1.0.1"),
                List.of("1.0.0", "2"),
                List.of("1.0.0", "1.1"),
                List.of("1.0.0", "a b"),
                List.of("01.0.0"))) {
            var stage = new PublishTags(images.verified(image), tags);
            assertThrows(StageFailure.class, () -> stage.observe(context), "" + tags);
        }
    }
}
