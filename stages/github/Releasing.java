package stages.github;

import java.io.IOException;
import java.util.*;
import stages.api.*;

/** One try at a release: looks at git and GitHub, and does what is not done. */
final class Releasing implements AutoCloseable {
    private static final int LONGEST_BODY = 120_000;

    private final GithubRelease stage;
    private final StageContext context;
    private final GitRemote git;
    private final GitHubClient client;
    private final List<AssetFile> files;

    Releasing(GithubRelease stage, StageContext context, GitRemote git, GitHubClient client) throws IOException {
        this.stage = stage;
        this.context = context;
        this.git = git;
        this.client = client;
        this.files = AssetFiles.of(stage, context);
    }

    @Override
    public void close() {
        client.close();
    }

    private String tag() {
        return stage.release().gitTag();
    }

    Observation<Released> observe() throws IOException, InterruptedException {
        var at = git.commit(tag());
        if (at.isPresent() && !at.get().equals(stage.release().commit()))
            return new Observation.Conflicting<>(
                    "the git tag '" + tag() + "' is at " + at.get() + ", this release is of "
                            + stage.release().commit(),
                    "a version is released once; give this one a new version");
        var there = published();
        if (there.isPresent()) return judge(there.get(), at.isPresent());
        var drafts = drafts();
        var other = drafts.stream().filter(d -> !isThis(d)).findFirst();
        if (other.isPresent()) return foreign(other.get());
        if (!drafts.isEmpty())
            return new Observation.Begun<>("the draft " + drafts.get(0).place());
        return at.isPresent() ? new Observation.Begun<>("the git tag '" + tag() + "'") : new Observation.Absent<>();
    }

    private boolean isThis(Hosted release) {
        return release.of(stage.published().subject(), stage.release().commit());
    }

    private static Observation<Released> foreign(Hosted draft) {
        return new Observation.Conflicting<>(
                draft.ours()
                        ? "a draft of this version is of another image: " + draft.place()
                        : "somebody else's draft has this version's tag: " + draft.place(),
                "delete that draft, or give this release a new version");
    }

    private Observation<Released> judge(Hosted there, boolean tagged) {
        if (!isThis(there))
            return new Observation.Conflicting<>(
                    "a release '" + tag() + "' is published that is not of this image: " + there.place(),
                    "what is published stays; give this release a new version");
        var missing = files.stream()
                .filter(f -> !there.assets().containsKey(f.name()))
                .map(AssetFile::name)
                .toList();
        if (!missing.isEmpty())
            return new Observation.Conflicting<>(
                    "the release '" + tag() + "' is published without " + String.join(", ", missing) + ": "
                            + there.place(),
                    "what is published stays; give this release a new version");
        if (!tagged) return new Observation.Begun<>("the release " + there.place() + ", without its git tag");
        files.stream()
                .filter(AssetFile::stable)
                .filter(f ->
                        !Objects.requireNonNull(there.assets().get(f.name())).holds(f))
                .forEach(f ->
                        note("release-asset", "'" + f.name() + "' of the release has other bytes than now: it stays"));
        return new Observation.Identical<>(released(there));
    }

    Released run() throws IOException, InterruptedException {
        putTag();
        var there = published();
        if (there.isPresent()) return adopted(there.get());
        var draft = draft();
        complete(draft);
        var release = publish(draft);
        context.keep(
                AssetFiles.RECORD, context.store().bytes(file(AssetFiles.RECORD).digest()));
        context.summary("GitHub release [" + title().replaceAll("[\\[\\]\\\\`*_<>]", "\\\\$0") + "]("
                + release.page().orElse("") + ")\n");
        return released(release);
    }

    private Released adopted(Hosted there) {
        return switch (judge(there, true)) {
            case Observation.Identical<Released> same -> same.result();
            case Observation.Conflicting<Released> other ->
                throw new StageFailure("conflict: " + other.what(), other.hint());
            default -> throw new IllegalStateException("a published release is this one, or it is not");
        };
    }

    private void putTag() throws IOException, InterruptedException {
        var commit = stage.release().commit();
        if (git.commit(tag()).equals(Optional.of(commit))) {
            context.log("the git tag '" + tag() + "' is there");
            return;
        }
        var image = stage.published().repository() + "@" + stage.published().subject();
        git.push(tag(), commit, title() + "\n\n" + image, stage.sign());
        context.log("pushed the git tag '" + tag() + "' at " + commit);
    }

    private Optional<Hosted> published() throws GitHubException, InterruptedException {
        var found = client.find("/releases/tags/" + GitHubClient.encode(tag()));
        return found.isPresent() ? Optional.of(Hosted.of(found.get())) : Optional.empty();
    }

    /** Of this tag, the oldest first. GitHub lists drafts to those alone who may write. */
    private List<Hosted> drafts() throws GitHubException, InterruptedException {
        var drafts = new ArrayList<Hosted>();
        for (var json : client.all("/releases")) {
            var release = Hosted.of(json);
            if (release.draft() && release.tag().equals(tag())) drafts.add(release);
        }
        drafts.sort(Comparator.comparingLong(Hosted::id));
        return drafts;
    }

    /** The one draft of this release: what a broken connection made a second time is deleted. */
    private Hosted draft() throws GitHubException, InterruptedException {
        for (int tries = 1; ; tries++) {
            var drafts = drafts();
            var other = drafts.stream().filter(d -> !isThis(d)).findFirst();
            if (other.isPresent())
                throw new StageFailure("conflict: a draft has this version's tag: "
                        + other.get().place());
            for (var more : drafts.stream().skip(1).toList()) client.delete("/releases/" + more.id());
            if (!drafts.isEmpty()) {
                context.log("going on with the draft " + drafts.get(0).place());
                return drafts.get(0);
            }
            try {
                var made = Hosted.of(client.post("/releases", fields(true)));
                context.log("made the draft " + made.place());
                return made;
            } catch (GitHubException e) {
                pause(e, tries);
            }
        }
    }

    private void pause(GitHubException e, int tries) throws GitHubException, InterruptedException {
        var patience = client.patience();
        if (!e.passing() || tries >= patience.attempts()) throw e.after(tries);
        context.log(e.getMessage() + "; looking what is there");
        patience.sleeper().sleep(patience.backoff(tries));
    }

    private Map<String, Object> fields(boolean draft) {
        var release = stage.release();
        var fields = new TreeMap<String, Object>();
        fields.put("tag_name", tag());
        fields.put("target_commitish", release.commit());
        fields.put("name", title());
        fields.put("body", text());
        fields.put("draft", draft);
        fields.put("prerelease", release.preRelease());
        var latest = !release.preRelease() && release.tags().contains("latest");
        if (!draft) fields.put("make_latest", Boolean.toString(latest));
        return fields;
    }

    private String title() {
        return stage.release().service().name() + " " + stage.release().version();
    }

    /** GitHub takes 125,000 characters; all of it is in the notes' file. */
    private String text() {
        var body = stage.body();
        if (body.length() > LONGEST_BODY) {
            int line = body.lastIndexOf('\n', LONGEST_BODY);
            body = body.substring(0, line > 0 ? line : LONGEST_BODY) + "\n\nThe rest is in `notes.md`.";
        }
        return body.stripTrailing() + "\n\n"
                + Hosted.mark(stage.published().subject(), stage.release().commit()) + "\n";
    }

    private void complete(Hosted draft) throws IOException, InterruptedException {
        var there = draft.assets();
        for (var file : files) {
            context.progress(file.name());
            upload(draft, file, Optional.ofNullable(there.get(file.name())));
        }
        var now = assets(draft);
        for (var file : files) {
            var asset = now.get(file.name());
            if (asset == null || !asset.holds(file))
                throw new StageFailure(
                        "'" + file.name() + "' of the draft " + draft.place() + " is not what was uploaded",
                        "nothing is public yet: run the same command again");
        }
    }

    private Map<String, Hosted.Asset> assets(Hosted draft) throws GitHubException, InterruptedException {
        var now = Hosted.of(client.get("/releases/" + draft.id()));
        if (!now.draft())
            throw new StageFailure(
                    "conflict: somebody published the draft " + draft.place() + " meanwhile",
                    "what is published stays; give this release a new version");
        return now.assets();
    }

    /** An upload whose answer was lost may be there, whole or in part: looked up, and taken away where it is not whole. */
    private void upload(Hosted draft, AssetFile file, Optional<Hosted.Asset> there)
            throws IOException, InterruptedException {
        var to = client.site().upload(draft.upload());
        var standing = there;
        for (int tries = 1; ; tries++) {
            if (standing.isPresent() && standing.get().holds(file)) {
                context.log("'" + file.name() + "' is there");
                return;
            }
            if (standing.isPresent())
                client.delete("/releases/assets/" + standing.get().id());
            try {
                client.upload(to, file.name(), context.store().file(file.digest()));
                context.log("uploaded '" + file.name() + "' (" + file.size() + " bytes)");
                return;
            } catch (GitHubException e) {
                if (e.status() != 422 || tries >= client.patience().attempts()) pause(e, tries);
                standing = Optional.ofNullable(assets(draft).get(file.name()));
                if (e.status() == 422 && standing.isEmpty()) throw e;
            }
        }
    }

    private Hosted publish(Hosted draft) throws IOException, InterruptedException {
        var at = git.commit(tag());
        if (!at.equals(Optional.of(stage.release().commit())))
            throw new StageFailure(
                    "conflict: the git tag '" + tag() + "' is "
                            + at.map(c -> "at " + c).orElse("gone") + " meanwhile",
                    "nothing is public yet: see who moved it");
        var release = published(draft);
        if (release.draft() || !isThis(release))
            throw new StageFailure("GitHub did not publish " + draft.place(), "publish that draft by hand");
        context.log("published " + release.place());
        return release;
    }

    /** Sent twice, because an answer was lost, it may be refused the second time: what is immutable is not edited. */
    private Hosted published(Hosted draft) throws GitHubException, InterruptedException {
        try {
            return Hosted.of(client.patch("/releases/" + draft.id(), fields(false)));
        } catch (GitHubException e) {
            if (e.status() != 422) throw e;
            var now = Hosted.of(client.get("/releases/" + draft.id()));
            if (now.draft()) throw e;
            return now;
        }
    }

    private AssetFile file(String name) {
        return files.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    }

    private void note(String rule, String message) {
        var place = Finding.Place.of(tag());
        context.finding(new Finding(Finding.Level.NOTE, rule, "github", message, place, Optional.empty()));
    }

    private Released released(Hosted release) {
        return new Released(
                stage.published().subject(),
                stage.release().service().name(),
                stage.release().version(),
                tag(),
                release.page());
    }
}
