package stages.changes;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stages.api.*;
import stages.git.Git;

/**
 * Finds what a change reaches, by git alone. What is compared depends on what started the run: a pull request with the
 * branch that it is for, a push with the commit before it, a branch with where it left the default branch, a laptop's tree
 * with that too, uncommitted and untracked files included. On the default branch with a clean tree and no event, and
 * wherever nothing can be compared, everything is selected, with that reason.
 */
@Word("detectChanges")
@Help("what the change at hand reaches: services, compose files, observability files")
public record DetectChanges(
        @Help("revision to compare with (default: by what started the run)")
        Optional<String> since) implements Fact<Changes> {

    /** What describes the project itself: a change there can be a change of anything. */
    private static final Globs PROJECT = Globs.of("pipeline.groovy", "pipelines/**/*.groovy", "stages/*.groovy");

    @Override
    public Changes evaluate(FactContext context) throws IOException, InterruptedException {
        var git = new Git(context.commands());
        Optional<String> revision = since.filter(text -> !text.isBlank());
        var unusable = Repository.check(git);
        if (unusable.isPresent()) {
            return withoutHistory(unusable.get().why(), revision);
        }
        var repository = Repository.read(git, context.event());
        return switch (Comparison.choose(repository, context.event(), revision)) {
            case Comparison.Everything(String why) -> Changes.all(why);
            case Comparison.With comparison -> changes(comparison, ChangedPath.of(git, comparison), context);
        };
    }

    private static Changes withoutHistory(String why, Optional<String> revision) {
        if (revision.isPresent()) {
            throw new StageFailure(
                    "nothing can be compared with '%s': %s".formatted(revision.get(), why), "leave out 'since'");
        }
        return Changes.all(why);
    }

    private static Changes changes(Comparison.With comparison, List<ChangedPath> changed, FactContext context) {
        List<String> paths = changed.stream().map(ChangedPath::path).toList();
        Optional<String> everything = paths.stream()
                .filter(PROJECT::includes)
                .findFirst()
                .map("`%s` changed, which describes the project"::formatted);
        Map<String, List<String>> reasons =
                everything.isPresent() ? Map.of() : Subjects.of(context).reached(changed);
        return new Changes(Optional.of(comparison.base()), everything, paths, reasons);
    }
}
