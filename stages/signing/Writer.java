package stages.signing;

import java.io.IOException;
import java.util.*;
import java.util.concurrent.Callable;
import stages.api.ContentStore;
import stages.api.Digest;
import stages.api.StageFailure;
import stages.api.Together;
import stages.registry.*;

/**
 * Puts signatures and attestations beside a manifest: blobs first, then what names them, attestations before signatures.
 * What is there stays. One writer at a time for one manifest; what was put is read again.
 */
record Writer(RegistryClient client, Reference repository, Signer signer, ContentStore store, java.time.Clock clock) {
    private static final int ATTEMPTS = 5;

    /**
     * A signed statement on its way.
     *
     * @param type of its predicate
     * @param formats in which it is missing
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes to be written; never compared nor changed
    record Missing(String type, byte[] predicate, Set<Format> formats) {}

    /** Writes what is missing of one manifest. */
    void write(Descriptor subject, List<Missing> missing) throws IOException, InterruptedException {
        var signed = new ArrayList<Piece>();
        for (var piece : missing) signed.add(sign(subject.digest(), piece));
        var uploads = new ArrayList<Callable<Boolean>>();
        for (var piece : signed) for (var blob : piece.blobs()) uploads.add(() -> upload(blob));
        uploads.add(() -> upload(keep(Bundle.EMPTY, Bundle.EMPTY_TYPE)));
        Together.ask(uploads);
        var tag = "sha256-" + subject.digest().hex();
        append(
                tag + ".att",
                signed.stream().flatMap(p -> p.attestation().stream()).toList());
        append(
                tag + ".sig",
                signed.stream().flatMap(p -> p.signature().stream()).toList());
        var referrers = new Referrers(client, repository);
        for (var piece : signed)
            if (piece.bundle().isPresent()) {
                var manifest = Bundle.manifest(subject, piece.bundle().get(), piece.type(), clock.instant());
                referrers.attach(subject.digest(), manifest, Bundle.TYPE);
            }
    }

    /** A statement, signed and in the content store, in each format in which it goes out. */
    private record Piece(
            String type,
            Optional<Layers.Layer> attestation,
            Optional<Layers.Layer> signature,
            Optional<Descriptor> bundle) {
        List<Descriptor> blobs() {
            var blobs = new ArrayList<Descriptor>();
            attestation.ifPresent(layer -> blobs.add(layer.content()));
            signature.ifPresent(layer -> blobs.add(layer.content()));
            bundle.ifPresent(blobs::add);
            return blobs;
        }
    }

    private Piece sign(Digest subject, Missing missing) throws IOException, InterruptedException {
        var isSignature = missing.type().equals(Predicate.SIGNATURE);
        var legacy = missing.formats().contains(Format.LEGACY);
        var signature = isSignature && legacy ? Optional.of(signature(subject)) : Optional.<Layers.Layer>empty();
        if (isSignature && !missing.formats().contains(Format.BUNDLE))
            return new Piece(missing.type(), Optional.empty(), signature, Optional.empty());
        var name = isSignature ? "" : repository.toString();
        var statement = Statement.write(name, subject, missing.type(), missing.predicate());
        var envelope = Envelope.sign(Envelope.IN_TOTO, statement, signer);
        var attestation = !isSignature && legacy
                ? Optional.of(attestation(missing.type(), envelope))
                : Optional.<Layers.Layer>empty();
        var bundle = missing.formats().contains(Format.BUNDLE)
                ? Optional.of(keep(Bundle.write(envelope, signer.publicKey()), Bundle.TYPE))
                : Optional.<Descriptor>empty();
        return new Piece(missing.type(), attestation, signature, bundle);
    }

    private Layers.Layer signature(Digest subject) throws IOException, InterruptedException {
        var payload = SimpleSigning.write(repository.toString(), subject);
        var signature = Base64.getEncoder().encodeToString(signer.sign(payload));
        return Layers.Layer.of(keep(payload, Layers.SIMPLE_SIGNING), Map.of(Layers.SIGNATURE, signature));
    }

    private Layers.Layer attestation(String type, Envelope envelope) throws IOException {
        var bytes = envelope.json().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return Layers.Layer.of(keep(bytes, Layers.DSSE), Map.of(Layers.SIGNATURE, "", "predicateType", type));
    }

    private Descriptor keep(byte[] bytes, String mediaType) throws IOException {
        var kept = store.add(bytes, mediaType, "signature");
        return new Descriptor(mediaType, kept.digest(), kept.size());
    }

    private boolean upload(Descriptor blob) throws IOException, InterruptedException {
        client.putBlob(repository, blob, store.file(blob.digest()), Optional.empty());
        return true;
    }

    private void append(String tag, List<Layers.Layer> layers) throws IOException, InterruptedException {
        if (layers.isEmpty()) return;
        var at = repository.withTag(tag);
        for (int i = 0; i < ATTEMPTS; i++) {
            var before = client.find(at);
            if (before.isPresent() && layers.stream().allMatch(layer -> Layers.holds(before.get(), layer))) return;
            var all = Layers.with(before, layers);
            var config = Layers.config(all);
            upload(keep(config, Layers.CONFIG));
            client.put(at, Layers.manifest(all, config));
        }
        if (client.find(at)
                .filter(now -> layers.stream().allMatch(layer -> Layers.holds(now, layer)))
                .isEmpty())
            throw new StageFailure(
                    "'" + at + "' does not keep what is put there",
                    "another writes it at the same time: run one release of an image at a time");
    }
}
