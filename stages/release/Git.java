package stages.release;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import stages.api.Command;
import stages.api.Commands;

/** Runs git in the repository's root: no prompt, no pager, no lock that is not needed, messages in English, text in UTF-8. */
record Git(Commands commands) {
    Commands.Exit run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(arguments));
    }

    Commands.Exit run(List<String> arguments) throws IOException, InterruptedException {
        var command = Command.of("git", "--no-pager", "--no-optional-locks", "-c", "i18n.logOutputEncoding=UTF-8")
                .and(arguments)
                .with("LC_ALL", "C")
                .with("GIT_TERMINAL_PROMPT", "0");
        return commands.read(command);
    }

    /** First line of the answer, or nothing where git's exit code says no. */
    Optional<String> ask(String... arguments) throws IOException, InterruptedException {
        var exit = run(arguments);
        return exit.code() == 0 ? exit.out().lines().findFirst() : Optional.empty();
    }

    /** The commit that a revision names. The revision is data: it is never read as an option. */
    Optional<String> commit(String revision) throws IOException, InterruptedException {
        return ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
    }

    boolean isAncestor(String commit, String of) throws IOException, InterruptedException {
        var exit = run("merge-base", "--is-ancestor", commit, of);
        return exit.code() != 1 && exit.orFail("comparing commits").code() == 0;
    }

    boolean isRefName(String name) throws IOException, InterruptedException {
        return run("check-ref-format", name).code() == 0;
    }
}
