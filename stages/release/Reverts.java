package stages.release;

import java.util.HashSet;
import java.util.List;
import stages.api.Change;

/** Changes that took each other back. */
final class Reverts {
    private Reverts() {}

    /** @param changes newest first; without those that a later one of them takes back, and without that one */
    static List<Change> settled(List<Change> changes) {
        var gone = new HashSet<String>();
        for (var change : changes) {
            if (gone.contains(change.commit())) continue;
            change.reverts()
                    .flatMap(target -> changes.stream()
                            .map(Change::commit)
                            .filter(commit -> commit.startsWith(target) && !commit.equals(change.commit()))
                            .findFirst())
                    .ifPresent(target -> gone.addAll(List.of(target, change.commit())));
        }
        return changes.stream()
                .filter(change -> !gone.contains(change.commit()))
                .toList();
    }
}
