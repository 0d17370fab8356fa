package stages.compose;

import java.io.IOException;
import java.util.SortedSet;
import java.util.regex.Pattern;
import stages.api.Commands;

/** Removes from an engine what a run left that was killed. */
public final class Leftovers {
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private Leftovers() {}

    /**
     * Removes the containers with their anonymous volumes, the networks and the volumes that carry the label
     * {@code slipway.run} with exactly this value, and nothing else.
     *
     * @return what was removed, such as {@code container a} and {@code network b}; empty where there was nothing
     * @throws stages.api.ToolMissing where no engine answers
     * @throws stages.api.StageFailure where it does not remove something
     */
    public static SortedSet<String> remove(Commands commands, String run) throws IOException, InterruptedException {
        if (!RUN.matcher(run).matches()) throw new IllegalArgumentException("'" + run + "' is no id of a run");
        try (var engine = Engine.connect(commands)) {
            return engine.remove("slipway.run=" + run);
        }
    }
}
