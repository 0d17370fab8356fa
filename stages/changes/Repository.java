package stages.changes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stages.api.Event;
import stages.git.Git;

/**
 * Where the checkout stands.
 *
 * @param head its commit
 * @param branch what it is of, empty where detached
 * @param defaultBranch as the event tells it, as the remote's HEAD does, or {@code main} or {@code master} if there is one
 * @param tip the default branch's latest commit known here, the remote's before our own
 */
record Repository(
        Git git,
        String head,
        Optional<String> branch,
        Optional<String> defaultBranch,
        Optional<String> tip,
        boolean shallow) {
    private static final String REMOTE = "refs/remotes/origin/";
    private static final String LOCAL = "refs/heads/";

    /** What stands in the way of comparing anything. */
    record Unusable(String why) {}

    /** Why there is nothing to compare, if so: no repository, or no commit. Any other trouble is git's own error. */
    static Optional<Unusable> check(Git git) throws IOException, InterruptedException {
        var standing = git.standing();
        if (standing.code() == 0 && standing.out().startsWith("true")) {
            return Optional.empty();
        }
        var inside = git.run("rev-parse", "--is-inside-work-tree");
        if (inside.code() != 0) {
            if (inside.tail().stream().anyMatch(line -> line.contains("not a git repository"))) {
                return Optional.of(new Unusable("this is no git repository, so that nothing can be compared"));
            }
            inside.orFail("git cannot read this repository");
        }
        if (inside.out().strip().equals("false")) {
            return Optional.of(new Unusable("this is no working tree of a git repository"));
        }
        return git.commit("HEAD").isPresent()
                ? Optional.empty()
                : Optional.of(new Unusable("the branch has no commit yet"));
    }

    static Repository read(Git git, Event event) throws IOException, InterruptedException {
        List<String> standing =
                git.standing().orFail("asking for the checkout").out().lines().toList();
        Optional<String> branch = Optional.of(standing.get(3))
                .filter(ref -> ref.startsWith(LOCAL))
                .map(ref -> ref.substring(LOCAL.length()));
        List<String[]> refs = refs(git, event);
        Optional<String> name = event.defaultBranch().or(() -> defaultBranch(refs));
        Optional<String> tip =
                name.flatMap(known -> find(refs, REMOTE + known, 1).or(() -> find(refs, LOCAL + known, 1)));
        return new Repository(
                git, standing.get(2), branch, name, tip, standing.get(1).equals("true"));
    }

    /** Refs that may be, or lead to, the default branch: name, commit, and the ref that it stands for. */
    private static List<String[]> refs(Git git, Event event) throws IOException, InterruptedException {
        var ask = new ArrayList<>(List.of("for-each-ref", "--format=%(refname)%00%(objectname)%00%(symref)"));
        ask.add(REMOTE + "HEAD");
        for (String name : List.of("main", "master")) {
            ask.addAll(List.of(REMOTE + name, LOCAL + name));
        }
        if (event.defaultBranch().isPresent()
                && git.isRefName("refs/heads/" + event.defaultBranch().get())) {
            String name = event.defaultBranch().get();
            ask.addAll(List.of(REMOTE + name, LOCAL + name));
        }
        List<String[]> refs = lines(git, ask);
        Optional<String> other =
                find(refs, REMOTE + "HEAD", 2).filter(ref -> find(refs, ref, 1).isEmpty());
        if (other.isPresent()) {
            refs.addAll(lines(git, List.of(ask.get(0), ask.get(1), other.get())));
        }
        return refs;
    }

    private static List<String[]> lines(Git git, List<String> ask) throws IOException, InterruptedException {
        return new ArrayList<>(git.run(ask)
                .orFail("asking for the branches")
                .out()
                .lines()
                .map(line -> line.split("\0", -1))
                .toList());
    }

    private static Optional<String> defaultBranch(List<String[]> refs) {
        Optional<String> remote = find(refs, REMOTE + "HEAD", 2)
                .filter(ref -> ref.startsWith(REMOTE))
                .map(ref -> ref.substring(REMOTE.length()));
        return remote.or(() -> List.of("main", "master").stream()
                .filter(name -> find(refs, REMOTE + name, 1).isPresent()
                        || find(refs, LOCAL + name, 1).isPresent())
                .findFirst());
    }

    private static Optional<String> find(List<String[]> refs, String name, int field) {
        return refs.stream()
                .filter(ref -> ref[0].equals(name) && !ref[field].isEmpty())
                .map(ref -> ref[field])
                .findFirst();
    }

    /** Branch that the run is of: the event's, else the checkout's. */
    Optional<String> branch(Event event) {
        return event.ref().startsWith(LOCAL) ? Optional.of(event.ref().substring(LOCAL.length())) : branch;
    }

    /** Whether the run is of the default branch: by name, or, detached, as a commit that belongs to it. */
    boolean isOnDefault(Event event) throws IOException, InterruptedException {
        Optional<String> name = branch(event);
        if (name.isPresent()) {
            return name.equals(defaultBranch);
        }
        return tip.isPresent() && git.mergeBase(head, tip.get()).equals(Optional.of(head));
    }
}
