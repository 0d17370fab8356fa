package stages.release;

import java.util.*;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stages.api.Change;

/**
 * Reads a commit message by Conventional Commits 1.0.0 and as people and GitHub write them: breaking changes marked by {@code !}
 * or told anywhere below the first line, reverts, and the several changes that a squashed message holds, each on a line of
 * its own. It takes any text; what follows no convention is one change without a type.
 */
final class CommitMessage {
    private static final Pattern HEADER = Pattern.compile(
            "(?<type>[\\p{L}\\p{N}][\\p{L}\\p{N}_/-]{0,40})(?:\\((?<scope>[^()]{0,100})\\))?(?<breaks>!)?:[ \\t]+(?<subject>\\S.*)");
    private static final Pattern NESTED = Pattern.compile(
            "(?<bullet>[*-][ \\t]+)?(?<header>(?:feat|fix|perf|revert|docs|style|refactor|test|build|ci|chore|deps|security)"
                    + "(?:\\([^()]{0,100}\\))?!?:[ \\t]+\\S.*)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern QUOTED =
            Pattern.compile("(?<how>Revert|Reapply)[ \\t]+\"(?<what>.*)\"(?<rest>[^\"]*)");
    private static final Pattern MERGED = Pattern.compile("Merge pull request #\\d+ from \\S+");
    private static final Pattern REVERTED = Pattern.compile("[Tt]his reverts commit (?<commit>[0-9a-f]{7,64})\\b");
    private static final Pattern REFS = Pattern.compile("(?i)refs?: *(?<commit>[0-9a-f]{7,64})\\b.*");
    private static final Pattern BREAKING =
            Pattern.compile("[ \\t]*(?:[*-][ \\t]+)?BREAKING[ -]CHANGES?[ \\t]*(?::|[ \\t]#|$)[ \\t]*(?<text>.*)");
    private static final Pattern FOOTER = Pattern.compile("[A-Za-z][A-Za-z0-9-]*(?:: | #).*|-{3,}");
    private static final Pattern AUTHOR =
            Pattern.compile("(?i)[ \\t]*co-authored-by:[ \\t]*(?<name>[^<>]*[^<> \\t])[ \\t]*(?:<[^>]*>)?[ \\t]*");

    /** A change in the making: its first line, and what belongs to it below. */
    private record Part(String header, List<String> below) {
        Part(String header) {
            this(header, new ArrayList<>());
        }

        String text() {
            return header + "\n" + String.join("\n", below);
        }
    }

    /** @param breaking the subject, where {@code !} says that it breaks */
    private record Header(String type, Optional<String> scope, Optional<String> breaking, String subject) {}

    private CommitMessage() {}

    /** At least one change. */
    static List<Change> parse(String commit, String author, String message) {
        var lines = message.strip().lines().map(String::stripTrailing).toList();
        var parts = parts(lines);
        var authors = authors(author, lines);
        var first = parts.getFirst();
        boolean title = parts.size() > 1 && conventional(first.header()).isEmpty();
        var changes = new LinkedHashMap<String, Change>();
        for (var part : title ? parts.subList(1, parts.size()) : parts) {
            var references = References.of(title ? first.text() + "\n" + part.text() : part.text());
            var change = change(commit, part, references, authors);
            var same = change.type() + "/" + change.scope().orElse("") + "/" + References.without(change.subject());
            changes.merge(same, change, (one, other) -> one.breaking().isPresent() ? one : breaking(one, other));
        }
        return List.copyOf(changes.values());
    }

    /** A squashed message often repeats its title as the first of its changes, with more to say. */
    private static Change breaking(Change one, Change other) {
        return new Change(
                one.commit(),
                one.type(),
                one.scope(),
                one.subject(),
                other.breaking(),
                one.reverts().or(other::reverts),
                one.references(),
                one.authors());
    }

    private static List<Part> parts(List<String> lines) {
        var parts = new ArrayList<Part>();
        int start = lines.size() > 1 && MERGED.matcher(lines.getFirst()).matches() ? 1 : 0;
        while (start > 0 && start < lines.size() - 1 && lines.get(start).isBlank()) start++;
        parts.add(new Part(lines.isEmpty() ? "" : lines.get(start)));
        if (start > 0) parts.getFirst().below().add(lines.getFirst());
        boolean open = false;
        boolean fenced = false;
        for (var line : lines.subList(Math.min(start + 1, lines.size()), lines.size())) {
            fenced ^= line.startsWith("```");
            var nested = NESTED.matcher(line);
            boolean starts = !fenced && nested.matches() && (open || nested.group("bullet") != null);
            if (starts) parts.add(new Part(group(nested, "header")));
            else parts.getLast().below().add(line);
            open = starts || line.isBlank();
        }
        return parts;
    }

    private static Change change(String commit, Part part, List<String> references, List<String> authors) {
        var quoted = QUOTED.matcher(part.header());
        var header = quoted.matches()
                ? reverted(quoted)
                : conventional(part.header())
                        .orElseGet(() -> new Header("", Optional.empty(), Optional.empty(), part.header()));
        var target = target(part, REVERTED);
        return new Change(
                commit,
                header.type(),
                header.scope(),
                header.subject(),
                breaking(part.below()).or(header::breaking),
                header.type().equals("revert") ? target.or(() -> target(part, REFS)) : target,
                references,
                authors);
    }

    /** What {@code git revert} and GitHub write; one that takes back a revert is a change of the first kind again. */
    private static Header reverted(Matcher quoted) {
        var what = group(quoted, "what");
        var inner = conventional(what).orElseGet(() -> new Header("", Optional.empty(), Optional.empty(), what));
        boolean again = group(quoted, "how").equals("Reapply");
        return new Header(
                again ? inner.type() : "revert",
                inner.scope(),
                again ? inner.breaking() : Optional.empty(),
                inner.subject() + group(quoted, "rest"));
    }

    private static Optional<Header> conventional(String line) {
        var header = HEADER.matcher(line);
        if (!header.matches()) return Optional.empty();
        var subject = group(header, "subject");
        return Optional.of(new Header(
                group(header, "type").toLowerCase(Locale.ROOT),
                Optional.of(group(header, "scope").strip()).filter(scope -> !scope.isEmpty()),
                Optional.of(subject).filter(any -> header.group("breaks") != null),
                subject));
    }

    /** Empty where the group took no part. */
    private static String group(Matcher matcher, String name) {
        return Objects.requireNonNullElse(matcher.group(name), "");
    }

    private static Optional<String> target(Part part, Pattern pattern) {
        return part.below().stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(matcher -> group(matcher, "commit"))
                .findFirst();
    }

    /** The text after the first such words, up to the next footer, in one line; without any, that it breaks. */
    private static Optional<String> breaking(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            var matcher = BREAKING.matcher(lines.get(i));
            if (!matcher.matches()) continue;
            var text = new StringBuilder(group(matcher, "text"));
            lines.subList(i + 1, lines.size()).stream()
                    .takeWhile(line -> !FOOTER.matcher(line).matches()
                            && !BREAKING.matcher(line).matches())
                    .forEach(line -> text.append(' ').append(line));
            var one = text.toString().replaceAll("\\s+", " ").strip();
            return Optional.of(one.isEmpty() ? "breaking change" : one);
        }
        return Optional.empty();
    }

    private static List<String> authors(String author, List<String> lines) {
        var authors = new LinkedHashSet<String>();
        authors.add(author);
        lines.stream()
                .map(AUTHOR::matcher)
                .filter(Matcher::matches)
                .forEach(m -> authors.add(group(m, "name").strip()));
        return List.copyOf(authors);
    }
}
