package stages.signing;

import java.io.IOException;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import stages.api.*;
import stages.registry.*;

/**
 * Signs a staged image and attests what is known of it: its index, and the manifest of each platform. The index gets the
 * attestations of all platforms, a platform its own.
 *
 * <p>What this key signed before is not signed again. An attestation of the same type counts as the same, though its
 * content be another: a release that goes on elsewhere makes its bills of materials anew, with other times in them.
 */
@Word("signImage")
@Help("Signs a staged image, index and platforms, and attests its evidence")
@Uses(value = "cosign", optional = true)
@Takes(memory = 256)
public record SignImage(
        @Help("what stageImage yields") Staged staged,

        @Help("evidence to attest: what sbom, scanImage and provenance yield")
        List<Evidence> attest,

        @Help("private key: a file (the secret COSIGN_PASSWORD opens it), env://SECRET, or a KMS address for cosign")
        @Default("cosign.key")
        String key,

        @Help("how to store it") @Default("LEGACY,BUNDLE") Set<Format> formats)
        implements Effect<Signed> {
    public SignImage {
        attest = List.copyOf(attest);
        formats = Set.copyOf(formats);
        if (formats.isEmpty()) throw new IllegalArgumentException("'formats' is empty, so nothing would be signed");
    }

    @Override
    public Observation<Signed> observe(StageContext context) throws IOException, InterruptedException {
        var predicates = Predicate.of(staged, attest, context.store());
        var signer = Keys.signer(key, context);
        try (var client = Registries.open(context)) {
            var wanted = 0;
            var missing = 0;
            for (var one : Together.ask(questions(client, signer, predicates, context))) {
                wanted += one.wanted();
                missing += one.missing().stream()
                        .mapToInt(piece -> piece.formats().size())
                        .sum();
            }
            if (missing == 0) return new Observation.Identical<>(signed(signer, predicates));
            if (missing == wanted) return new Observation.Absent<>();
            return new Observation.Begun<>((wanted - missing) + " of " + wanted + " signatures are there");
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    @Override
    public Signed run(StageContext context) throws IOException, InterruptedException {
        var predicates = Predicate.of(staged, attest, context.store());
        var signer = Keys.signer(key, context);
        try (var client = Registries.open(context)) {
            var repository = Subjects.repository(staged);
            var writer = new Writer(client, repository, signer, context.store(), context.clock());
            var writes = new ArrayList<Callable<Boolean>>();
            for (var work : Together.ask(questions(client, signer, predicates, context)))
                writes.add(() -> write(client, writer, work, context));
            Together.ask(writes);
            return signed(signer, predicates);
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    /**
     * What is to be done of one manifest.
     *
     * @param wanted how many signed things it should have, each format counted
     */
    private record Work(Subjects.Subject subject, int wanted, List<Writer.Missing> missing) {}

    private List<Callable<Work>> questions(
            RegistryClient client, Signer signer, List<Predicate> predicates, StageContext context) {
        var repository = Subjects.repository(staged);
        var fetched = Proofs.fetched(client, repository);
        // what was signed here lies in the store; a digest names the same bytes there
        Proofs.Blobs blobs =
                blob -> context.store().has(blob.digest()) ? context.store().bytes(blob.digest()) : fetched.get(blob);
        var proofs = new Proofs(client, repository, signer.publicKey(), blobs);
        var questions = new ArrayList<Callable<Work>>();
        for (var subject : Subjects.of(staged))
            questions.add(() -> {
                var said = predicates.stream()
                        .filter(predicate -> predicate.concerns(subject.platform()))
                        .toList();
                var found = proofs.of(subject.digest(), formats).proofs();
                var gap = new Gap(repository.toString(), subject.digest(), formats, found);
                return new Work(subject, (said.size() + 1) * formats.size(), gap.missing(said));
            });
        return questions;
    }

    private boolean write(RegistryClient client, Writer writer, Work work, StageContext context)
            throws IOException, InterruptedException {
        if (work.missing().isEmpty()) return false;
        var at = Subjects.repository(staged).withDigest(work.subject().digest());
        var manifest = client.find(at)
                .orElseThrow(() -> new StageFailure(
                        "'" + at + "' is not in the registry",
                        "stageImage puts it there, and signImage takes its result"));
        writer.write(manifest.descriptor(), work.missing());
        context.log("signed " + at + ": "
                + work.missing().stream()
                        .map(Writer.Missing::type)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", ")));
        return true;
    }

    private Signed signed(Signer signer, List<Predicate> predicates) {
        var types = predicates.stream().map(Predicate::type).distinct().sorted().toList();
        return new Signed(staged, signer.publicKey().fingerprint().value(), types);
    }
}
