package stages.github;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.*;
import java.util.regex.Pattern;
import stages.api.*;
import stages.git.Git;

/**
 * Tags in a git remote, by git itself and its own credentials. Neither the work tree nor a ref of the repository is
 * touched: a tag object is made in the repository's object store, under a ref of a throw-away repository.
 */
final class GitRemote {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./-]*");
    private static final Pattern URL = Pattern.compile(
            "(?:https?://(?:[^/@]*@)?|ssh://(?:[^/@]*@)?|[^/@:]+@)([^/:@]+)(?::\\d+)?[:/]/?([^/]+/[^/]+?)(?:\\.git)?/?");

    private final StageContext context;
    private final String remote;

    GitRemote(StageContext context, String remote) {
        if (!NAME.matcher(remote).matches())
            throw new StageFailure("'" + remote + "' is no name of a remote", "write remote: 'origin'");
        this.context = context;
        this.remote = remote;
    }

    /** @param repository {@code owner/name} */
    record Address(String host, String repository) {}

    /** What the remote's address says; nothing where it is no address of a host. */
    Optional<Address> address() throws IOException, InterruptedException {
        var exit = git(Map.of(), "remote", "get-url", remote);
        return exit.code() == 0 ? address(exit.out().strip()) : Optional.empty();
    }

    static Optional<Address> address(String url) {
        var parts = URL.matcher(url);
        if (!parts.matches()) return Optional.empty();
        var host = Objects.requireNonNull(parts.group(1)).toLowerCase(Locale.ROOT);
        return Optional.of(new Address(host, Objects.requireNonNull(parts.group(2))));
    }

    /** The commit that a tag of the remote names, through its object where it has one. */
    Optional<String> commit(String tag) throws IOException, InterruptedException {
        var ref = "refs/tags/" + tag;
        var exit = git(Map.of(), "ls-remote", remote, ref, ref + "^{}")
                .orFail("the remote '" + remote + "' does not tell its tags");
        var found = new TreeMap<String, String>();
        for (var line : exit.out().lines().toList()) {
            var tab = line.indexOf('\t');
            if (tab > 0) found.put(line.substring(tab + 1), line.substring(0, tab));
        }
        return Optional.ofNullable(found.get(ref + "^{}")).or(() -> Optional.ofNullable(found.get(ref)));
    }

    /**
     * Puts an annotated tag into the remote, where it is not there.
     *
     * @throws StageFailure where another commit got the name meanwhile, or it cannot be put
     */
    void push(String tag, String commit, String message, boolean sign) throws IOException, InterruptedException {
        check(tag);
        var object = object(tag, commit, message, sign);
        var exit = git(Map.of(), "push", "--quiet", remote, object + ":refs/tags/" + tag);
        if (exit.code() == 0) return;
        var now = commit(tag);
        if (now.equals(Optional.of(commit))) return;
        if (now.isPresent())
            throw new StageFailure(
                    "conflict: the tag '" + tag + "' is at " + now.get() + " since a moment ago",
                    "a version is released once; give this one a new version");
        throw new StageFailure(
                "the tag '" + tag + "' cannot be pushed to '" + remote + "'",
                "see that git may push to it, and run the same command again",
                exit.tail());
    }

    private void check(String tag) throws IOException, InterruptedException {
        var well = git(Map.of(), "check-ref-format", "refs/tags/" + tag).code() == 0;
        if (!well || tag.startsWith("-")) throw new StageFailure("'" + tag + "' is no name of a git tag");
    }

    private String object(String tag, String commit, String message, boolean sign)
            throws IOException, InterruptedException {
        var folder = context.work().resolve("tag.git");
        git(Map.of(), "init", "--quiet", "--bare", "--object-format=" + say("--show-object-format"), folder.toString())
                .orFail("a tag cannot be made");
        var place = new TreeMap<>(Map.of("GIT_OBJECT_DIRECTORY", path("objects"), "GIT_DIR", folder.toString()));
        if (git(Map.of(), "var", "GIT_COMMITTER_IDENT").code() != 0)
            place.putAll(Map.of("GIT_COMMITTER_NAME", "Slipway", "GIT_COMMITTER_EMAIL", "slipway@localhost"));
        var command = command("-c", "include.path=" + path("config"))
                .and("tag", sign ? "--sign" : "--annotate", "--force", "--cleanup=verbatim", "--file=-", tag, commit)
                .with(place)
                .input((message + "\n").getBytes(StandardCharsets.UTF_8));
        var made = context.commands().read(command);
        if (made.code() != 0 || sign && !signed(place, tag))
            throw new StageFailure(
                    "the tag '" + tag + "' cannot be " + (sign ? "signed" : "made"),
                    sign ? "set user.signingkey and gpg.format in git's configuration" : "",
                    made.tail());
        return git(place, "rev-parse", "refs/tags/" + tag)
                .orFail("a tag cannot be read")
                .out()
                .strip();
    }

    /** Git 2.39 ends well and makes a tag without a signature where the SSH key cannot be read. */
    private boolean signed(Map<String, String> place, String tag) throws IOException, InterruptedException {
        return git(place, "cat-file", "tag", "refs/tags/" + tag).out().contains("\n-----BEGIN ");
    }

    private String path(String name) throws IOException, InterruptedException {
        var said = git(Map.of(), "rev-parse", "--git-path", name)
                .orFail("this is no git repository")
                .out()
                .strip();
        return context.root()
                .resolve(Path.of(said))
                .toAbsolutePath()
                .normalize()
                .toString();
    }

    private String say(String option) throws IOException, InterruptedException {
        return git(Map.of(), "rev-parse", option)
                .orFail("this is no git repository")
                .out()
                .strip();
    }

    private Commands.Exit git(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return context.commands().read(command(arguments).with(environment));
    }

    private static Command command(String... arguments) {
        return Git.command(List.of(arguments));
    }
}
