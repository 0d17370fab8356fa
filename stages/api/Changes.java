package stages.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a change reaches, by subject: the name of a service, the path of a compose file.
 *
 * @param base the commit compared with, where there was a comparison
 * @param everything why all is selected, where it is
 * @param paths the changed paths, both sides of a rename
 * @param reasons for each subject that is reached, why, each a sentence: {@code `a/b.ts` changed, matched by `a/**`}
 */
public record Changes(
        Optional<String> base, Optional<String> everything, List<String> paths, Map<String, List<String>> reasons) {
    public static Changes all(String why) {
        return new Changes(Optional.empty(), Optional.of(why), List.of(), Map.of());
    }
}
