package dsl.model;

import dsl.word.Controls;
import dsl.word.StageType;
import dsl.word.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stages.api.Platform;

/**
 * A node of a plan.
 *
 * @param id {@code word:subject}, with {@code @platform} for the part of one platform
 * @param reason why it is in the plan, a sentence without a full stop
 */
public record Task(
        String id,
        StageType type,
        Role role,
        String subject,
        Optional<Platform> platform,
        Map<String, Value> values,
        List<Edge> edges,
        Controls controls,
        Location location,
        String reason,
        Recipe recipe) {

    /** Whether it is a whole stage, its part for one platform, or what joins the parts. */
    public enum Role {
        WHOLE,
        PART,
        JOIN
    }

    /** @param to id of the task that must come before */
    public record Edge(String to, Kind kind) {
        public enum Kind {
            /** Its result is an option's value. */
            DATA,
            /** It must have ended well. */
            AFTER,
            /** Its result is one platform's part of this task's. */
            PART
        }
    }
}
