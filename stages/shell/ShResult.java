package stages.shell;

import java.util.List;
import stages.api.Artifact;
import stages.api.Result;

/**
 * What a command did.
 *
 * @param exit one of the accepted exit codes
 * @param text standard output without white space at its ends, 64 KiB at most
 * @param outputs the declared outputs; the name is the path relative to the repository's root
 */
public record ShResult(int exit, String text, List<Artifact> outputs) implements Result {
    public ShResult {
        outputs = List.copyOf(outputs);
    }
}
