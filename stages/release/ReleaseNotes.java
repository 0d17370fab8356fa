package stages.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import stages.api.*;
import stages.git.Git;

/**
 * Writes the notes of a release, once its image is verified: what changed, how to get it, prove it and use it. Everything
 * in them is by digest. The template is Mustache; by default they tell breaking changes first, and changes that were taken
 * back again not at all. Text of commits stands in them as text: no markup of theirs works, and nobody is mentioned.
 */
@Word("releaseNotes")
@Help("writes the notes of a release: what changed, how to get, verify and use it")
public record ReleaseNotes(
        @Help("the release, as newRelease() settled it") Release release,
        @Help("proof that its image was verified") Verified verified,
        @Help("its bill of materials") Optional<Sbom> sbom,
        @Help("what it said when it was spoken to") Optional<Handshake> handshake,

        @Help("Mustache template in the repository (default: one of ours)")
        Optional<RepositoryFile> template,

        @Help("where readers find the public key: a file or an address") @Default("cosign.pub")
        String key,

        @Help("page of the repository, for links to commits and issues (default: by the remote)")
        Optional<String> page)
        implements Stage<Notes> {

    @Override
    public Notes run(StageContext context) throws IOException, InterruptedException {
        refuseOther("the release", release.service().name(), verified.staged().name());
        refuseOther("the bill of materials", sbom.map(Sbom::subject));
        refuseOther("the handshake", handshake.map(Handshake::subject));
        var text = NotesTemplate.of(template).render(new NotesValues(this, links(context)).all());
        context.keep("notes.md", text.getBytes(StandardCharsets.UTF_8));
        return new Notes(release.version(), text);
    }

    private Links links(StageContext context) throws IOException, InterruptedException {
        if (page.isPresent()) {
            var links = Links.at(page.get());
            if (links.page().isPresent()) return links;
            throw new StageFailure(
                    "'" + page.get() + "' is no page of a repository", "such as https://github.com/acme/cortex");
        }
        return new Git(context.commands())
                .ask("remote", "get-url", "origin")
                .map(Links::of)
                .orElse(Links.NONE);
    }

    private void refuseOther(String what, Optional<Digest> subject) {
        if (subject.isPresent() && !subject.get().equals(verified.subject()))
            throw new StageFailure(
                    "%s is of %s, but the verified image is %s".formatted(what, subject.get(), verified.subject()),
                    "pass what was made of the same image");
    }

    private static void refuseOther(String what, String named, String image) {
        if (!named.equals(image))
            throw new StageFailure(
                    "%s is of '%s', but the verified image is '%s'".formatted(what, named, image),
                    "pass what was made for the same service");
    }
}
