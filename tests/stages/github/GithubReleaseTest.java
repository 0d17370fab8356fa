package stages.github;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stages.TestContext;
import stages.api.*;
import stages.github.FakeGitHub.Fault;

/** Against a server that keeps GitHub's rules and description, and a real git remote. */
class GithubReleaseTest {
    private static final String TAG = "web-v1.0.0";
    private static final Digest IMAGE = Digest.of("image");

    @TempDir
    static Path shared;

    private static Path root;
    private static Path bare;
    private static String commit = "";

    @TempDir
    Path folder;

    @AutoClose
    private final FakeGitHub hub = new FakeGitHub();

    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private TestContext context;
    private Sbom bill;
    private boolean quick;
    private volatile String quickTag = "";

    GithubReleaseTest() throws IOException {}

    @BeforeAll
    static void repository() throws Exception {
        root = Files.createDirectories(shared.resolve("root"));
        bare = shared.resolve("bare.git");
        git(root, "init", "--quiet", "--initial-branch=main");
        git(root, "config", "user.name", "Rel Eng");
        git(root, "config", "user.email", "rel@example.org");
        git(root, "commit", "--quiet", "--allow-empty", "-m", "feat: one");
        commit = git(root, "rev-parse", "HEAD");
        git(root, "init", "--quiet", "--bare", bare.toString());
        git(root, "remote", "add", "origin", bare.toString());
        git(root, "push", "--quiet", "origin", "main");
    }

    private static String git(Path folder, String... arguments) throws Exception {
        var exit = TestContext.of(folder, shared.resolve("git"))
                .commands()
                .read(Command.of("git").and(arguments));
        assertEquals(0, exit.code(), () -> exit.tail().toString());
        return exit.out().strip();
    }

    @BeforeEach
    void context() throws Exception {
        context = TestContext.of(root, folder)
                .secret("GITHUB_TOKEN", FakeGitHub.TOKEN)
                .answer(this::quickly);
        var spdx = new TreeMap<Platform, Artifact>();
        for (var platform : List.of("linux/amd64", "linux/arm64"))
            spdx.put(new Platform(platform), add("{\"spdx\":\"" + platform + "\"}"));
        bill = new Sbom(IMAGE, "trivy 1", spdx, new TreeMap<>(), List.of());
        hub.whenPublished = () -> {
            try {
                return tag().equals(commit) ? "" : "public before its tag";
            } catch (Exception e) {
                return e.toString();
            }
        };
    }

    @AfterEach
    void noTagStays() throws Exception {
        for (var ref : git(bare, "for-each-ref", "--format=%(refname)", "refs/tags")
                .lines()
                .toList()) git(bare, "update-ref", "-d", ref);
    }

    private String tag() throws Exception {
        return quick ? quickTag : git(bare, "for-each-ref", "--format=%(*objectname)", "refs/tags");
    }

    /** A remote of one tag, in place of git's processes: they would take most of the time of a matrix. */
    private Optional<Commands.Exit> quickly(Command command) {
        var argv = command.argv();
        if (argv.contains("push")) quickTag = commit;
        var out = argv.contains("ls-remote") && !quickTag.isEmpty() ? quickTag + "\trefs/tags/" + TAG + "\n" : "";
        return quick ? Optional.of(new Commands.Exit(argv, 0, out, List.of())) : Optional.empty();
    }

    private Artifact add(String text) throws IOException {
        return context.store().add(text.getBytes(StandardCharsets.UTF_8), "application/json", "x");
    }

    private static Release release(String version, String... floats) {
        var service = new Service(
                "web",
                "Dockerfile",
                ".",
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
        var tags = Stream.concat(Stream.of(version), Stream.of(floats)).toList();
        return new Release(service, version, commit, Optional.empty(), "web-v" + version, tags, List.of());
    }

    private GithubRelease stage(Release release, String body) {
        var published = new Published(IMAGE, "ghcr.io/acme/web", release.tags());
        return new GithubRelease(
                published,
                release,
                body,
                List.of(bill),
                Optional.of("acme/shop"),
                Optional.of(hub.api()),
                "origin",
                false);
    }

    private GithubRelease stage() {
        return stage(release("1.0.0", "latest"), "# web 1.0.0\n");
    }

    private Patience hasty() {
        return new Patience(
                Duration.ofSeconds(5),
                Duration.ofMillis(250),
                3,
                Duration.ofMillis(1),
                Duration.ofMinutes(1),
                context.clock(),
                waits::add);
    }

    private Observation<Released> observe(GithubRelease stage) throws Exception {
        try (var work = stage.open(context.task(), hasty())) {
            return work.observe();
        }
    }

    /** As the runner does it; a stage's failure is one, whichever way it came. */
    private Released release(GithubRelease stage) throws Exception {
        try (var work = stage.open(context.task(), hasty())) {
            return switch (work.observe()) {
                case Observation.Identical<Released> same -> same.result();
                case Observation.Conflicting<Released> other -> throw new StageFailure(other.what(), other.hint());
                default -> work.run();
            };
        } catch (GitHubException e) {
            throw e.toFailure();
        }
    }

    private FakeGitHub.Release only() {
        assertEquals(1, hub.releases.size());
        return hub.releases.values().iterator().next();
    }

    /** All that is public, without what holds a time. */
    private String state() throws Exception {
        var release = only();
        return tag()
                + release.fields
                + release.assets.values().stream()
                        .filter(a -> !Set.of("release.json", "SHA256SUMS").contains(a.name()))
                        .map(a -> a.name() + " " + a.whole() + " " + Digest.of(a.bytes()))
                        .collect(Collectors.joining(", "))
                + release.assets.keySet();
    }

    private void nothingWrong() {
        assertEquals(List.of(), hub.problems);
    }

    @Test
    void aReleaseIsMadeOnceAndFoundIdenticalAfterwards() throws Exception {
        assertInstanceOf(Observation.Absent.class, observe(stage()));
        var released = stage().run(context);
        assertEquals(TAG, released.gitTag());
        assertTrue(released.page().orElseThrow().endsWith("/releases/tag/" + TAG));
        assertEquals(commit, tag());
        assertEquals("tag", git(bare, "cat-file", "-t", TAG));
        assertTrue(git(bare, "cat-file", "tag", TAG).contains("tagger Rel Eng <rel@example.org>"));
        assertEquals("", git(root, "tag", "--list"));
        assertEquals("true", only().text("make_latest"));
        assertEquals(
                Set.of(
                        "SHA256SUMS",
                        "notes.md",
                        "release.json",
                        "web-1.0.0-linux-amd64.spdx.json",
                        "web-1.0.0-linux-arm64.spdx.json"),
                only().assets.keySet());
        assertTrue(context.kept().containsKey("release.json"));
        var before = state();
        assertInstanceOf(Observation.Identical.class, observe(stage()));
        assertEquals(released, release(stage()));
        assertEquals(before, state());
        assertEquals(1, only().patches);
        nothingWrong();
    }

    @Test
    void aSignedTagIsSignedAsGitsConfigurationSays() throws Exception {
        var key = shared.resolve("key");
        var made = context.commands()
                .read(Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "rel", "-f", key.toString()));
        assertEquals(0, made.code(), () -> made.tail().toString());
        git(root, "config", "gpg.format", "ssh");
        git(root, "config", "user.signingkey", key.toString());
        var remote = new GitRemote(context.task(), "origin");
        remote.push(TAG, commit, "web 1.0.0", true);
        assertEquals(Optional.of(commit), remote.commit(TAG));
        assertTrue(git(bare, "cat-file", "tag", TAG).contains("-----BEGIN SSH SIGNATURE-----"));
        git(root, "config", "user.signingkey", shared.resolve("none").toString());
        var other = new GitRemote(context.task(), "origin");
        var failure = assertThrows(StageFailure.class, () -> other.push("web-v2", commit, "x", true));
        assertEquals("the tag 'web-v2' cannot be signed", failure.getMessage());
        var gone = new GitRemote(context.task(), "nowhere");
        assertThrows(StageFailure.class, () -> gone.push("web-v3", commit, "x", false));
    }

    @Test
    void theSumsAreThoseOfTheFiles() throws Exception {
        release(stage());
        var files = only().assets;
        var sums = new String(files.get("SHA256SUMS").bytes(), StandardCharsets.UTF_8);
        var expected = files.values().stream()
                .filter(f -> !f.name().equals("SHA256SUMS"))
                .map(f -> Digest.of(f.bytes()).hex() + "  " + f.name() + "\n")
                .collect(Collectors.joining());
        assertEquals(expected, sums);
    }

    @Test
    void aPreReleaseIsOneAndNeverTheLatest() throws Exception {
        release(stage(release("1.0.0-rc.1"), "rc"));
        assertEquals("true", only().text("prerelease"));
        assertEquals("false", only().text("make_latest"));
        nothingWrong();
    }

    @Test
    void aTagAtAnotherCommitConflicts() throws Exception {
        var other = git(bare, "-c", "user.name=x", "-c", "user.email=x@y", "commit-tree", "-m", "x", "main^{tree}");
        git(bare, "update-ref", "refs/tags/" + TAG, other);
        var conflict = assertInstanceOf(Observation.Conflicting.class, observe(stage()));
        assertEquals("the git tag '" + TAG + "' is at " + other + ", this release is of " + commit, conflict.what());
        assertEquals(List.of(), hub.requests);
    }

    @Test
    void whatOthersMadeIsNeverTouched() throws Exception {
        var foreign = hub.new Release();
        foreign.fields.putAll(
                Map.of("tag_name", Json.tree(TAG), "draft", Json.tree(true), "body", Json.tree("by hand")));
        hub.releases.put(foreign.id, foreign);
        assertInstanceOf(Observation.Conflicting.class, observe(stage()));
        foreign.fields.put("draft", Json.tree(false));
        var conflict = assertInstanceOf(Observation.Conflicting.class, observe(stage()));
        assertTrue(conflict.what().contains("is published that is not of this image"), conflict.what());
        assertEquals("by hand", foreign.text("body"));
        nothingWrong();
    }

    /** A commit message may hold the mark: it counts only as the last thing of the text. */
    @Test
    void aMarkWithinTheNotesIsNone() throws Exception {
        var mark = Hosted.mark(Digest.of("other"), commit);
        release(stage(release("1.0.0"), "fix: " + mark));
        assertInstanceOf(Observation.Identical.class, observe(stage(release("1.0.0"), "fix: " + mark)));
        nothingWrong();
    }

    @Test
    void aPublishedReleaseThatLacksAFileConflictsAndOneWithOtherBytesStays() throws Exception {
        release(stage());
        var asset = only().assets.get("notes.md");
        only().assets.put("notes.md", new FakeGitHub.Asset(asset.id(), "notes.md", new byte[] {1}, true));
        var task = context.task();
        try (var work = stage().open(task, hasty())) {
            assertInstanceOf(Observation.Identical.class, work.observe());
        }
        assertEquals("release-asset", task.findings().get(0).rule());
        only().assets.remove("notes.md");
        var conflict = assertInstanceOf(Observation.Conflicting.class, observe(stage()));
        assertTrue(conflict.what().contains("is published without notes.md"), conflict.what());
        nothingWrong();
    }

    @Test
    void draftsAreFoundOnLaterPagesAndDoublesOfOursGo() throws Exception {
        for (int i = 0; i < 2; i++) {
            hub.fault(Fault.UNAUTHORIZED, 6);
            assertThrows(StageFailure.class, () -> release(stage()));
        }
        var double1 = only();
        var other = hub.new Release();
        other.fields.putAll(double1.fields);
        hub.releases.put(other.id, other);
        for (int i = 0; i < 5; i++) {
            var more = hub.new Release();
            more.fields.putAll(double1.fields);
            more.fields.put("tag_name", Json.tree("other-v" + i));
            more.fields.put("draft", Json.tree(false));
            hub.releases.put(more.id, more);
        }
        assertInstanceOf(Observation.Begun.class, observe(stage()));
        release(stage());
        assertEquals(6, hub.releases.size());
        nothingWrong();
    }

    @Test
    void anOlderServerTellsNoDigests() throws Exception {
        hub.digests = false;
        release(stage());
        assertInstanceOf(Observation.Identical.class, observe(stage()));
        nothingWrong();
    }

    @Test
    void filesGoToNoOtherHost() throws Exception {
        hub.uploadHost = "http://127.0.0.2:9";
        var failure = assertThrows(StageFailure.class, () -> release(stage()));
        assertEquals("GitHub names an address for uploads that is none of '127.0.0.1'", failure.getMessage());
        assertTrue(only().draft());
    }

    @Test
    void evidenceOfAnotherImageIsRefused() {
        bill = new Sbom(Digest.of("other"), "t", new TreeMap<>(), new TreeMap<>(), List.of());
        assertThrows(StageFailure.class, () -> stage().observe(context));
    }

    /** Each request, one after the other, goes wrong; whatever came of it, the same command ends as if nothing had. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void whateverGoesWrongTheSameCommandEndsTheSame(Fault fault) throws Exception {
        quick = true;
        release(stage());
        int requests = hub.requests.size();
        var whole = state();
        for (int at = 0; at < requests; at++) {
            quickTag = "";
            hub.releases.clear();
            hub.fault(fault, at);
            var failed = Optional.<StageFailure>empty();
            try {
                release(stage());
            } catch (StageFailure e) {
                failed = Optional.of(e);
                assertTrue(e.getMessage().contains("GitHub") || e.getMessage().contains("connection"), e.getMessage());
                assertTrue(!e.hint().isEmpty(), e.getMessage());
            }
            assertEquals(fault == Fault.UNAUTHORIZED, failed.isPresent(), () -> fault + " at " + hub.requests);
            hub.faultAt = -1;
            release(stage());
            assertEquals(whole, state(), fault + " at request " + at);
        }
        nothingWrong();
    }
}
