package stages.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;
import stages.registry.OwnRegistry;

/** As {@link ClaimReleaseTest}. */
@Tag("lab")
class RecordReleaseTest {
    @TempDir
    static Path shared;

    @AutoClose
    private static OwnRegistry registry;

    @TempDir
    Path folder;

    private Remote remote;
    private TestContext machine;
    private Claim claim;

    @BeforeAll
    static void start() throws Exception {
        registry = OwnRegistry.start(shared);
    }

    @BeforeEach
    void claim() throws Exception {
        remote = new Remote(folder, registry);
        machine = remote.machine();
        claim = remote.claim("1.0.0", Remote.git(machine, "rev-parse", "HEAD")).run(machine);
    }

    @Test
    void theDigestIsAddedOnceAndTheHistoryIsKept() throws Exception {
        var image = remote.pushed(machine, "one", Optional.empty());
        var stage = remote.record(claim, image);
        assertInstanceOf(Observation.Absent.class, stage.observe(machine));
        var recorded = stage.run(machine);
        assertEquals(Optional.of(image), recorded.digest());
        assertEquals(new Observation.Identical<>(recorded), stage.observe(remote.machine()));
        var refs = remote.refs(machine);
        assertEquals(recorded, stage.run(remote.machine()));
        assertEquals(refs, remote.refs(machine));
        assertEquals(
                "record " + remote.service + " 1.0.0\nclaim " + remote.service + " 1.0.0",
                Remote.git(machine, "--git-dir=" + remote.bare, "log", "--format=%s", claim.ref()));
    }

    /** Both looked while no image was recorded, and each built one. */
    @Test
    @Timeout(60)
    void ofTwoImagesAtOnceOneIsRecorded() throws Exception {
        var one = remote.pushed(machine, "one", Optional.empty());
        var two = remote.pushed(machine, "two", Optional.empty());
        var barrier = new CyclicBarrier(2);
        int failed = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var runs = new ArrayList<Future<Claim>>();
            for (var image : List.of(one, two)) {
                var context = remote.machine();
                context.answer(command -> {
                    if (command.argv().contains("push")) await(barrier);
                    return Optional.empty();
                });
                runs.add(threads.submit(() -> remote.record(claim, image).run(context)));
            }
            for (var run : runs) {
                try {
                    run.get();
                } catch (ExecutionException e) {
                    failed++;
                    var failure = assertInstanceOf(StageFailure.class, e.getCause());
                    assertTrue(failure.getMessage().startsWith("conflict: "), failure.getMessage());
                    assertTrue(failure.hint().contains("goes on with the image"), failure.hint());
                }
            }
        }
        assertEquals(1, failed);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anImageThatTheRegistryClearedAwayIsReplaced() throws Exception {
        var gone = Digest.of("gone");
        remote.record(claim, gone).run(machine);
        var fresh = remote.machine();
        var again = remote.claim("1.0.0", claim.commit()).run(fresh);
        assertEquals(Optional.empty(), again.digest());
        var image = remote.pushed(fresh, "two", Optional.empty());
        var begun = assertInstanceOf(
                Observation.Begun.class, remote.record(again, image).observe(fresh));
        assertTrue(begun.what().contains(gone.value()), begun.what());
        remote.record(again, image).run(fresh);
        assertEquals(
                Optional.of(image),
                remote.claim("1.0.0", claim.commit()).run(remote.machine()).digest());
    }

    @Test
    void aClaimThatIsGoneOrAnothersIsAConflict() throws Exception {
        var image = remote.pushed(machine, "one", Optional.empty());
        var foreign = new Claim(claim.service(), "1.0.0", "f".repeat(40), claim.ref(), Optional.empty());
        assertInstanceOf(
                Observation.Conflicting.class, remote.record(foreign, image).observe(machine));
        Remote.git(machine, "push", "--quiet", "origin", ":" + claim.ref());
        assertInstanceOf(
                Observation.Conflicting.class, remote.record(claim, image).observe(machine));
        assertThrows(StageFailure.class, () -> remote.record(claim, image).run(machine));
        assertEquals("", remote.refs(machine));
    }
}
