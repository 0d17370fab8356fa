package stages.github;

import java.util.List;
import stages.api.Result;

/**
 * @param id GitHub's, of each upload
 * @param runs of all files
 * @param results of all files
 */
public record SarifUploaded(List<String> id, int runs, int results) implements Result {
    public SarifUploaded {
        id = List.copyOf(id);
    }
}
