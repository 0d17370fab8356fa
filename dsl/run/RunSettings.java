package dsl.run;

import com.fasterxml.jackson.databind.JsonNode;
import dsl.host.Environment;
import dsl.store.Caching;
import dsl.store.StoredResult;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stages.api.Event;
import stages.api.Tool;

/**
 * What a run is given beside its plan.
 *
 * @param runner who runs, as the journal names it
 * @param request what was asked for, kept as {@code request.json}
 * @param finished results of the run that is resumed, by task
 */
public record RunSettings(
        String runner,
        Clock clock,
        Environment environment,
        Origin origin,
        Limits limits,
        Caching caching,
        Tools tools,
        Sweeper sweeper,
        JsonNode request,
        Map<String, StoredResult> finished) {

    /** The repository's root; runs lie in its {@code .pipeline/runs}. */
    Path root() {
        return environment.root();
    }

    /** @param commitTime seconds since 1970; 0 without a commit */
    public record Origin(Event event, Optional<String> commit, long commitTime) {}

    /**
     * @param engine slots of the Docker engine
     * @param memory MiB
     * @param failFast whether the first failure or refusal stops all that does not run {@code always}
     */
    public record Limits(int jobs, int engine, int memory, boolean failFast) {}

    /** Finds tools. */
    public interface Tools {
        /** @param versionRange of semantic versions; any where empty */
        Optional<Tool> find(String name, String versionRange);

        /** The command that installs it. */
        String hint(String name);
    }

    /** Removes what a run that died left outside of its folder, in an engine for example. */
    @FunctionalInterface
    public interface Sweeper {
        /** @return what was removed, each as a person would name it */
        List<String> sweep(String run);
    }
}
