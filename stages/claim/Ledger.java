package stages.claim;

import java.io.IOException;
import java.util.Optional;
import stages.api.Commands;
import stages.api.StageContext;
import stages.api.StageFailure;

/** The records of releases in one place, each under {@code refs/slipway/releases/SERVICE/VERSION}. */
record Ledger(Records git, Refs refs) {
    private static final String REFS = "refs/slipway/releases/";

    /** @param local whether this repository alone keeps them */
    static Ledger of(StageContext context, String remote, boolean local) {
        var git = new Records(context);
        return new Ledger(git, local ? new Refs.Local(git) : new Refs.Remote(git, remote));
    }

    /** A record, and the commit that holds it. */
    record Entry(String commit, ReleaseRecord record) {}

    static String name(String service, String version) {
        return REFS + service + "/" + version;
    }

    /** @throws StageFailure where git cannot name a ref so */
    private String ref(String service, String version) throws IOException, InterruptedException {
        var ref = name(service, version);
        if (version.contains("/") || !git.isRef(ref))
            throw new StageFailure("'" + service + "' and '" + version + "' make no name of a git ref");
        return ref;
    }

    /** @throws StageFailure where something else is kept under the ref */
    Optional<Entry> find(String service, String version) throws IOException, InterruptedException {
        var ref = ref(service, version);
        var commit = refs.find(ref);
        if (commit.isEmpty()) return Optional.empty();
        var record = git.read(commit.get());
        if (!record.service().equals(service) || !record.version().equals(version))
            throw new StageFailure("'" + ref + "' in " + refs.where() + " is the record of another release");
        return Optional.of(new Entry(commit.get(), record));
    }

    /**
     * Writes a record in place of what was found, unless another was first.
     *
     * @return whether it was done; where not, git's answer
     */
    Optional<Commands.Exit> put(Optional<Entry> found, ReleaseRecord record) throws IOException, InterruptedException {
        var before = found.map(Entry::commit);
        var verb = record.digest().isPresent() ? "record" : "claim";
        var commit = git.write(record, before, verb + " " + record.service() + " " + record.version());
        var exit = refs.swap(ref(record.service(), record.version()), before, commit);
        return exit.code() == 0 ? Optional.empty() : Optional.of(exit);
    }
}
