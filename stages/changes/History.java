package stages.changes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import stages.git.Git;

/**
 * Commits that are there, and commits that must be fetched first: a shallow clone holds few, and a commit that a force push
 * dropped is in no clone. Fetches by commit, so that nothing else comes along.
 */
final class History {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    private static final int[] DEPTHS = {50, 500, 5000};

    private final Git git;
    private boolean shallow;
    private String trouble = "";

    History(Git git, boolean shallow) {
        this.git = git;
        this.shallow = shallow;
    }

    /** Why the last fetch brought nothing, to follow a sentence; empty if there was none. */
    String trouble() {
        return trouble;
    }

    boolean isShallow() {
        return shallow;
    }

    /** The commit of a revision, fetched if need be; a full history stays full. */
    Optional<String> commit(String revision) throws IOException, InterruptedException {
        Optional<String> known = git.commit(revision);
        if (known.isPresent()) {
            return known;
        }
        if (COMMIT.matcher(revision).matches()) {
            fetch(shallow ? List.of("--depth=1") : List.of(), List.of(revision));
            return git.commit(revision);
        }
        return remoteBranch(revision).isPresent()
                ? branch(remoteBranch(revision).get())
                : Optional.empty();
    }

    private static Optional<String> remoteBranch(String revision) {
        return Optional.of(revision).filter(name -> name.startsWith("origin/")).map(name -> name.substring(7));
    }

    /** The latest commit of a branch of the remote. */
    Optional<String> branch(String name) throws IOException, InterruptedException {
        if (!git.isRefName("refs/heads/" + name)) {
            return Optional.empty();
        }
        String tracking = "refs/remotes/origin/" + name;
        fetch(shallow ? List.of("--depth=1") : List.of(), List.of("+refs/heads/" + name + ":" + tracking));
        return git.commit(tracking);
    }

    /** Where two commits parted; a shallow clone is deepened until that is known. */
    Optional<String> mergeBase(String one, String other) throws IOException, InterruptedException {
        Optional<String> base = git.mergeBase(one, other);
        for (int i = 0; base.isEmpty() && shallow && i <= DEPTHS.length; i++) {
            String depth = i < DEPTHS.length ? "--deepen=" + DEPTHS[i] : "--unshallow";
            if (!fetch(List.of(depth), List.of(one, other))) {
                return Optional.empty();
            }
            base = git.mergeBase(one, other);
            shallow = git.isShallow();
        }
        return base;
    }

    private boolean fetch(List<String> options, List<String> what) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=30"));
        arguments.addAll(List.of("fetch", "--quiet", "--no-tags", "--no-recurse-submodules"));
        arguments.addAll(List.of("--no-write-fetch-head", "--no-auto-maintenance"));
        arguments.addAll(options);
        arguments.add("origin");
        arguments.addAll(what);
        var exit = git.run(arguments);
        Optional<String> said = exit.tail().stream()
                .filter(line -> line.startsWith("fatal: ") || line.startsWith("error: "))
                .findFirst();
        trouble = exit.code() == 0 ? "" : ": " + said.orElse("git fetch ended with exit code " + exit.code());
        return exit.code() == 0;
    }
}
