package stages.signing;

import java.nio.charset.StandardCharsets;
import java.util.*;
import stages.api.Digest;

/**
 * What is missing between that which should be said of a manifest and that which a key has signed of it. What stands there
 * byte for byte counts first; each predicate that is left then takes one of its type that is left.
 */
record Gap(String repository, Digest subject, Set<Format> formats, List<Proofs.Proof> proofs) {
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

    /** The predicates and, last, the signature, each with the formats that it lacks; without those that lack none. */
    List<Writer.Missing> missing(List<Predicate> predicates) {
        var all = new ArrayList<Writer.Missing>();
        for (var predicate : predicates)
            all.add(new Writer.Missing(predicate.type(), predicate.json(), EnumSet.copyOf(formats)));
        var left = new ArrayList<>(proofs);
        for (var piece : all) {
            var payload = Digest.of(Statement.write(repository, subject, piece.type(), piece.predicate()));
            piece.formats().removeIf(format -> take(left, format, piece.type(), Optional.of(payload)));
        }
        for (var piece : all) piece.formats().removeIf(format -> take(left, format, piece.type(), Optional.empty()));
        var signature = new Writer.Missing(Predicate.SIGNATURE, NOTHING, EnumSet.copyOf(formats));
        signature.formats().removeIf(format -> take(left, format, signature.type(), Optional.empty()));
        all.add(signature);
        all.removeIf(piece -> piece.formats().isEmpty());
        return all;
    }

    private static boolean take(List<Proofs.Proof> left, Format format, String type, Optional<Digest> payload) {
        var found = left.stream()
                .filter(proof -> proof.format() == format && proof.type().equals(type))
                .filter(proof -> payload.isEmpty() || payload.get().equals(proof.payload()))
                .findFirst();
        found.ifPresent(left::remove);
        return found.isPresent();
    }
}
