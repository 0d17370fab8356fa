package stages.api;

import java.util.List;
import java.util.SortedMap;

/**
 * What an image said when it was spoken to by MCP, on each platform; of a service that declares no {@code mcp}, that it
 * declares none.
 */
public record Handshake(Digest subject, boolean declared, SortedMap<Platform, Answer> answers) implements Evidence {
    /**
     * @param name of the server, as it names itself
     * @param protocol version that was agreed on
     * @param tools names, sorted
     */
    public record Answer(String name, String version, String protocol, List<String> tools) {}
}
