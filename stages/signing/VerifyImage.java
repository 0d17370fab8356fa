package stages.signing;

import java.io.IOException;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import stages.api.*;
import stages.registry.*;

/**
 * Fetches an image, its signatures and its attestations back from the registry and verifies them with the public key
 * alone: the index and the manifest of each platform, in every format. Nothing is taken from this machine. Where cosign is
 * installed, it must come to the same end.
 */
@Word("verifyImage")
@Help("Verifies signatures and attestations of an image as the registry has them, with the public key alone")
@Uses(value = "cosign", optional = true)
@Takes(memory = 256)
public record VerifyImage(
        @Help("what signImage yields") Signed signed,

        @Help("public key: a file, env://SECRET, or a KMS address for cosign") @Default("cosign.pub")
        String key,

        @Help("formats in which each must be there") @Default("LEGACY,BUNDLE")
        Set<Format> formats)
        implements Stage<Verified> {

    public VerifyImage {
        formats = Set.copyOf(formats);
        if (formats.isEmpty()) throw new IllegalArgumentException("'formats' is empty, so nothing would be verified");
    }

    @Override
    public Verified run(StageContext context) throws IOException, InterruptedException {
        var trusted = Keys.verifying(key, context);
        if (!trusted.fingerprint().value().equals(signed.key()))
            throw new StageFailure(
                    "'" + key + "' is " + trusted.fingerprint() + ", the image was signed by " + signed.key(),
                    "verify with the public half of the key that signs: cosign public-key --key cosign.key");
        try (var client = Registries.open(context)) {
            var questions = new ArrayList<Callable<List<String>>>();
            for (var subject : Subjects.of(signed.staged())) questions.add(() -> verify(client, trusted, subject));
            refuse(Together.ask(questions).stream().flatMap(List::stream).toList());
        } catch (RegistryException e) {
            throw e.toFailure();
        }
        var judges = new ArrayList<>(List.of("slipway"));
        var cosign = context.optionalTool("cosign");
        if (cosign.isPresent()) judges.add(new CosignJudge(cosign.get(), trusted, context).agree(signed));
        else context.log("cosign is not installed: there is no second opinion");
        context.log("verified " + signed.subject() + " by " + String.join(" and ", judges));
        return new Verified(signed.staged(), signed.key(), signed.predicates(), judges);
    }

    private void refuse(List<String> problems) {
        if (problems.isEmpty()) return;
        throw new StageFailure(
                "the image is not proven: " + problems.get(0)
                        + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)"),
                "sign it again with signImage, which adds what is missing",
                problems);
    }

    /** What is wrong with one manifest. */
    private List<String> verify(RegistryClient client, VerifyingKey trusted, Subjects.Subject subject)
            throws IOException, InterruptedException {
        var repository = Subjects.repository(signed.staged());
        var manifest = client.find(repository.withDigest(subject.digest()));
        if (manifest.isEmpty()) return List.of(subject + " is not in the registry");
        if (subject.platform().isEmpty()) {
            var other = otherPlatforms(manifest.get());
            if (!other.isEmpty()) return List.of(subject + " " + other);
        }
        var found = new Proofs(client, repository, trusted, Proofs.fetched(client, repository))
                .of(subject.digest(), formats);
        var problems = new ArrayList<String>();
        for (var format : new TreeSet<>(formats)) {
            if (!found.has(format, Predicate.SIGNATURE))
                problems.add(subject + " has no signature of this key, " + format);
            for (var type : signed.predicates())
                if (!found.has(format, type))
                    problems.add(subject + " has no attestation '" + type + "' of this key, " + format);
        }
        if (!problems.isEmpty()) problems.addAll(found.rejected());
        return problems;
    }

    /** The index must name the manifests that are verified, and no other that runs: one would be pulled unverified. */
    private String otherPlatforms(Manifest index) {
        var named = new TreeSet<Digest>();
        for (var entry : index.json().path("manifests"))
            if (!entry.at("/platform/os").asText().equals("unknown"))
                named.add(new Digest(entry.path("digest").asText()));
        var expected = new TreeSet<>(signed.staged().platforms().values());
        if (named.equals(expected)) return "";
        return "names " + list(named) + ", and " + list(expected) + " are to be verified";
    }

    private static String list(Set<Digest> digests) {
        return digests.stream().map(Digest::brief).collect(Collectors.joining(", "));
    }
}
