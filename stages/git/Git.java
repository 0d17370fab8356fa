package stages.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stages.api.Command;
import stages.api.Commands;

/** Runs git in the repository's root: no prompt, no pager, no lock that is not needed, messages in English. */
public final class Git {
    private final Commands commands;
    private Commands.@Nullable Exit standing;

    public Git(Commands commands) {
        this.commands = commands;
    }

    public Commands.Exit run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(arguments));
    }

    public Commands.Exit run(List<String> arguments) throws IOException, InterruptedException {
        return commands.read(command(arguments));
    }

    /** A call of git, for one that needs more than its arguments. */
    public static Command command(List<String> arguments) {
        return Command.of("git", "--no-pager", "--no-optional-locks", "-c", "i18n.logOutputEncoding=UTF-8")
                .and(arguments)
                .with("LC_ALL", "C")
                .with("GIT_TERMINAL_PROMPT", "0");
    }

    /** First line of the answer, or nothing where git's exit code says no. */
    public Optional<String> ask(String... arguments) throws IOException, InterruptedException {
        var exit = run(arguments);
        return exit.code() == 0 ? exit.out().lines().findFirst() : Optional.empty();
    }

    /**
     * Where the checkout stands, in four lines: whether it is a work tree, whether it is shallow, its commit, and the full
     * name of its branch or {@code HEAD}. Asked once, in one process, as each costs some milliseconds; fails without a
     * commit, a work tree or a repository.
     */
    public Commands.Exit standing() throws IOException, InterruptedException {
        if (standing == null) {
            standing = run(
                    "rev-parse",
                    "--is-inside-work-tree",
                    "--is-shallow-repository",
                    "HEAD^{commit}",
                    "--symbolic-full-name",
                    "HEAD",
                    "--");
        }
        return standing;
    }

    /** The commit that a revision names. The revision is data: it is never read as an option. */
    public Optional<String> commit(String revision) throws IOException, InterruptedException {
        return ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
    }

    /** The common ancestor of two commits. */
    public Optional<String> mergeBase(String one, String other) throws IOException, InterruptedException {
        return ask("merge-base", one, other);
    }

    /** Parents of a commit as it was made, also where a shallow clone ends at it. */
    public List<String> parents(String commit) throws IOException, InterruptedException {
        var parents = new ArrayList<String>();
        String text =
                run("cat-file", "commit", commit).orFail("reading the commit").out();
        for (String line : text.lines().takeWhile(line -> !line.isEmpty()).toList()) {
            if (line.startsWith("parent ")) {
                parents.add(line.substring("parent ".length()));
            }
        }
        return List.copyOf(parents);
    }

    public boolean isShallow() throws IOException, InterruptedException {
        return ask("rev-parse", "--is-shallow-repository").equals(Optional.of("true"));
    }

    public boolean isAncestor(String commit, String of) throws IOException, InterruptedException {
        var exit = run("merge-base", "--is-ancestor", commit, of);
        return exit.code() != 1 && exit.orFail("comparing commits").code() == 0;
    }

    /** @param name full, as in {@code refs/heads/main} */
    public boolean isRefName(String name) throws IOException, InterruptedException {
        return run("check-ref-format", name).code() == 0;
    }

    /** Tells whether the tree under the root is as its commit has it, and holds no file that git neither tracks nor ignores. */
    public boolean isClean() throws IOException, InterruptedException {
        return run("status", "--porcelain", "-z", "--untracked-files=normal", "--ignore-submodules=none", "--", ".")
                .orFail("asking for the state of the tree")
                .out()
                .isEmpty();
    }
}
