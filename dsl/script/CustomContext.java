package dsl.script;

import dsl.word.Conversion;
import dsl.word.Mismatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import stages.api.Command;
import stages.api.Default;
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
            Finding.Level level,
            String rule,
            String message,
            Optional<String> place,
            @Default("0") int line,
            @Default("0") int column) {}

    /** {@code finding level: 'error', rule: 'license', message: '...'}; an error refuses. */
    public void finding(Map<String, Object> given) {
        var f = given((Map<?, ?>) Objects.requireNonNull(Handle.plain(given)));
        var place = new Finding.Place(f.place().orElse(word), f.line(), f.column());
        findings.add(new Finding(f.level(), f.rule(), word, f.message(), place, Optional.empty()));
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
