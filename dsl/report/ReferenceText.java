package dsl.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The reference of the words, for a terminal. */
public final class ReferenceText {
    private final Style style;
    private final int width;

    public ReferenceText(Style style, int width) {
        this.style = style;
        this.width = width;
    }

    /** One line for each word. */
    public String list(Reference reference) {
        var words = reference.words();
        var column = Texts.widest(words.stream().map(Reference.Word::word).toList());
        var text = new StringBuilder();
        section(text, "Stages", words, w -> !w.kind().equals("fact"), column);
        section(text, "Facts, known while planning", words, w -> w.kind().equals("fact"), column);
        text.append("\nOptions of every stage: ")
                .append(String.join(
                        ", ",
                        reference.runner().stream().map(Reference.Option::name).toList()))
                .append("\nMore of one: ./pipeline stages WORD\n");
        return text.toString();
    }

    private void section(
            StringBuilder text, String title, List<Reference.Word> words, Predicate<Reference.Word> in, int column) {
        var shown = words.stream().filter(in).toList();
        if (shown.isEmpty()) return;
        text.append(text.isEmpty() ? "" : "\n").append(style.bold(title)).append('\n');
        for (var w : shown)
            text.append(("  " + Texts.pad(w.word(), column) + "  " + w.help()).stripTrailing())
                    .append('\n');
    }

    /** All of one word. */
    public String page(Reference.Word word) {
        var text = new StringBuilder(style.bold(word.word()))
                .append("  ")
                .append(word.help())
                .append("\n\n");
        text.append("  ").append(call(word)).append("\n");
        options(text, word);
        outputs(text, word);
        tools(text, word);
        text.append('\n')
                .append(style.bold("Kind"))
                .append("\n  ")
                .append(kind(word))
                .append('\n');
        return text.toString();
    }

    private static String call(Reference.Word w) {
        var required = w.options().stream()
                .filter(Reference.Option::required)
                .map(Reference.Option::name)
                .toList();
        var more = required.size() < w.options().size();
        var block = more && !w.kind().equals("fact") ? " { ... }" : "";
        var named = more && w.kind().equals("fact") ? (required.isEmpty() ? "..." : ", ...") : "";
        return w.word() + "(" + String.join(", ", required) + named + ")" + block + "  gives " + w.yields();
    }

    private void options(StringBuilder text, Reference.Word word) {
        if (word.options().isEmpty()) return;
        text.append('\n')
                .append(style.bold("Options, in the order of positional values"))
                .append('\n');
        var column =
                Texts.widest(word.options().stream().map(Reference.Option::name).toList());
        for (var o : word.options()) {
            text.append("  ")
                    .append(Texts.pad(o.name(), column))
                    .append("  ")
                    .append(o.help())
                    .append('\n');
            wrap(detail(o))
                    .forEach(l -> text.append("  ")
                            .append(" ".repeat(column))
                            .append("  ")
                            .append(style.dim(l))
                            .append('\n'));
        }
    }

    private static String detail(Reference.Option o) {
        var parts = new ArrayList<String>();
        parts.add(o.type());
        if (o.required()) parts.add("required");
        o.standard().ifPresent(s -> parts.add("default '" + s + "'"));
        if (!o.holds().isEmpty()) parts.add("must hold one each of " + String.join(", ", o.holds()));
        if (o.policy()) parts.add("judges, and is no part of the cache key");
        return String.join("; ", parts);
    }

    private List<String> wrap(String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ")) {
            if (line.length() + word.length() + 1 > width - 24 && !line.isEmpty()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private void outputs(StringBuilder text, Reference.Word word) {
        if (word.outputs().isEmpty()) return;
        text.append('\n').append(style.bold("Outputs of " + word.yields())).append('\n');
        var column =
                Texts.widest(word.outputs().stream().map(Reference.Output::name).toList());
        for (var o : word.outputs())
            text.append("  ")
                    .append(Texts.pad(o.name(), column))
                    .append("  ")
                    .append(o.type())
                    .append('\n');
    }

    private void tools(StringBuilder text, Reference.Word word) {
        if (word.tools().isEmpty()) return;
        text.append('\n').append(style.bold("Tools")).append('\n');
        for (var t : word.tools())
            text.append("  ")
                    .append(t.name())
                    .append(t.version().isEmpty() ? "" : " " + t.version())
                    .append(t.optional() ? ", optional" : "")
                    .append('\n');
    }

    private static String kind(Reference.Word word) {
        var kind = switch (word.kind()) {
            case "fact" -> "fact: evaluated while planning, from git, the event and the files";
            case "cached" -> "cached: restored where all that it depends on is the same";
            case "effect" -> "effect: looks at the world first, and acts only where that is needed";
            default -> "plain: runs each time";
        };
        return word.perPlatform() ? kind + "; one task for each platform" : kind;
    }
}
