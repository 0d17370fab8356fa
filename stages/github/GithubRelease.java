package stages.github;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import stages.api.*;

/**
 * Makes a release on GitHub: the git tag first, then a draft, its files, and last the publishing of it, so that nothing is
 * public before all is there, also where releases are immutable. A draft of this same release is gone on from; what is
 * published, and what others made, is never touched.
 */
@Word("githubRelease")
@Help("pushes the git tag and makes a release on GitHub with notes and files; needs the secret GITHUB_TOKEN")
@Uses("git")
public record GithubRelease(
        @Help("proof that the image stands under its tags") Published published,
        @Help("what is released, from newRelease") Release release,
        @Help("the release's text, Markdown") String body,

        @Help("evidence that goes with it as files: bills of materials, provenance, what was verified")
        List<Evidence> assets,

        @Help("repository on GitHub, owner/name; GITHUB_REPOSITORY or the git remote's where absent")
        Optional<String> repository,

        @Help("base address of the API, for an enterprise server https://HOST/api/v3; GITHUB_API_URL where absent")
        Optional<String> api,

        @Help("git remote that gets the tag") @Default("origin")
        String remote,

        @Help("whether the git tag is signed, as git's configuration says")
        boolean sign)
        implements Effect<Released> {
    public GithubRelease {
        assets = List.copyOf(assets);
    }

    @Override
    public Observation<Released> observe(StageContext context) throws IOException, InterruptedException {
        try (var work = open(context, Patience.byDefault(context.clock()))) {
            return work.observe();
        } catch (GitHubException e) {
            throw e.toFailure();
        }
    }

    @Override
    public Released run(StageContext context) throws IOException, InterruptedException {
        try (var work = open(context, Patience.byDefault(context.clock()))) {
            return work.run();
        } catch (GitHubException e) {
            throw e.toFailure();
        }
    }

    Releasing open(StageContext context, Patience patience) throws IOException, InterruptedException {
        check();
        var git = new GitRemote(context, remote);
        var client = Connection.open(context, api, repository, git, patience);
        return new Releasing(this, context, git, client);
    }

    /** Proof of another image is none of this one. */
    private void check() {
        for (var e : assets)
            if (!e.subject().equals(published.subject()))
                throw new StageFailure(
                        "the " + e.getClass().getSimpleName() + " is of " + e.subject() + ", the published image is "
                                + published.subject(),
                        "pass the evidence that was made of this image");
        if (!published.tags().contains(release.version()))
            throw new StageFailure(
                    "the image is published as " + published.tags() + ", not as '" + release.version() + "'",
                    "publish the release's own tags: tags: release.tags");
    }
}
