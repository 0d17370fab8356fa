package stages.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.Callable;
import stages.api.Digest;
import stages.api.Json;
import stages.api.StageFailure;
import stages.api.Together;
import stages.registry.*;

/**
 * Finds what one key signed of a manifest, in a registry that is not trusted: what another signed, what speaks of another
 * digest and what cannot be read is no proof, and why is kept for a message.
 *
 * @param blobs fetches bytes by digest
 */
record Proofs(RegistryClient client, Reference repository, VerifyingKey key, Blobs blobs) {
    private static final long LONGEST = 128L * 1024 * 1024;
    private static final int MOST = 500;

    /** Where bytes come from. They have the digest that was asked for. */
    interface Blobs {
        byte[] get(Descriptor blob) throws IOException, InterruptedException;
    }

    /** Always from the registry. */
    static Blobs fetched(RegistryClient client, Reference repository) {
        return blob -> {
            var bytes = new ByteArrayOutputStream();
            client.getBlob(repository, blob, bytes);
            return bytes.toByteArray();
        };
    }

    /**
     * Something that the key signed of a manifest.
     *
     * @param type of the predicate; {@link Predicate#SIGNATURE} for a signature, in either format
     * @param payload digest of what was signed
     */
    record Proof(Format format, String type, Digest payload) {}

    /** @param rejected one line for each thing that proves nothing */
    record Found(List<Proof> proofs, List<String> rejected) {
        Found {
            proofs = List.copyOf(proofs);
            rejected = List.copyOf(rejected);
        }

        boolean has(Format format, String type) {
            return proofs.stream()
                    .anyMatch(proof -> proof.format() == format && proof.type().equals(type));
        }
    }

    /** A proof, or why there is none. */
    private record Answer(Optional<Proof> proof, String reason) {}

    Found of(Digest subject, Set<Format> formats) throws IOException, InterruptedException {
        var questions = new ArrayList<Callable<Answer>>();
        if (formats.contains(Format.LEGACY)) {
            var tag = "sha256-" + subject.hex();
            for (var layer : layers(tag + ".sig", Layers.SIMPLE_SIGNING))
                questions.add(() -> answer(tag + ".sig", () -> signature(layer, subject)));
            for (var layer : layers(tag + ".att", Layers.DSSE))
                questions.add(() -> answer(
                        tag + ".att", () -> claim(Format.LEGACY, Envelope.of(json(descriptor(layer))), subject)));
        }
        if (formats.contains(Format.BUNDLE))
            for (var referrer : new Referrers(client, repository).of(subject))
                questions.add(() -> answer("referrer " + referrer.digest(), () -> bundle(referrer, subject)));
        if (questions.size() > MOST)
            throw new StageFailure(repository.withDigest(subject) + " has more than " + MOST + " signatures");
        return found(Together.ask(questions));
    }

    private static Found found(List<Answer> answers) {
        return new Found(
                answers.stream().flatMap(answer -> answer.proof().stream()).toList(),
                answers.stream()
                        .filter(answer -> answer.proof().isEmpty())
                        .map(Answer::reason)
                        .toList());
    }

    /** Finds a proof; an {@code IllegalArgumentException} says why there is none. */
    private interface Question {
        Proof find() throws IOException, InterruptedException;
    }

    private static Answer answer(String where, Question question) throws IOException, InterruptedException {
        try {
            return new Answer(Optional.of(question.find()), "");
        } catch (IllegalArgumentException e) {
            return new Answer(Optional.empty(), where + ": " + e.getMessage());
        }
    }

    private List<JsonNode> layers(String tag, String mediaType) throws IOException, InterruptedException {
        var layers = new ArrayList<JsonNode>();
        var manifest = client.find(repository.withTag(tag));
        if (manifest.isPresent())
            for (var layer : manifest.get().json().path("layers"))
                if (layer.path("mediaType").asText().equals(mediaType)) layers.add(layer);
        return layers;
    }

    private Proof signature(JsonNode layer, Digest subject) throws IOException, InterruptedException {
        var payload = bytes(descriptor(layer));
        var signature = Base64.getDecoder()
                .decode(layer.path("annotations").path(Layers.SIGNATURE).asText());
        if (!key.verifies(payload, signature)) throw new IllegalArgumentException("it is not signed by this key");
        if (!SimpleSigning.speaksOf(payload, subject))
            throw new IllegalArgumentException("it is a signature of something else");
        return new Proof(Format.LEGACY, Predicate.SIGNATURE, Digest.of(payload));
    }

    private Proof claim(Format format, Envelope envelope, Digest subject) {
        if (!envelope.isOf(key)) throw new IllegalArgumentException("it is not signed by this key");
        if (!envelope.payloadType().equals(Envelope.IN_TOTO))
            throw new IllegalArgumentException("it holds no in-toto statement");
        var statement = Statement.read(envelope.payload());
        if (!statement.subjects().contains(subject))
            throw new IllegalArgumentException("it is a statement of something else");
        return new Proof(format, statement.predicateType(), Digest.of(envelope.payload()));
    }

    private Proof bundle(Descriptor referrer, Digest subject) throws IOException, InterruptedException {
        var json = client.find(repository.withDigest(referrer.digest()))
                .orElseThrow(() -> new IllegalArgumentException("it is listed and not there"))
                .json();
        if (!json.path("subject").path("digest").asText().equals(subject.value()))
            throw new IllegalArgumentException("it does not refer to this manifest");
        for (var layer : json.path("layers"))
            if (layer.path("mediaType").asText().equals(Bundle.TYPE))
                return claim(Format.BUNDLE, Bundle.read(json(descriptor(layer))), subject);
        throw new IllegalArgumentException("it is no Sigstore bundle v0.3");
    }

    private JsonNode json(Descriptor blob) throws IOException, InterruptedException {
        return Json.read(new String(bytes(blob), StandardCharsets.UTF_8), JsonNode.class);
    }

    private byte[] bytes(Descriptor blob) throws IOException, InterruptedException {
        if (blob.size() > LONGEST) throw new IllegalArgumentException("it is longer than " + LONGEST + " bytes");
        return blobs.get(blob);
    }

    private static Descriptor descriptor(JsonNode node) {
        return new Descriptor(
                node.path("mediaType").asText(),
                new Digest(node.path("digest").asText()),
                node.path("size").asLong(-1));
    }
}
