package stages.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;
import stages.registry.OwnRegistry;

/** Real bare remotes, clones of them in the place of machines, and a docker-registry of its own. */
@Tag("lab")
class ClaimReleaseTest {
    @TempDir
    static Path shared;

    @AutoClose
    private static OwnRegistry registry;

    @TempDir
    Path folder;

    private Remote remote;
    private TestContext machine;
    private String head;

    @BeforeAll
    static void start() throws Exception {
        registry = OwnRegistry.start(shared);
    }

    @BeforeEach
    void machine() throws Exception {
        remote = new Remote(folder, registry);
        machine = remote.machine();
        head = Remote.git(machine, "rev-parse", "HEAD");
    }

    private String ref(String version) {
        return "refs/slipway/releases/" + remote.service + "/" + version;
    }

    @Test
    void aClaimIsARefOfTheRemoteAndTouchesNothingElse() throws Exception {
        var before = Remote.git(machine, "for-each-ref");
        var stage = remote.claim("1.0.0", head);
        assertInstanceOf(Observation.Absent.class, stage.observe(machine));
        var claim = stage.run(machine);
        assertEquals(new Claim(remote.service, "1.0.0", head, ref("1.0.0"), Optional.empty()), claim);
        var json = Remote.git(machine, "--git-dir=" + remote.bare, "cat-file", "blob", ref("1.0.0") + ":release.json");
        assertEquals(
                Json.read(
                        "{\"schema\":\"slipway.claim/1\",\"service\":\"" + remote.service
                                + "\",\"version\":\"1.0.0\",\"commit\":\"" + head + "\",\"digest\":null}",
                        Map.class),
                Json.<Map<String, Object>>read(json, Map.class));
        assertEquals(before, Remote.git(machine, "for-each-ref"));
        assertEquals("", Remote.git(machine, "status", "--porcelain"));
        assertTrue(Files.notExists(machine.root().resolve(".git/FETCH_HEAD")));
    }

    @Test
    void theSameCommitGoesOnWithTheImageThatWasRecordedOnAnyMachine() throws Exception {
        var claim = remote.claim("1.0.0", head).run(machine);
        var begun = assertInstanceOf(
                Observation.Begun.class, remote.claim("1.0.0", head).observe(remote.machine()));
        assertTrue(begun.what().endsWith("no image is recorded yet"), begun.what());
        var image = remote.pushed(machine, "one", Optional.empty());
        remote.record(claim, image).run(machine);

        var fresh = remote.machine();
        begun = assertInstanceOf(
                Observation.Begun.class, remote.claim("1.0.0", head).observe(fresh));
        assertTrue(begun.what().contains(image.value()), begun.what());
        var adopted = remote.claim("1.0.0", head).run(fresh);
        assertEquals(Optional.of(image), adopted.digest());

        remote.pushed(machine, "one", Optional.of("1.0.0"));
        assertEquals(
                new Observation.Identical<>(adopted),
                remote.claim("1.0.0", head).observe(remote.machine()));
    }

    @Test
    void anotherCommitIsAConflict() throws Exception {
        remote.claim("1.0.0", head).run(machine);
        var before = remote.refs(machine);
        var other = remote.machine();
        var commit = Remote.commit(other, "two");
        var conflict = assertInstanceOf(
                Observation.Conflicting.class, remote.claim("1.0.0", commit).observe(other));
        assertTrue(conflict.what().contains(head) && conflict.what().contains(commit), conflict.what());
        assertThrows(StageFailure.class, () -> remote.claim("1.0.0", commit).run(other));
        assertEquals(before, remote.refs(machine));
        assertInstanceOf(Observation.Absent.class, remote.claim("1.0.1", commit).observe(other));
    }

    @Test
    void aVersionThatTheRegistryHasOfAnotherImageIsAConflict() throws Exception {
        var published = remote.pushed(machine, "foreign", Optional.of("1.0.0"));
        var unclaimed = assertInstanceOf(
                Observation.Conflicting.class, remote.claim("1.0.0", head).observe(machine));
        assertTrue(unclaimed.what().contains(published.value()), unclaimed.what());
        assertEquals("", remote.refs(machine));

        var claim = remote.claim("1.0.1", head).run(machine);
        var image = remote.pushed(machine, "ours", Optional.empty());
        remote.record(claim, image).run(machine);
        remote.pushed(machine, "foreign", Optional.of("1.0.1"));
        var claimed = assertInstanceOf(
                Observation.Conflicting.class, remote.claim("1.0.1", head).observe(machine));
        assertTrue(claimed.what().contains(published.value()) && claimed.what().contains(image.value()));
    }

    /** All at once, each from its own machine: of several commits one wins. */
    @RepeatedTest(3)
    @Timeout(60)
    void ofSeveralCommitsAtOnceOneWins() throws Exception {
        var machines = new ArrayList<TestContext>();
        var stages = new ArrayList<ClaimRelease>();
        for (int i = 0; i < 4; i++) {
            machines.add(remote.machine());
            stages.add(remote.claim("1.0.0", Remote.commit(machines.get(i), "commit " + i)));
        }
        var claims = atOnce(machines, stages);
        assertEquals(1, claims.stream().filter(Claim.class::isInstance).count(), "" + claims);
        for (var lost : claims)
            if (lost instanceof StageFailure failure)
                assertTrue(failure.getMessage().startsWith("conflict: "), failure.getMessage());
        assertEquals(1, remote.refs(machine).lines().count());
    }

    @Test
    @Timeout(60)
    void ofTheSameCommitAtOnceAllGoOnWithOneClaim() throws Exception {
        var machines = new ArrayList<TestContext>();
        for (int i = 0; i < 4; i++) machines.add(remote.machine());
        var claims = atOnce(machines, Collections.nCopies(4, remote.claim("1.0.0", head)));
        assertEquals(1, Set.copyOf(claims).size(), "" + claims);
        assertEquals(1, remote.refs(machine).lines().count());
    }

    private static List<Object> atOnce(List<TestContext> machines, List<ClaimRelease> stages) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<Claim>>();
            for (int i = 0; i < machines.size(); i++) {
                var context = machines.get(i);
                var stage = stages.get(i);
                calls.add(() -> stage.run(context));
            }
            var ends = new ArrayList<Object>();
            for (var call : threads.invokeAll(calls)) {
                try {
                    ends.add(call.get());
                } catch (ExecutionException e) {
                    ends.add(assertInstanceOf(StageFailure.class, e.getCause()));
                }
            }
            return ends;
        }
    }

    /** The push was done, and its answer did not come: the same run finds its own claim, and so does the next. */
    @Test
    void aPushWhoseAnswerIsLostIsFound() throws Exception {
        var killed = remote.machine();
        killed.answer(command -> {
            if (!command.argv().contains("push")) return Optional.empty();
            try {
                machine.commands().read(command.in(killed.root())).orFail("push");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
            return Optional.of(new Commands.Exit(command.argv(), 128, "", List.of("the connection broke")));
        });
        var claim = remote.claim("1.0.0", head).run(killed);
        assertEquals(claim, remote.claim("1.0.0", head).run(remote.machine()));
    }

    @Test
    void aRemoteThatCannotBePushedToIsSaidWithWhatItCosts() throws Exception {
        var hook = Files.writeString(remote.bare.resolve("hooks/pre-receive"), "#!/bin/sh\necho no >&2\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        var failure = assertThrows(
                StageFailure.class, () -> remote.claim("1.0.0", head).run(machine));
        assertTrue(failure.getMessage().contains("no other machine can finish"), failure.getMessage());
        assertTrue(failure.hint().contains("local: true"), failure.hint());
        assertEquals("", remote.refs(machine));

        var local = new ClaimRelease(remote.release("1.0.0", head), remote.at(), "origin", true);
        var claim = local.run(machine);
        assertTrue(machine.lines().stream().anyMatch(line -> line.contains("no other machine can finish")));
        var image = remote.pushed(machine, "one", Optional.empty());
        new RecordRelease(claim, remote.staged(image), "origin", true).run(machine);
        assertEquals(Optional.of(image), local.run(machine).digest());
        assertEquals("", remote.refs(machine));
        var other =
                new ClaimRelease(remote.release("1.0.0", Remote.commit(machine, "two")), remote.at(), "origin", true);
        assertInstanceOf(Observation.Conflicting.class, other.observe(machine));
    }

    @Test
    void aClaimThatTheRemoteHasCountsForALocalOneToo() throws Exception {
        remote.claim("1.0.0", head).run(machine);
        var other = remote.machine();
        var release = remote.release("1.0.0", Remote.commit(other, "two"));
        assertInstanceOf(
                Observation.Conflicting.class, new ClaimRelease(release, remote.at(), "origin", true).observe(other));
    }

    @Test
    void aRemoteThatIsNotThereIsOneClearFailure() {
        var stage = new ClaimRelease(
                remote.release("1.0.0", head), remote.at(), "https://bob:hunter2@127.0.0.1:1/x.git", false);
        var failure = assertThrows(StageFailure.class, () -> stage.observe(machine));
        assertTrue(failure.getMessage().contains("'https://127.0.0.1:1/x.git'"), failure.getMessage());
    }

    @Test
    void namesAreData() throws Exception {
        for (var version : List.of("--upload-pack=touch x", "..", "1.0.0 ", "a/../b", "1~0", "*"))
            assertThrows(StageFailure.class, () -> remote.claim(version, head).observe(machine), version);
        var option = new ClaimRelease(remote.release("1.0.0", head), remote.at(), "--upload-pack=touch x", false);
        assertThrows(StageFailure.class, () -> option.observe(machine));
        assertTrue(Files.notExists(machine.root().resolve("x")));
    }

    @Test
    void whatIsNoRecordUnderTheRefIsNotTakenForOne() throws Exception {
        Remote.git(machine, "push", "--quiet", "origin", head + ":" + ref("1.0.0"));
        var failure = assertThrows(
                StageFailure.class, () -> remote.claim("1.0.0", head).observe(remote.machine()));
        assertTrue(failure.getMessage().contains("is no record of a release"), failure.getMessage());
    }
}
