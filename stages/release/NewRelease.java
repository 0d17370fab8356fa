package stages.release;

import com.github.zafarkhaja.semver.Version;
import java.io.IOException;
import java.util.Optional;
import stages.api.*;
import stages.git.Git;

/**
 * Settles what a release is: its version, commit, tags and changes, from git and the event alone. The version is given, that of a
 * tag, or {@code next}: what the Conventional Commits since the service's last version make of it. Only commits that touch
 * the service count: what its Dockerfile copies, its own paths, and, as {@code dependencies} says, what it depends on. A breaking
 * change is the next major version (below 1.0.0 the next minor one), a feature the next minor one, whatever else a patch;
 * the first version is 0.1.0. A commit that carries the version's tag already is released again under the same version, so that
 * a release can be gone on with.
 */
@Word("newRelease")
@Help("version, commit, tags and changes of a release of one service, from git and the event")
public record NewRelease(
        @Help("what is released") Service service,

        @Help("semantic version, or next: by the commits since the last; the tag's where absent")
        Optional<String> version,

        @Help("makes it a pre-release of this name, numbered: rc gives 1.0.0-rc.1")
        Optional<String> pre,

        @Help("tag to release, SERVICE-v1.0.0 (default: the one that started the run)")
        Optional<String> fromTag,

        @Help("branch that the commit must be on (default: the default branch)")
        Optional<String> branch,

        @Help("what a commit counts as for next that touches only services which this one depends on") @Default("PATCH")
        Dependencies dependencies)
        implements Fact<Release> {
    private static final int MAX_TAG = 128;

    @Override
    public Release evaluate(FactContext context) throws IOException, InterruptedException {
        var asked = Asked.of(this, context.event());
        var checkout = Checkout.fit(context, branch);
        var versions = Versions.read(checkout.git(), service.name());
        var history = new History(checkout, ServiceInputs.of(service, context), dependencies);
        var chosen = choose(asked, versions, history, context);
        versions.refuseBackwards(chosen, checkout.head());
        refuseUnfit(checkout.git(), chosen);
        var previous = versions.before(chosen);
        return new Release(
                service,
                chosen.toString(),
                checkout.head(),
                previous.map(tagged -> tagged.version().toString()),
                Versions.tag(service.name(), chosen),
                versions.imageTags(chosen),
                history.since(previous).changes());
    }

    private Version choose(Asked asked, Versions versions, History history, FactContext context)
            throws IOException, InterruptedException {
        var head = history.checkout().head();
        return switch (asked) {
            case Asked.Tag(Version tagged, String ref) -> {
                refuseOther(history.checkout(), ref);
                yield tagged;
            }
            case Asked.Given(Version given, Optional<String> kind) -> numbered(given, kind, versions, head);
            case Asked.Next(Optional<String> kind) -> {
                var done = versions.highest(tagged -> tagged.commit().equals(head) && ofKind(tagged.version(), kind));
                if (done.isPresent()) {
                    context.note("this commit is %s already: 'next' goes on with it"
                            .formatted(Versions.tag(service.name(), done.get().version())));
                    yield done.get().version();
                }
                yield numbered(next(versions, history), kind, versions, head);
            }
        };
    }

    private static boolean ofKind(Version version, Optional<String> kind) {
        return kind.isEmpty()
                ? version.isStable()
                : version.preReleaseVersion().filter(kind.get()::equals).isPresent()
                        || version.preReleaseVersion()
                                .filter(has -> has.startsWith(kind.get() + "."))
                                .isPresent();
    }

    /** A pre-release that was further along than the commits alone is what they lead to. */
    private Version next(Versions versions, History history) throws IOException, InterruptedException {
        var last = versions.highest(
                tagged -> tagged.reachable() && tagged.version().isStable());
        var since = history.since(last);
        var pre = versions.highest(Versions.Tagged::reachable)
                .map(Versions.Tagged::version)
                .filter(Version::isPreRelease);
        if (last.isPresent() && since.changes().isEmpty() && pre.isEmpty())
            throw new StageFailure(
                    "nothing that concerns '%s' was committed since %s"
                            .formatted(service.name(), last.get().version()),
                    "name a version, to release it all the same");
        var computed = last.map(tagged -> since.step().from(tagged.version())).orElseGet(() -> Version.of(0, 1, 0));
        return pre.map(Version::toStableVersion).filter(computed::isLowerThan).orElse(computed);
    }

    /** The next pre-release of a version, or the one that this commit is already. */
    private static Version numbered(Version version, Optional<String> kind, Versions versions, String head) {
        if (kind.isEmpty()) return version;
        long highest = 0;
        for (var tagged : versions.all()) {
            var other = tagged.version();
            if (!other.isPreRelease() || !other.toStableVersion().equals(version) || !ofKind(other, kind)) continue;
            if (tagged.commit().equals(head)) return other;
            var number = other.preReleaseVersion()
                    .orElseThrow()
                    .substring(kind.get().length())
                    .replaceFirst("^\\.", "");
            if (number.matches("\\d{1,9}")) highest = Math.max(highest, Long.parseLong(number));
        }
        return Version.of(
                version.majorVersion(),
                version.minorVersion(),
                version.patchVersion(),
                kind.get() + "." + (highest + 1));
    }

    private static void refuseOther(Checkout checkout, String ref) throws IOException, InterruptedException {
        var name = ref.substring(Asked.TAGS.length());
        var commit = checkout.git()
                .commit(ref)
                .orElseThrow(() -> new StageFailure(
                        "there is no tag '" + name + "' here", "git fetch --tags, or look at the name of the tag"));
        if (!commit.equals(checkout.head()))
            throw new StageFailure(
                    "the tag '%s' names commit %s, but %s is checked out"
                            .formatted(name, Checkout.brief(commit), Checkout.brief(checkout.head())),
                    "git checkout " + name);
    }

    private void refuseUnfit(Git git, Version chosen) throws IOException, InterruptedException {
        var tag = Versions.tag(service.name(), chosen);
        if (chosen.toString().length() <= MAX_TAG && git.isRefName(Asked.TAGS + tag)) return;
        throw new StageFailure(
                "'%s' cannot be the name of a tag".formatted(tag), "take a version such as '1.2.3' or '1.2.3-rc.1'");
    }
}
