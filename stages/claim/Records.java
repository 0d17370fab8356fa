package stages.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import stages.api.*;
import stages.git.Git;

/** Records of releases as git's objects, by its plumbing: no hook, no change of the work tree. Names are data. */
final class Records {
    private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    private static final String FILE = "release.json";
    private static final int LONGEST_RECORD = 64 * 1024;

    private final Commands commands;
    private final Git git;
    private final Clock clock;

    Records(StageContext context) {
        this.commands = context.commands();
        this.git = new Git(commands);
        this.clock = context.clock();
    }

    Commands.Exit run(String... arguments) throws IOException, InterruptedException {
        return git.run(arguments);
    }

    boolean isRef(String name) throws IOException, InterruptedException {
        return git.isRefName(name);
    }

    private static Command command(String... arguments) {
        return Git.command(List.of(arguments));
    }

    static boolean isObject(String text) {
        return OBJECT.matcher(text).matches();
    }

    boolean has(String object) throws IOException, InterruptedException {
        return run("cat-file", "-e", object + "^{commit}").code() == 0;
    }

    /** Writes a commit that holds a record and nothing else; no ref names it yet. */
    String write(ReleaseRecord record, Optional<String> parent, String message)
            throws IOException, InterruptedException {
        var blob = object(command("hash-object", "-w", "--stdin"), record.json());
        var tree = object(command("mktree"), "100644 blob " + blob + "\t" + FILE + "\n");
        var made = parent.isPresent()
                ? command("commit-tree", tree, "-p", parent.get(), "-F", "-")
                : command("commit-tree", tree, "-F", "-");
        return object(signedOff(made), message + "\n");
    }

    /** Whoever runs it may have no name in git's settings, as is usual on runners. */
    private Command signedOff(Command command) {
        var now = clock.instant().getEpochSecond() + " +0000";
        for (var role : List.of("AUTHOR", "COMMITTER"))
            command = command.with("GIT_" + role + "_NAME", "slipway")
                    .with("GIT_" + role + "_EMAIL", "slipway@localhost")
                    .with("GIT_" + role + "_DATE", now);
        return command;
    }

    private String object(Command command, String input) throws IOException, InterruptedException {
        var exit = commands.read(command.input(input.getBytes(StandardCharsets.UTF_8)))
                .orFail("the record of the release cannot be written");
        var object = exit.out().strip();
        if (!isObject(object)) throw new StageFailure("git gave '" + object + "' where an object's name was due");
        return object;
    }

    /**
     * @throws StageFailure where the commit holds no record
     */
    ReleaseRecord read(String commit) throws IOException, InterruptedException {
        var file = commit + ":" + FILE;
        var size = run("cat-file", "-s", file);
        if (size.code() != 0
                || size.out().strip().length() > 9
                || Integer.parseInt(size.out().strip()) > LONGEST_RECORD)
            throw none(commit, "it holds no '" + FILE + "' of a usual size");
        try {
            return ReleaseRecord.read(run("cat-file", "blob", file)
                    .orFail("the record of the release cannot be read")
                    .out());
        } catch (IllegalArgumentException e) {
            throw none(commit, String.valueOf(e.getMessage()));
        }
    }

    private static StageFailure none(String commit, String why) {
        return new StageFailure(
                "commit " + commit + " is no record of a release: " + why,
                "look at it with 'git show', and delete its ref if somebody else made it");
    }
}
