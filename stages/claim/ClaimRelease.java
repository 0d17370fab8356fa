package stages.claim;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import stages.api.*;
import stages.registry.*;

/**
 * Takes a version of a service for this release alone, before anything is built: a git ref in the remote, made where there
 * was none, is the lock and the record of the release. The same commit goes on with what was begun, on any machine, with the
 * image that the record names; another commit is a conflict, and so is a version that the registry has of another image.
 */
@Word("claimRelease")
@Help("takes a version for this release alone, and finds what was begun of it")
@Uses(value = "git", version = ">=2.30")
public record ClaimRelease(
        @Help("what is released") Release release,

        @Help("where the image goes: a registry's host and a path; the project's where absent")
        Optional<String> registry,

        @Help("git remote, or its address, that keeps the records of releases") @Default("origin")
        String remote,

        @Help("keep the record in this repository alone: no other machine sees the lock, or can finish the release")
        boolean local)
        implements Effect<Claim> {
    private static final String COST =
            "without a record in the remote two machines can release the same version at once, and no other machine can"
                    + " finish what this one begins";

    /**
     * What is known of the version.
     *
     * @param published what the registry has under its tag
     */
    private record Known(Optional<Ledger.Entry> entry, Optional<Digest> published, Optional<Digest> built) {}

    @Override
    public Observation<Claim> observe(StageContext context) throws IOException, InterruptedException {
        var known = look(context);
        var conflict = conflict(known);
        if (conflict.isPresent()) return conflict.get();
        if (known.entry().isEmpty()) return new Observation.Absent<>();
        if (known.published().isPresent()) return new Observation.Identical<>(claim(known));
        return new Observation.Begun<>(begun(known));
    }

    @Override
    public Claim run(StageContext context) throws IOException, InterruptedException {
        var ledger = Ledger.of(context, remote, local);
        var known = agreed(look(context));
        if (known.entry().isPresent()) return claim(known);
        var record = ReleaseRecord.of(service(), release.version(), release.commit(), Optional.empty());
        var refused = ledger.put(Optional.empty(), record);
        known = agreed(look(context));
        if (known.entry().isEmpty()) throw unwritable(ledger, refused);
        context.log((refused.isEmpty() ? "claimed " : "another run was first, of the same commit: ") + service() + " "
                + release.version() + " in " + ledger.refs().where());
        if (local) context.log("this repository alone knows of the claim: " + COST);
        return claim(known);
    }

    private StageFailure unwritable(Ledger ledger, Optional<Commands.Exit> refused) {
        var tail = refused.map(Commands.Exit::tail).orElse(List.of());
        return new StageFailure(
                "the release cannot be recorded in " + ledger.refs().where() + ": " + COST,
                "give the right to push 'refs/slipway/*' there, or accept this with local: true",
                tail);
    }

    private Known look(StageContext context) throws IOException, InterruptedException {
        var entry = Ledger.of(context, remote, local).find(service(), release.version());
        if (local && entry.isEmpty()) entry = elsewhere(context);
        try (var client = Registries.open(context)) {
            var published = client.find(version()).map(Manifest::digest);
            return new Known(entry, published, built(client, entry, context));
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    /** What the remote knows, as far as it can be asked. */
    private Optional<Ledger.Entry> elsewhere(StageContext context) throws IOException, InterruptedException {
        try {
            return Ledger.of(context, remote, false).find(service(), release.version());
        } catch (StageFailure e) {
            context.log(e.getMessage());
            return Optional.empty();
        }
    }

    /** The image that was recorded, if it is still there: a registry may have cleared away what has no tag. */
    private Optional<Digest> built(RegistryClient client, Optional<Ledger.Entry> entry, StageContext context)
            throws IOException, InterruptedException {
        var recorded = entry.flatMap(e -> e.record().digest());
        if (recorded.isEmpty()
                || client.find(version().withDigest(recorded.get())).isPresent()) return recorded;
        context.log("the image that was recorded is no longer in the registry: " + recorded.get());
        return Optional.empty();
    }

    private Optional<Observation<Claim>> conflict(Known known) {
        var record = known.entry().map(Ledger.Entry::record);
        if (record.isPresent() && !record.get().commit().equals(release.commit()))
            return Optional.of(new Observation.Conflicting<>(
                    service() + " " + release.version() + " is claimed by commit "
                            + record.get().commit() + ", this is " + release.commit(),
                    "a version is released from one commit: release another version"));
        var published = known.published();
        if (published.isEmpty() || published.equals(record.flatMap(ReleaseRecord::digest))) return Optional.empty();
        return Optional.of(new Observation.Conflicting<>(
                "'" + version() + "' is " + published.get() + " already, and "
                        + record.flatMap(ReleaseRecord::digest)
                                .map(digest -> "this release is recorded as " + digest)
                                .orElse("no record says that this release put it there"),
                "a version is published once: release another version"));
    }

    private Known agreed(Known known) {
        if (conflict(known).orElse(null) instanceof Observation.Conflicting<Claim> other)
            throw new StageFailure("conflict: " + other.what(), other.hint());
        return known;
    }

    private String begun(Known known) {
        return service() + " " + release.version() + " is claimed by this commit"
                + known.built().map(digest -> ", its image is " + digest).orElse(", no image is recorded yet");
    }

    private Claim claim(Known known) {
        var ref = Ledger.name(service(), release.version());
        return new Claim(service(), release.version(), release.commit(), ref, known.built());
    }

    private String service() {
        return release.service().name();
    }

    private Reference version() {
        if (release.tags().isEmpty()) throw new StageFailure("the release has no tag for its version");
        return Repositories.of(registry, service()).withTag(release.tags().getFirst());
    }
}
