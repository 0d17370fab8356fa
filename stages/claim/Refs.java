package stages.claim;

import java.io.IOException;
import java.util.Optional;
import stages.api.Commands;
import stages.api.StageFailure;

/** Where refs of releases stand: in a remote, or in this repository alone. */
sealed interface Refs {
    /** The commit that a ref names; its objects are here when this returns. */
    Optional<String> find(String ref) throws IOException, InterruptedException;

    /**
     * Moves a ref by compare-and-swap.
     *
     * @param from what it must name; nothing where it must not be there
     * @return git's answer; only a new look tells whether another was first or it may not be moved
     */
    Commands.Exit swap(String ref, Optional<String> from, String to) throws IOException, InterruptedException;

    /** For messages. */
    String where();

    /** @param name of a remote, or its address */
    record Remote(Records git, String name) implements Refs {
        @Override
        public Optional<String> find(String ref) throws IOException, InterruptedException {
            var found = git.run("ls-remote", "--", name, ref);
            if (found.code() != 0)
                throw new StageFailure(
                        where() + " cannot be asked who releases what",
                        "check its address and the right to read it (an ssh agent needs env: [SSH_AUTH_SOCK: '']), or go on"
                                + " alone with local: true",
                        found.tail());
            var object = found.out()
                    .lines()
                    .map(line -> line.split("\t", 2))
                    .filter(line -> line.length == 2 && line[1].equals(ref) && Records.isObject(line[0]))
                    .map(line -> line[0])
                    .findFirst();
            if (object.isPresent() && !git.has(object.get())) fetch(ref);
            return object;
        }

        /** Objects alone: no ref of this repository is written, nor {@code FETCH_HEAD}. */
        private void fetch(String ref) throws IOException, InterruptedException {
            git.run(
                            "fetch",
                            "--quiet",
                            "--no-tags",
                            "--no-prune",
                            "--no-write-fetch-head",
                            "--no-recurse-submodules",
                            "--no-auto-maintenance",
                            "--refmap=",
                            "--",
                            name,
                            ref)
                    .orFail("'" + ref + "' cannot be fetched from " + where());
        }

        @Override
        public Commands.Exit swap(String ref, Optional<String> from, String to)
                throws IOException, InterruptedException {
            return git.run(
                    "push",
                    "--quiet",
                    "--no-verify",
                    "--no-follow-tags",
                    "--recurse-submodules=no",
                    "--force-with-lease=" + ref + ":" + from.orElse(""),
                    "--",
                    name,
                    to + ":" + ref);
        }

        @Override
        public String where() {
            return "the remote '" + name.replaceFirst("//[^/@]*@", "//") + "'";
        }
    }

    /** This repository, for where there is no remote to push to. */
    record Local(Records git) implements Refs {
        @Override
        public Optional<String> find(String ref) throws IOException, InterruptedException {
            var found = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}");
            return found.code() == 0 ? Optional.of(found.out().strip()).filter(Records::isObject) : Optional.empty();
        }

        @Override
        public Commands.Exit swap(String ref, Optional<String> from, String to)
                throws IOException, InterruptedException {
            return git.run("update-ref", ref, to, from.orElse(""));
        }

        @Override
        public String where() {
            return "this repository";
        }
    }
}
