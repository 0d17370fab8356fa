package stages.api;

import java.util.List;

/**
 * Proof that signatures and attestations of a staged image were written.
 *
 * @param key who signed: {@code sha256:} and the digest of the public key's SubjectPublicKeyInfo, or what the KMS or the
 *     certificate says
 * @param predicates types of the attestations' predicates, sorted
 */
public record Signed(Staged staged, String key, List<String> predicates) implements Evidence {
    public Signed {
        predicates = List.copyOf(predicates);
    }

    @Override
    public Digest subject() {
        return staged.subject();
    }
}
