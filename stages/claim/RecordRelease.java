package stages.claim;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import stages.api.*;
import stages.registry.*;

/**
 * Writes the digest of a staged image into the record of its release, by compare-and-swap. It comes after the bytes are in the
 * registry and before anything is signed, so a record only ever names an image that another machine can fetch, and of two
 * runs that built one each, one goes on.
 */
@Word("recordRelease")
@Help("writes down which image a release is, so that it can be finished on another machine")
@Uses(value = "git", version = ">=2.30")
public record RecordRelease(
        @Help("the claim of the release") Claim claim,
        @Help("its image, in the registry") Staged staged,

        @Help("git remote, or its address, that keeps the records of releases") @Default("origin")
        String remote,

        @Help("the record is in this repository alone, as claimRelease was told")
        boolean local)
        implements Effect<Claim> {

    @Override
    public Observation<Claim> observe(StageContext context) throws IOException, InterruptedException {
        return judge(find(context), context);
    }

    private Optional<Ledger.Entry> find(StageContext context) throws IOException, InterruptedException {
        if (!staged.name().equals(claim.service()))
            throw new StageFailure("the image is of '" + staged.name() + "', the claim of '" + claim.service() + "'");
        return Ledger.of(context, remote, local).find(claim.service(), claim.version());
    }

    private Observation<Claim> judge(Optional<Ledger.Entry> entry, StageContext context)
            throws IOException, InterruptedException {
        if (entry.isEmpty() && !local)
            return conflict("'" + claim.ref() + "' is gone from the remote '" + remote + "'", "run the release again");
        var record = entry.map(Ledger.Entry::record);
        if (record.isPresent() && !record.get().commit().equals(claim.commit()))
            return conflict(
                    "'" + claim.ref() + "' is of commit " + record.get().commit() + ", this is " + claim.commit(),
                    "release another version");
        var digest = record.flatMap(ReleaseRecord::digest);
        if (digest.isEmpty()) return new Observation.Absent<>();
        if (digest.get().equals(staged.subject())) return new Observation.Identical<>(recorded());
        if (isGone(digest.get(), context))
            return new Observation.Begun<>("the image recorded before is no longer in the registry: " + digest.get());
        return conflict(
                "this release is recorded as " + digest.get() + ", the image here is " + staged.subject(),
                "run the release again: it goes on with the image that was recorded first");
    }

    private static Observation<Claim> conflict(String what, String hint) {
        return new Observation.Conflicting<>(what, hint);
    }

    private boolean isGone(Digest digest, StageContext context) throws IOException, InterruptedException {
        try (var client = Registries.open(context)) {
            var at = Repositories.parse(staged.repository()).withDigest(digest);
            return client.find(at).isEmpty();
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    @Override
    public Claim run(StageContext context) throws IOException, InterruptedException {
        var entry = find(context);
        if (isRecorded(agreed(judge(entry, context)))) return recorded();
        var record = ReleaseRecord.of(claim.service(), claim.version(), claim.commit(), Optional.of(staged.subject()));
        var refused = Ledger.of(context, remote, local).put(entry, record);
        if (refused.isPresent() && !isRecorded(agreed(judge(find(context), context))))
            throw new StageFailure(
                    "'" + claim.ref() + "' cannot be moved to the record of " + staged.subject(),
                    "give the right to push 'refs/slipway/*'",
                    refused.map(Commands.Exit::tail).orElse(List.of()));
        context.log("recorded " + claim.service() + " " + claim.version() + " as " + staged.subject());
        return recorded();
    }

    private static Observation<Claim> agreed(Observation<Claim> seen) {
        if (seen instanceof Observation.Conflicting<Claim> other)
            throw new StageFailure("conflict: " + other.what(), other.hint());
        return seen;
    }

    private static boolean isRecorded(Observation<Claim> seen) {
        return seen instanceof Observation.Identical;
    }

    private Claim recorded() {
        return new Claim(claim.service(), claim.version(), claim.commit(), claim.ref(), Optional.of(staged.subject()));
    }
}
