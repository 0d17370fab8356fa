package dsl.script;

import dsl.word.Conversion;
import dsl.word.Mismatch;
import java.util.List;
import java.util.Map;
import stages.api.Command;
import stages.api.Finding;
import stages.api.StageContext;

/** What {@code run { context -> }} of a custom stage is given. */
public final class CustomContext {
    private final String word;
    private final StageContext context;
    private final List<Finding> findings;

    CustomContext(String word, StageContext context, List<Finding> findings) {
        this.word = word;
        this.context = context;
        this.findings = findings;
    }

    /** How {@code finding} is called. */
    record Given(
            Finding.Level level, String rule, String message, java.util.Optional<String> place, int line, int column) {}

    /** {@code finding level: 'error', rule: 'license', message: '...'}; an error refuses. */
    public void finding(Map<String, Object> given) {
        var plain = (Map<?, ?>)
                java.util.Objects.requireNonNull(Handle.plain(new java.util.LinkedHashMap<>(defaults(given))));
        var f = given(plain);
        var place = new Finding.Place(f.place().orElse(word), f.line(), f.column());
        findings.add(new Finding(f.level(), f.rule(), word, f.message(), place, java.util.Optional.empty()));
    }

    /** @throws IllegalArgumentException with the line of the script in its trace, which a mismatch has not */
    private static Given given(Map<?, ?> plain) {
        try {
            return (Given) Conversion.record(Given.class, plain);
        } catch (Mismatch m) {
            throw new IllegalArgumentException(
                    "finding: " + m.getMessage() + (m.hint().isEmpty() ? "" : "; " + m.hint()));
        }
    }

    private static Map<String, Object> defaults(Map<String, Object> given) {
        var all = new java.util.LinkedHashMap<String, Object>(Map.of("line", 0, "column", 0));
        all.putAll(given);
        return all;
    }

    public void log(Object line) {
        context.log(String.valueOf(line));
    }

    /** Runs a program; a failure is the stage's. Returns its standard output. */
    public String run(List<?> argv) throws java.io.IOException, InterruptedException {
        var command = Command.of(
                argv.stream().map(a -> String.valueOf(Handle.plain(a))).toList());
        return context.commands()
                .read(command)
                .orFail("a command of '" + word + "' failed")
                .out();
    }

    /** Everything else. */
    public StageContext stage() {
        return context;
    }
}
