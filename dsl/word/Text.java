package dsl.word;

import java.util.List;

/**
 * A text with values in it, kept apart as a script gave them; {@code literals.size() == values.size() + 1}. A value may
 * be a {@link Value.Output}.
 */
public record Text(List<String> literals, List<Object> values) {
    /** The whole text. Only where no value is an output. */
    public String joined() {
        var text = new StringBuilder(literals.get(0));
        for (int i = 0; i < values.size(); i++) text.append(values.get(i)).append(literals.get(i + 1));
        return text.toString();
    }

    public boolean late() {
        return values.stream().anyMatch(Value.Output.class::isInstance);
    }
}
