package stages.compose;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import stages.api.Result;

/**
 * A compose file came up.
 *
 * @param file relative to the repository's root
 * @param running the digest that each service's containers ran, by the name of the service, as the engine names
 *     the image: of its index
 * @param proofs what was seen, one sentence each
 */
public record ComposeResult(String file, SortedMap<String, String> running, List<String> proofs) implements Result {
    public ComposeResult {
        running = Collections.unmodifiableSortedMap(new TreeMap<>(running));
        proofs = List.copyOf(proofs);
    }
}
