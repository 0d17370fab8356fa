package stages.changes;

import java.io.IOException;
import java.util.Optional;
import stages.api.Event;
import stages.api.StageFailure;

/** What is compared with what, or why nothing is. */
sealed interface Comparison {

    /**
     * @param base a commit
     * @param workTree whether files that are not committed count too
     */
    record With(String base, boolean workTree) implements Comparison {}

    /** Nothing is compared: all is selected, for this reason. */
    record Everything(String why) implements Comparison {}

    static Comparison choose(Repository repository, Event event, Optional<String> since)
            throws IOException, InterruptedException {
        return new Chooser(repository, event).choose(since);
    }

    /** Finds the base by what started the run. */
    final class Chooser {
        private static final String PULL_REQUEST_MERGE = "refs/pull/\\d+/merge";

        private final Repository repository;
        private final Event event;
        private final History history;

        Chooser(Repository repository, Event event) {
            this.repository = repository;
            this.event = event;
            this.history = new History(repository.git(), repository.shallow());
        }

        Comparison choose(Optional<String> since) throws IOException, InterruptedException {
            if (since.isPresent()) {
                return since(since.get());
            }
            if (event.ref().startsWith("refs/tags/")) {
                return new Everything(
                        "a tag was pushed, '%s'".formatted(event.ref().substring("refs/tags/".length())));
            }
            return switch (event.name()) {
                case "" -> laptop();
                case "push" -> push();
                case "pull_request", "pull_request_target", "merge_group" -> request();
                default ->
                    repository.isOnDefault(event)
                            ? new Everything("the event '%s' has no base to compare with".formatted(event.name()))
                            : branch();
            };
        }

        private Comparison since(String revision) throws IOException, InterruptedException {
            String commit = history.commit(revision)
                    .orElseThrow(() -> new StageFailure(
                            "the revision '%s' is not in this repository%s".formatted(revision, history.trouble()),
                            "fetch it first, or name another"));
            String base = history.mergeBase(commit, repository.head()).orElse(commit);
            return new With(base, !event.present());
        }

        /** No event: the default branch is compared with itself only where files differ from it. */
        private Comparison laptop() throws IOException, InterruptedException {
            if (!repository.isOnDefault(event)) {
                return branch();
            }
            if (repository.git().isClean()) {
                String where = repository
                        .defaultBranch()
                        .map("on the default branch '%s' with a clean tree"::formatted)
                        .orElse("on the default branch with a clean tree");
                return new Everything(where);
            }
            Optional<String> pushed = repository.tip().isPresent()
                    ? history.mergeBase(repository.tip().get(), repository.head())
                    : Optional.empty();
            return new With(pushed.orElse(repository.head()), true);
        }

        private Comparison push() throws IOException, InterruptedException {
            Optional<String> before = event.base().filter(commit -> !commit.matches("0*"));
            if (before.isEmpty()) {
                return repository.isOnDefault(event)
                        ? new Everything("the default branch was pushed for the first time")
                        : branch();
            }
            Optional<String> commit = history.commit(before.get());
            if (commit.isPresent()) {
                return new With(commit.get(), false);
            }
            String gone = "the commit before this push, '%s', is gone%s".formatted(before.get(), history.trouble());
            return repository.isOnDefault(event) ? new Everything(gone) : branch();
        }

        /** A pull request is what its merge commit brings to the branch that it is for, if that is checked out. */
        private Comparison request() throws IOException, InterruptedException {
            if (event.ref().matches(PULL_REQUEST_MERGE)) {
                var parents = repository.git().parents(repository.head());
                Optional<String> target = parents.size() == 2 ? history.commit(parents.get(0)) : Optional.empty();
                if (target.isPresent()) {
                    return new With(target.get(), false);
                }
            }
            if (event.base().isEmpty()) {
                return branch();
            }
            Optional<String> base = history.commit(event.base().get());
            return base.isEmpty()
                    ? new Everything("the base of this '%s', '%s', is gone%s"
                            .formatted(event.name(), event.base().get(), history.trouble()))
                    : parted(base.get(), "the base of this '%s'".formatted(event.name()));
        }

        /** Another branch: all since it left the default branch. */
        private Comparison branch() throws IOException, InterruptedException {
            if (repository.defaultBranch().isEmpty()) {
                return new Everything("no default branch is known: there is no 'origin/HEAD', 'main' or 'master'");
            }
            String name = repository.defaultBranch().get();
            Optional<String> tip = repository.tip().isPresent() ? repository.tip() : history.branch(name);
            return tip.isEmpty()
                    ? new Everything(
                            "the default branch '%s' is not in this repository%s".formatted(name, history.trouble()))
                    : parted(tip.get(), "the default branch '%s'".formatted(name));
        }

        private Comparison parted(String from, String what) throws IOException, InterruptedException {
            Optional<String> base = history.mergeBase(from, repository.head());
            if (base.isPresent()) {
                return new With(base.get(), !event.present());
            }
            return new Everything(
                    history.isShallow()
                            ? "this clone is shallow and could not be deepened to %s%s"
                                    .formatted(what, history.trouble())
                            : "there is no common history with %s".formatted(what));
        }
    }
}
