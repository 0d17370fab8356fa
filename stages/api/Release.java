package stages.api;

import java.util.List;
import java.util.Optional;

/**
 * A release of one service, as git and the event tell it; nothing of it changes while it is made.
 *
 * @param version semantic version 2.0.0, without {@code v} before it
 * @param commit that is released, hex
 * @param previous version that it follows, of the same service; nothing where it is the first
 * @param gitTag {@code mcp-server-v1.0.0}
 * @param tags for the image, the version first, then those that float: {@code 1.0}, {@code 1}, {@code latest}. A
 *     pre-release has none that float, and no float goes back
 * @param changes since {@code previous} that concern the service, newest first
 */
public record Release(
        Service service,
        String version,
        String commit,
        Optional<String> previous,
        String gitTag,
        List<String> tags,
        List<Change> changes) {
    public Release {
        tags = List.copyOf(tags);
        changes = List.copyOf(changes);
    }

    /** Whether it comes before a version proper (semver 2.0.0, 9). */
    public boolean preRelease() {
        return version.contains("-");
    }
}
