package dsl.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.Golden;
import dsl.model.Plan;
import dsl.word.StageType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlanReportsTest {
    private final Plan plan = Samples.plan();

    @Test
    void json() {
        Golden.check("report/plan.json", PlanJson.of(plan, Samples.cached()));
    }

    @Test
    void theSamePlanGivesTheSameBytesCachedApart() {
        var without = PlanJson.of(Samples.plan(), Map.of()).replaceAll("\"cached\" : \"\\w+\"", "");
        assertEquals(without, PlanJson.of(plan, Samples.cached()).replaceAll("\"cached\" : \"\\w+\"", ""));
    }

    @Test
    void text() {
        Golden.check("report/plan.txt", new PlanText(Style.PLAIN, 100).of(plan, Samples.cached()));
    }

    @Test
    void anEmptyPlanSaysSo() {
        var empty = new Plan("docker-ci", new TreeMap<>(), List.of(), List.of(), plan.skipped());
        assertTrue(new PlanText(Style.PLAIN, 100).of(empty, Map.of()).startsWith("docker-ci: nothing to do\n"));
    }

    @Test
    void graphs() {
        Golden.check("report/plan.mermaid", PlanGraph.mermaid(plan));
        Golden.check("report/plan.dot", PlanGraph.dot(plan));
        Golden.check("report/graph.json", PlanGraph.json(plan));
    }

    @Test
    void namesAreEscapedInGraphs() {
        var odd = new Plan("x\"y", new TreeMap<>(), List.of(), List.of(Tasks.named("sh:a\"b]\\ -->|x|")), List.of());
        assertTrue(PlanGraph.mermaid(odd).contains("t0[\"sh:a#34;b]#92; --#62;|x|\"]"), PlanGraph.mermaid(odd));
        assertTrue(PlanGraph.dot(odd).contains("\"sh:a\\\"b]\\\\ -->|x|\""), PlanGraph.dot(odd));
    }

    @Test
    void explanations() {
        var explanation = new Explanation(plan, Samples.cached(), Style.PLAIN);
        Golden.check(
                "report/explain.txt",
                explanation.of("buildImage:mcp-server@linux/amd64").orElseThrow() + "\n"
                        + explanation.of("scanImage:mcp-server").orElseThrow() + "\n"
                        + explanation.of("buildImage:memory-rest-api").orElseThrow());
        assertTrue(explanation.of("nothing:here").isEmpty());
        assertEquals("did you mean 'scanImage:mcp-server'?", explanation.suggestion("scanImage:mcp-sever"));
    }

    @Test
    void reference() {
        var reference = Reference.of(Samples.types().values());
        var text = new ReferenceText(Style.PLAIN, 100);
        var pages = new StringBuilder(text.list(reference));
        reference.words().forEach(w -> pages.append("\n-----\n").append(text.page(w)));
        Golden.check("report/reference.txt", pages.toString());
        Golden.check("report/reference.json", reference.json());
    }

    /** A plan's task under any name. */
    private static final class Tasks {
        static dsl.model.Task named(String id) {
            var t = Samples.plan().tasks().get(0);
            StageType type = t.type();
            return new dsl.model.Task(
                    id,
                    type,
                    t.role(),
                    "s",
                    t.platform(),
                    t.values(),
                    List.of(),
                    t.controls(),
                    t.location(),
                    "",
                    t.recipe());
        }
    }
}
