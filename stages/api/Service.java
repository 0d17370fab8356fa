package stages.api;

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

    /** @param command what to start in the container for MCP over standard input and output */
    public record Mcp(@Help("command in the container") List<String> command) {}

    public Service withBuildArgs(Map<String, String> arguments) {
        return new Service(name, dockerfile, context, target, arguments, paths, dependsOn, checks, mcp);
    }

    @Override
    public String toString() {
        return name;
    }
}
