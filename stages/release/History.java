package stages.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stages.api.Change;

/** The changes of one service. */
record History(Checkout checkout, ServiceInputs inputs, Dependencies dependencies) {
    /**
     * @param changes newest first
     * @param step how far they take the version
     */
    record Since(List<Change> changes, Step step) {}

    Since since(Optional<Versions.Tagged> base) throws IOException, InterruptedException {
        var changes = new ArrayList<Change>();
        var counted = new ArrayList<Change>();
        for (var commit : CommitLog.read(checkout.git(), checkout.head(), base.map(Versions.Tagged::commit))) {
            var reach = inputs.reach(commit.paths());
            boolean taken = reach == ServiceInputs.Reach.DEPENDENCY && dependencies != Dependencies.NONE;
            if (reach != ServiceInputs.Reach.SERVICE && !taken) continue;
            changes.addAll(commit.changes());
            if (reach == ServiceInputs.Reach.SERVICE || dependencies == Dependencies.FULL)
                counted.addAll(commit.changes());
        }
        return new Since(List.copyOf(changes), Step.of(counted));
    }
}
