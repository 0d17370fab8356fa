package dsl.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dsl.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stages.api.Gate;
import stages.api.Json;

/** Against the standard's own schema (OASIS, SARIF 2.1.0). */
class SarifTest {
    private static final FindingsSarif FINDINGS =
            new FindingsSarif(t -> isGate(t.type().code()), s -> s.endsWith("file"));

    private static boolean isGate(String code) {
        try {
            return Gate.class.isAssignableFrom(Class.forName(code));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static void valid(String sarif) throws Exception {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Files.readString(Path.of("tests/dsl/report/sarif-2.1.0.schema.json")), InputFormat.JSON);
        assertEquals(List.of(), new ArrayList<>(schema.validate(sarif, InputFormat.JSON)), sarif);
    }

    @Test
    void problemsAreValid() throws Exception {
        var sarif = ProblemSarif.of(ProblemTextTest.PROBLEMS);
        valid(sarif);
        Golden.check("report/problems.sarif", sarif);
    }

    @Test
    void noProblemsAreValid() throws Exception {
        valid(ProblemSarif.of(List.of()));
    }

    @Test
    void findingsAreValid() throws Exception {
        var files = FINDINGS.of(Samples.record(Samples.failing()), Samples.plan());
        assertEquals(1, files.size());
        valid(files.get(0));
        Golden.check("report/findings.sarif", files.get(0));
    }

    /** GitHub takes what stands before the last slash for the category: without one at the end, platforms would collide. */
    @Test
    void everyCategoryIsItsOwnAndEndsWithASlash() {
        var runs = Json.tree(Json.read(
                        FINDINGS.of(Samples.record(Samples.failing()), Samples.plan())
                                .get(0),
                        Object.class))
                .path("runs");
        var seen = new ArrayList<String>();
        runs.forEach(r -> seen.add(r.at("/tool/driver/name").asText() + " "
                + r.at("/automationDetails/id").asText()));
        assertEquals(seen.stream().distinct().toList(), seen);
        seen.forEach(s -> assertEquals('/', s.charAt(s.length() - 1), s));
    }

    @Test
    void pathsBecomeRelativeReferences() {
        assertEquals("a%20b/%C3%A9%3Ax%25.ts", Sarif.uri("a b/é:x%.ts"));
        assertEquals("dir/file", Sarif.uri("dir\\file"));
    }
}
