package stages.api;

import java.util.List;
import java.util.Optional;

/**
 * A change that a commit message tells of, by Conventional Commits 1.0.0; a squashed commit may hold several.
 *
 * @param commit hex
 * @param type {@code feat}, {@code fix}, ..., lower case; empty where the message follows no convention
 * @param subject the first line without type and scope
 * @param breaking what breaks; nothing where nothing does
 * @param reverts the commit that it takes back, hex, where it says which
 * @param references issues and pull requests: {@code #12}, {@code acme/other#3}
 * @param authors its author, then those of {@code Co-authored-by}
 */
public record Change(
        String commit,
        String type,
        Optional<String> scope,
        String subject,
        Optional<String> breaking,
        Optional<String> reverts,
        List<String> references,
        List<String> authors) {
    public Change {
        references = List.copyOf(references);
        authors = List.copyOf(authors);
    }
}
