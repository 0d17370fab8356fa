package stages.api;

import java.time.Duration;
import java.util.List;

/**
 * A compose file that is brought up and tested.
 *
 * @param file relative to the root
 * @param healthy URLs that must answer with a status below 400
 * @param reaches {@code service}, {@code service:port} or {@code host:port} that must accept a connection
 */
public record ComposeFile(
        @Help("the compose file") String file,

        @Help("URLs that must answer with a status below 400")
        List<String> healthy,

        @Help("services or host:port that must accept connections")
        List<String> reaches,

        @Help("variables for the file's interpolation") java.util.Map<String, String> variables,
        @Help("time until all must be ready") @Default("2m") Duration within) {
    @Override
    public String toString() {
        return file;
    }
}
