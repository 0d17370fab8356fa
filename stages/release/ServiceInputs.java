package stages.release;

import java.util.*;
import stages.api.*;
import stages.dockerfile.BuildInputs;

/**
 * Which paths of the repository make a service: what its Dockerfile reads, and its own paths; by the files that are checked out.
 * What describes the project ({@code pipeline.groovy}) is no part of any one service.
 */
final class ServiceInputs {
    /** Who a commit concerns; where both, the service itself. */
    enum Reach {
        NONE,
        DEPENDENCY,
        SERVICE
    }

    /** @param copied how many of the patterns count only where {@code ignored} does not take the path out */
    private record Inputs(List<Glob> globs, int copied, Globs ignored) {
        static Inputs of(Service service, SourceTree tree) {
            var inputs = BuildInputs.of(service, tree);
            var globs = new ArrayList<>(inputs.copied().patterns());
            globs.addAll(inputs.recipe().patterns());
            globs.addAll(service.paths());
            return new Inputs(globs, inputs.copied().patterns().size(), inputs.ignored());
        }

        /** As change detection does: the last pattern that matches decides. */
        boolean include(CommitLog.Touched touched) {
            if (touched.submodule()
                    && globs.stream().anyMatch(glob -> !glob.excludes() && glob.isWithin(touched.path()))) return true;
            for (int i = globs.size() - 1; i >= 0; i--)
                if (globs.get(i).matches(touched.path()))
                    return !globs.get(i).excludes() && !(i < copied && ignored.includes(touched.path()));
            return false;
        }
    }

    private final Inputs own;
    private final List<Inputs> dependencies;

    private ServiceInputs(Inputs own, List<Inputs> dependencies) {
        this.own = own;
        this.dependencies = dependencies;
    }

    /** With the services that it depends on, directly or not, among those that the project has. */
    static ServiceInputs of(Service service, FactContext context) {
        var byName = new LinkedHashMap<String, Service>();
        context.services().forEach(other -> byName.put(other.name(), other));
        var open = new ArrayList<>(service.dependsOn());
        for (int i = 0; i < open.size(); i++) {
            var next = byName.get(open.get(i));
            if (next != null)
                next.dependsOn().stream().filter(name -> !open.contains(name)).forEach(open::add);
        }
        var dependencies = open.stream()
                .distinct()
                .filter(name -> !name.equals(service.name()))
                .map(byName::get)
                .filter(Objects::nonNull)
                .map(other -> Inputs.of(other, context.tree()))
                .toList();
        return new ServiceInputs(Inputs.of(service, context.tree()), dependencies);
    }

    Reach reach(List<CommitLog.Touched> paths) {
        if (paths.stream().anyMatch(own::include)) return Reach.SERVICE;
        return paths.stream().anyMatch(path -> dependencies.stream().anyMatch(other -> other.include(path)))
                ? Reach.DEPENDENCY
                : Reach.NONE;
    }
}
