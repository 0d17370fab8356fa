package stages.changes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import stages.api.*;
import stages.git.Git;

/**
 * The tags that an image of this run goes by: of the branch ({@code feature-x}), the pull request ({@code pr-7}) or the
 * version tag ({@code 1.2.3}), and of the commit ({@code sha-0123456789ab}); {@code latest} from the default branch alone.
 * A branch whose name looks like another kind of tag gets {@code branch-} before it, so that no name of a branch moves a
 * tag that is not its own. Tags follow the grammar of the OCI distribution specification.
 */
@Word("branchTags")
@Help("tags for an image of this branch, pull request or version, and of this commit")
public record BranchTags() implements Fact<List<String>> {
    private static final Pattern VERSION = Pattern.compile("v?(\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z.-]+)?)(?:\\+.*)?");
    private static final Pattern RESERVED =
            Pattern.compile("latest|(pr|sha|branch)-.*|v?\\d+(\\.\\d+)*([-+_].*)?", Pattern.CASE_INSENSITIVE);
    private static final int MAX_TAG = 128;
    private static final int COMMIT_DIGITS = 12;

    @Override
    public List<String> evaluate(FactContext context) throws IOException, InterruptedException {
        var git = new Git(context.commands());
        var unusable = Repository.check(git);
        if (unusable.isPresent()) {
            throw new StageFailure(
                    "there are no tags for an image: " + unusable.get().why(), "commit first");
        }
        Event event = context.event();
        var repository = Repository.read(git, event);
        boolean clean = event.present() || git.isClean();
        var tags = new ArrayList<String>();
        named(repository, event).ifPresent(tags::add);
        if (clean) {
            tags.add("sha-" + repository.head().substring(0, COMMIT_DIGITS));
        } else {
            context.note("the tree is not clean: no tag names the commit, and 'latest' stays where it is");
        }
        boolean branch = event.ref().startsWith("refs/heads/") || !event.present();
        if (clean && branch && isDefault(repository, event)) {
            tags.add("latest");
        }
        return List.copyOf(tags);
    }

    private static boolean isDefault(Repository repository, Event event) {
        Optional<String> branch = repository.branch(event);
        return !event.untrusted() && branch.isPresent() && branch.equals(repository.defaultBranch());
    }

    private static Optional<String> named(Repository repository, Event event) {
        if (event.number().isPresent()) {
            return Optional.of("pr-" + event.number().get());
        }
        if (event.ref().startsWith("refs/tags/")) {
            String name = event.ref().substring("refs/tags/".length());
            var version = VERSION.matcher(name);
            return Optional.of(version.matches() ? version.replaceFirst("$1") : tag(name));
        }
        boolean other = event.present() && !event.ref().startsWith("refs/heads/")
                || event.name().equals("merge_group");
        return other ? Optional.empty() : repository.branch(event).map(BranchTags::tag);
    }

    /** A branch's name as a tag; one that is more than its slashes away from its name gets a hash of it as well. */
    private static String tag(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_.-]", "-").replaceFirst("^[.-]+", "");
        String safe = plain.isEmpty() || RESERVED.matcher(plain).matches() ? "branch-" + plain : plain;
        boolean simple = name.replace('/', '-').equals(safe) && safe.length() <= MAX_TAG;
        if (simple) {
            return safe;
        }
        String hash = String.format(Locale.ROOT, "-%08x", name.hashCode());
        return safe.substring(0, Math.min(safe.length(), MAX_TAG - hash.length())) + hash;
    }
}
