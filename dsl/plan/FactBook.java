package dsl.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dsl.model.LoadedPipeline;
import dsl.model.Plan;
import dsl.word.Mismatch;
import dsl.word.StageType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.*;
import java.util.stream.Stream;
import stages.api.*;

/** Evaluates facts, each once for the same options, and keeps what they said; or takes what was said before. */
final class FactBook implements LoadedPipeline.Facts {
    private final Surroundings around;
    private final List<Plan.FactValue> recorded;
    private final Set<Plan.FactValue> values = new LinkedHashSet<>();

    /** @param recorded facts of an earlier plan, taken as they are */
    FactBook(Surroundings around, List<Plan.FactValue> recorded) {
        this.around = around;
        this.recorded = recorded;
    }

    List<Plan.FactValue> values() {
        return List.copyOf(values);
    }

    @Override
    public Object evaluate(StageType fact, Map<String, Object> options) {
        var asked = new TreeMap<String, JsonNode>();
        options.forEach((k, v) -> asked.put(k, Json.tree(v)));
        var value = Stream.concat(values.stream(), recorded.stream())
                .filter(k -> k.word().equals(fact.word()) && k.options().equals(asked))
                .findFirst()
                .orElseGet(() -> fresh(fact, options, asked));
        values.add(value);
        return Json.from(value.value(), fact.yields());
    }

    private Plan.FactValue fresh(StageType fact, Map<String, Object> options, Map<String, JsonNode> asked) {
        var context = context();
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

    private Context context() {
        var project = around.project();
        var event = around.event();
        if (event.defaultBranch().isEmpty() && project.defaultBranch().isPresent())
            event = event.withDefaultBranch(project.defaultBranch().get());
        var watched = project.observability().stream()
                .flatMap(o -> Stream.of(o.prometheus(), o.rules(), o.ruleTests(), o.dashboards()))
                .flatMap(List::stream)
                .toList();
        return new Context(
                around.root(),
                event,
                around.tree(),
                around.commands(),
                project.services(),
                project.composeFiles(),
                watched,
                new ArrayList<>());
    }

    private record Context(
            Path root,
            Event event,
            SourceTree tree,
            Commands commands,
            List<Service> services,
            List<ComposeFile> composeFiles,
            List<Glob> observabilityFiles,
            List<String> notes)
            implements FactContext {
        @Override
        public void note(String text) {
            notes.add(text);
        }
    }
}
