package stages.api;

import java.util.List;

/**
 * Proof that an image, its signatures and its attestations were fetched back from the registry and hold.
 *
 * @param predicates types that were found and verified, sorted
 * @param judges who verified: ourselves, and tools that are not ours
 */
public record Verified(Staged staged, String key, List<String> predicates, List<String> judges) implements Evidence {
    public Verified {
        predicates = List.copyOf(predicates);
        judges = List.copyOf(judges);
    }

    @Override
    public Digest subject() {
        return staged.subject();
    }
}
