package dsl.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dsl.model.LoadedPipeline;
import dsl.model.Plan;
import dsl.model.Project;
import dsl.word.Mismatch;
import dsl.word.StageType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stages.api.*;

/** Evaluates facts, each once for the same options, and keeps what they said; or takes what was said before. */
final class FactBook implements LoadedPipeline.Facts {
    private final Surroundings around;
    private final Project project;
    private final List<Plan.FactValue> recorded;
    private final List<Plan.FactValue> values = new ArrayList<>();

    /** @param recorded facts of an earlier plan, taken as they are */
    FactBook(Surroundings around, Project project, List<Plan.FactValue> recorded) {
        this.around = around;
        this.project = project;
        this.recorded = recorded;
    }

    List<Plan.FactValue> values() {
        return values;
    }

    @Override
    public Object evaluate(StageType fact, Map<String, Object> options) {
        var asked = new TreeMap<String, JsonNode>();
        options.forEach((k, v) -> asked.put(k, Json.tree(v)));
        for (var known : values) if (same(known, fact, asked)) return Json.from(known.value(), fact.yields());
        var value = recorded.stream()
                .filter(r -> same(r, fact, asked))
                .findFirst()
                .orElseGet(() -> fresh(fact, options, asked));
        values.add(value);
        return Json.from(value.value(), fact.yields());
    }

    private static boolean same(Plan.FactValue known, StageType fact, Map<String, JsonNode> asked) {
        return known.word().equals(fact.word()) && known.options().equals(asked);
    }

    private Plan.FactValue fresh(StageType fact, Map<String, Object> options, Map<String, JsonNode> asked) {
        var context = new Context(around, project, new ArrayList<>());
        try {
            var value = ((Fact<?>) fact.make().apply(options)).evaluate(context);
            return new Plan.FactValue(fact.word(), asked, Json.tree(value), context.notes());
        } catch (StageFailure e) {
            throw new Mismatch("'" + fact.word() + "': " + e.getMessage(), e.hint());
        } catch (IOException e) {
            throw new Mismatch("'" + fact.word() + "': " + e.getMessage(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Mismatch("'" + fact.word() + "' was interrupted", "");
        }
    }

    private record Context(Surroundings around, Project project, List<String> notes) implements FactContext {
        @Override
        public Path root() {
            return around.root();
        }

        @Override
        public Event event() {
            return around.event().defaultBranch().isPresent()
                            || project.defaultBranch().isEmpty()
                    ? around.event()
                    : around.event().withDefaultBranch(project.defaultBranch().get());
        }

        @Override
        public SourceTree tree() {
            return around.tree();
        }

        @Override
        public Commands commands() {
            return around.commands();
        }

        @Override
        public List<Service> services() {
            return project.services();
        }

        @Override
        public List<ComposeFile> composeFiles() {
            return project.composeFiles();
        }

        @Override
        public List<Glob> observabilityFiles() {
            return project.observability()
                    .map(o -> java.util.stream.Stream.of(o.prometheus(), o.rules(), o.ruleTests(), o.dashboards())
                            .flatMap(List::stream)
                            .toList())
                    .orElse(List.of());
        }

        @Override
        public void note(String text) {
            notes.add(text);
        }
    }
}
