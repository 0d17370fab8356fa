package stages.release;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import stages.api.Change;
import stages.api.Release;

/** The changes of a release as lines of Markdown, without those that took each other back. */
record Entries(Links links) {
    /** Lines by heading; each in the order of the changes, newest first. */
    Map<Kind, List<String>> byKind(Release release) {
        var lines = new EnumMap<Kind, List<String>>(Kind.class);
        for (var change : Reverts.settled(release.changes()))
            if (!Kind.isPreparation(change))
                lines.computeIfAbsent(Kind.of(change), kind -> new ArrayList<>())
                        .add(line(change));
        return lines;
    }

    /** The subject, what breaks where it says more, references and commit, and who else wrote it. */
    private String line(Change change) {
        var subject = References.without(change.subject());
        var text = new StringBuilder();
        change.scope()
                .ifPresent(
                        scope -> text.append("**").append(Markdown.text(scope)).append("**: "));
        text.append(Markdown.text(subject.isEmpty() ? "(no message)" : subject));
        change.breaking()
                .filter(breaking -> !breaking.equals(change.subject()))
                .ifPresent(breaking -> text.append(": ").append(Markdown.text(breaking)));
        var trail =
                new ArrayList<>(change.references().stream().map(links::issue).toList());
        trail.add(links.commit(change.commit()));
        text.append(" (").append(String.join(", ", trail)).append(')');
        if (change.authors().size() > 1)
            text.append(" by ")
                    .append(Markdown.list(
                            change.authors().stream().map(Markdown::text).toList()));
        return text.toString();
    }
}
