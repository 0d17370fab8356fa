package dsl.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dsl.Golden;
import dsl.model.Location;
import dsl.model.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemTextTest {
    private static final String SCRIPT =
            "pipeline('x') {\n\t\ttimeuot '10m'   // tab\n" + "x".repeat(200) + "BAD" + "y".repeat(200) + "\n";

    static final List<Problem> PROBLEMS = List.of(
            new Problem("wrong-value", new Location("b.groovy", 3, 201), 3, "expects text, got the number 4", ""),
            new Problem(
                    "unknown-word",
                    new Location("a.groovy", 2, 3),
                    7,
                    "unknown word 'timeuot' in the options of 'buildImage'",
                    "did you mean 'timeout'?"),
            new Problem("cycle", new Location("a.groovy", 0, 0), 1, "a cycle: a, b, a", "take one 'after' away"),
            new Problem("far", new Location("a.groovy", 99, 5), 1, "no such line", ""));

    private final ProblemText text =
            new ProblemText((file, line) -> SCRIPT.lines().skip(line - 1L).findFirst(), Style.PLAIN);

    @Test
    void severalAreSortedAndCounted() {
        Golden.check("report/problems.txt", text.render(PROBLEMS));
    }

    @Test
    void oneStandsAlone() {
        Golden.check("report/problem.txt", text.render(PROBLEMS.subList(1, 2)));
    }

    @Test
    void theSameIsSaidOnce() {
        assertEquals(
                text.render(PROBLEMS),
                text.render(List.of(PROBLEMS, PROBLEMS).stream()
                        .flatMap(List::stream)
                        .toList()));
    }

    @Test
    void aMarkBeyondTheLineStaysAtItsEnd() {
        var p = new Problem("x", new Location("a.groovy", 1, 50), 9, "m", "");
        assertEquals(
                "a.groovy:1:50: error: m\nshort\n     ^\n",
                new ProblemText((f, l) -> Optional.of("short"), Style.PLAIN).render(List.of(p)));
    }

    @Test
    void aLineCannotSteerTheTerminal() {
        var p = new Problem("x", new Location("a.groovy", 1, 3), 1, "m\u001b[2J", "");
        var shown = new ProblemText((f, l) -> Optional.of("a\u001b[31mb"), Style.PLAIN).render(List.of(p));
        assertFalse(shown.contains("\u001b"));
    }

    @Test
    void json() {
        Golden.check("report/problems.json", ProblemJson.of(List.of("a.groovy", "b.groovy"), PROBLEMS));
    }
}
