package stages.api;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One container service of the repository.
 *
 * @param dockerfile relative to the root
 * @param context build context, relative to the root
 * @param paths inputs beside those that the Dockerfile copies; in order, {@code !} excludes
 */
public record Service(
        @Help("name, unique in the project") String name,
        @Help("the service's Dockerfile") String dockerfile,

        @Help("build context, relative to the repository's root") @Default(".")
        String context,

        @Help("stage of the Dockerfile to build, instead of the last")
        Optional<String> target,

        @Help("build arguments") Map<String, String> buildArgs,
        @Help("inputs beside what the Dockerfile copies") List<Glob> paths,

        @Help("services whose change is a change of this one")
        List<String> dependsOn,

        @Help("commands that check the service: build, tests, linters")
        List<String> checks,

        @Help("how the service speaks MCP, where it does") Optional<Mcp> mcp) {

    /**
     * How a service speaks MCP over standard input and output, and over HTTP where {@code http} is there.
     *
     * @param command what follows the image's name in {@code docker run -i}; the image's own command where it is empty
     * @param tools all that it offers, in any order; where it is empty, any
     */
    public record Mcp(
            @Help("command in the container, after its entrypoint")
            List<String> command,

            @Help("how it speaks MCP over streamable HTTP too")
            Optional<Http> http,

            @Help("environment of the container") Map<String, String> environment,

            @Help("names of all the tools it must offer, and no other")
            List<String> tools,

            @Help("calls of tools, with what they must answer")
            List<Call> calls) {
        /** @param command as for standard input and output */
        public record Http(
                @Help("port in the container") int port,

                @Help("path of the endpoint") @Default("/mcp")
                String path,

                @Help("command in the container, after its entrypoint")
                List<String> command) {
            public Http {
                if (port < 1 || port > 65_535) throw new IllegalArgumentException("'" + port + "' is no port");
                if (!path.startsWith("/"))
                    throw new IllegalArgumentException("'" + path + "' is no path, such as /mcp");
            }
        }

        /**
         * One call of a tool.
         *
         * @param error whether the tool must answer with an error
         */
        public record Call(
                @Help("the tool's name") String tool,

                @Help("the arguments, as a JSON object") @Default("{}")
                String arguments,

                @Help("text that its answer must hold") Optional<String> answer,
                @Help("whether its answer must be an error") boolean error) {
            public Call {
                if (!(Json.read(arguments, Object.class) instanceof Map))
                    throw new IllegalArgumentException("'" + arguments + "' is no JSON object");
            }

            /** The arguments by name. */
            public Map<String, Object> given() {
                return Json.read(arguments, new TypeReference<Map<String, Object>>() {}.getType());
            }
        }
    }

    public Service withBuildArgs(Map<String, String> arguments) {
        return new Service(name, dockerfile, context, target, arguments, paths, dependsOn, checks, mcp);
    }

    @Override
    public String toString() {
        return name;
    }
}
