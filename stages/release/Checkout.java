package stages.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stages.api.FactContext;
import stages.api.StageFailure;
import stages.git.Git;

/**
 * The commit that is checked out, fit to be released: a full history, a clean tree, and on the release branch.
 *
 * @param head hex
 */
record Checkout(Git git, String head) {
    private static final String REMOTE = "refs/remotes/origin/";
    private static final String LOCAL = "refs/heads/";
    private static final int SHOWN = 10;

    /** @throws StageFailure saying what is not fit */
    static Checkout fit(FactContext context, Optional<String> branch) throws IOException, InterruptedException {
        var git = new Git(context.commands());
        var head = git.commit("HEAD")
                .orElseThrow(() -> new StageFailure("there is no commit to release here", "commit first"));
        var checkout = new Checkout(git, head);
        checkout.refuseDirt();
        var name = checkout.branch(context, branch);
        checkout.complete(name);
        checkout.refuseElsewhere(name);
        return checkout;
    }

    private void refuseDirt() throws IOException, InterruptedException {
        var dirt = git.run("status", "--porcelain", "--untracked-files=normal", "--ignore-submodules=none", "--", ".")
                .orFail("asking for the state of the tree")
                .out()
                .lines()
                .toList();
        if (dirt.isEmpty()) return;
        var shown = new ArrayList<>(dirt.subList(0, Math.min(SHOWN, dirt.size())));
        if (dirt.size() > SHOWN) shown.add("and " + (dirt.size() - SHOWN) + " more");
        throw new StageFailure(
                "the tree is not as commit " + brief(head) + " has it: a release is made of what is committed",
                "commit the changes, ignore them, or 'git stash -u'",
                shown);
    }

    /** The branch that was asked for, else the default one: as the event tells it, as the remote does, or main or master. */
    private String branch(FactContext context, Optional<String> asked) throws IOException, InterruptedException {
        var name =
                asked.filter(text -> !text.isBlank()).or(() -> context.event().defaultBranch());
        if (name.isEmpty()) {
            name = git.ask("symbolic-ref", "--quiet", REMOTE + "HEAD")
                    .filter(ref -> ref.startsWith(REMOTE))
                    .map(ref -> ref.substring(REMOTE.length()));
        }
        for (var usual : List.of("main", "master"))
            if (name.isEmpty() && tip(usual).isPresent()) name = Optional.of(usual);
        var chosen = name.orElseThrow(() -> new StageFailure(
                "the branch that releases come from is not known: there is no 'main', and no remote that names another",
                "say which, by 'branch'"));
        if (git.isRefName(LOCAL + chosen)) return chosen;
        throw new StageFailure("'" + chosen + "' is no name of a branch", "give a branch such as 'main'");
    }

    private Optional<String> tip(String branch) throws IOException, InterruptedException {
        var remote = git.commit(REMOTE + branch);
        return remote.isPresent() ? remote : git.commit(LOCAL + branch);
    }

    /** Fetches the history, tags and release branch where the clone is shallow or lacks that branch, as a CI system's does. */
    private void complete(String branch) throws IOException, InterruptedException {
        boolean shallow = git.ask("rev-parse", "--is-shallow-repository").equals(Optional.of("true"));
        if (!shallow && tip(branch).isPresent()) return;
        if (git.ask("remote", "get-url", "origin").isPresent()) {
            var fetch = new ArrayList<>(List.of("-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=30"));
            fetch.addAll(List.of("fetch", "--quiet", "--no-recurse-submodules", "--no-write-fetch-head", "--tags"));
            if (shallow) fetch.add("--unshallow");
            fetch.addAll(List.of("origin", "+" + LOCAL + branch + ":" + REMOTE + branch));
            var exit = git.run(fetch);
            if (exit.code() == 0) return;
            if (shallow) throw shallow(exit.tail());
        } else if (shallow) throw shallow(List.of());
        throw new StageFailure(
                "there is no branch '" + branch + "' to release from, here or in the remote",
                "say which branch releases come from, by 'branch'");
    }

    private static StageFailure shallow(List<String> details) {
        return new StageFailure(
                "this clone is shallow, so that the versions before this one cannot be told",
                "git fetch --unshallow --tags; for actions/checkout, 'fetch-depth: 0'",
                details);
    }

    private void refuseElsewhere(String branch) throws IOException, InterruptedException {
        var remote = git.commit(REMOTE + branch);
        var tip = tip(branch).orElseThrow(() -> new IllegalStateException("no tip of '" + branch + "'"));
        if (git.isAncestor(head, tip)) return;
        var local = git.commit(LOCAL + branch);
        boolean ahead = remote.isPresent() && local.isPresent() && git.isAncestor(head, local.get());
        throw ahead
                ? new StageFailure(
                        "commit %s is on '%s' here, but not in the remote".formatted(brief(head), branch),
                        "git push origin " + branch)
                : new StageFailure(
                        "commit %s is not on '%s', which releases come from".formatted(brief(head), branch),
                        "check out a commit of '" + branch + "', or name another branch by 'branch'");
    }

    static String brief(String commit) {
        return commit.substring(0, Math.min(12, commit.length()));
    }
}
