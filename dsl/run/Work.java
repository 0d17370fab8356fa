package dsl.run;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dsl.model.Recipe;
import dsl.model.Task;
import dsl.run.Edges.Ended;
import dsl.store.FolderCache.Found;
import dsl.store.Outcome;
import dsl.store.Results;
import dsl.store.RunEvent;
import dsl.store.StoredResult;
import dsl.word.Resolution;
import dsl.word.StageType.Kind;
import java.io.IOException;
import java.util.*;
import stages.api.*;

/** One try of a task: its final key, what is there already, else the stage's work, and the verdict. */
final class Work {
    private final Runner run;
    private final Task task;
    private final TaskContext context;
    private final Kind kind;
    private final Object stage;

    Work(Runner run, Task task, TaskContext context) {
        this.run = run;
        this.task = task;
        this.context = context;
        this.kind = task.type().kind();
        var values = new LinkedHashMap<String, Object>();
        task.values().forEach((name, value) -> values.put(name, Resolution.resolve(value, run::output)));
        this.stage = task.type().make().apply(values);
    }

    Ended end() throws IOException, InterruptedException {
        var inputs = inputs();
        var key = Recipe.key(inputs).value();
        var shown = run.masks.mask(inputs);
        var there = stage instanceof Effect<?> effect ? observed(effect) : kept(key, shown);
        if (there.isPresent()) return there.get();
        var result = act();
        keep(entry(key, shown, Json.tree(result), context.findings, context.summaries));
        return ended(result, false);
    }

    /** The recipe's inputs, with results in place of recipe keys, and what can be known only now. */
    private SortedMap<String, String> inputs() throws IOException, InterruptedException {
        var inputs = new TreeMap<>(task.recipe().inputs());
        inputs.replaceAll((name, recipe) -> {
            if (!name.startsWith(Recipe.UPSTREAM)) return recipe;
            var identity = run.end(name.substring(Recipe.UPSTREAM.length())).identity();
            return identity.isEmpty() ? recipe : identity;
        });
        if (kind != Kind.CACHED || task.role() == Task.Role.JOIN) return inputs;
        for (var use : task.type().uses())
            context.optionalTool(use.value()).ifPresent(t -> inputs.put(Recipe.TOOL + t.name(), t.version()));
        if (stage instanceof LateInputs asked)
            asked.lateInputs(context).forEach((name, value) -> inputs.put(Recipe.LATE + name, value));
        return inputs;
    }

    /** Its end, where an effect is there already; else the journal is on the disk. */
    private Optional<Ended> observed(Effect<?> effect) throws IOException, InterruptedException {
        switch (effect.observe(context)) {
            case Observation.Identical<?> same -> {
                observed("identical", "");
                return Optional.of(ended(same.result(), true));
            }
            case Observation.Conflicting<?> other -> {
                observed("conflicting", other.what());
                throw new StageFailure("conflict: " + other.what(), other.hint());
            }
            case Observation.Begun<?> begun -> {
                observed("begun", begun.what());
                context.log("adopting what was begun elsewhere: " + begun.what());
            }
            case Observation.Absent<?> absent -> observed("absent", "");
        }
        if (run.voice.force()) return Optional.empty();
        throw new StageFailure("the journal cannot be written, so nothing is done outside", "free space on the disk");
    }

    private void observed(String answer, String what) {
        run.voice.tell(at -> new RunEvent.Observed(at, task.id(), answer, run.masks.mask(what)));
    }

    /** Its end, where the run that is resumed or the cache holds the result. */
    @SuppressWarnings("unchecked") // a stage puts back what it yields
    private Optional<Ended> kept(String key, SortedMap<String, String> inputs) throws IOException {
        var resumed = Optional.ofNullable(run.settings.finished().get(task.id()))
                .filter(entry -> entry.recipe().equals(task.recipe().key().value()))
                .filter(entry -> run.cache.lost(entry, true).isEmpty());
        if (resumed.isEmpty() && kind == Kind.PLAIN) return Optional.empty();
        var found = resumed.isPresent() ? new Found(resumed, "by the run that is resumed") : run.cache.find(task, key);
        var result = found.entry().flatMap(entry -> entry.read(type()));
        var why = found.why().isEmpty() && result.isEmpty()
                ? run.cache.differences(task.id(), inputs, name -> true)
                : found.why();
        run.voice.tell(at -> new RunEvent.CacheAnswered(at, task.id(), result.isPresent(), key, inputs, why));
        if (result.isEmpty()) return Optional.empty();
        if (stage instanceof Restores<?> r) ((Restores<Result>) r).restore(result.get(), context);
        var old = found.entry().orElseThrow();
        old.findings().forEach(f -> run.voice.tell(at -> new RunEvent.Found(at, task.id(), f)));
        old.summaries().forEach(s -> run.voice.tell(at -> new RunEvent.Summary(at, task.id(), s)));
        var entry = entry(key, inputs, old.result(), old.findings(), old.summaries());
        run.voice.keep(entry);
        if (resumed.isEmpty()) run.cache.remember(entry);
        return Optional.of(ended(result.get(), true));
    }

    private JavaType type() {
        var part = task.role() == Task.Role.PART;
        return Json.MAPPER.constructType(
                part ? task.type().part().orElseThrow() : task.type().yields());
    }

    private StoredResult entry(
            String key, SortedMap<String, String> inputs, JsonNode result, List<Finding> findings, List<String> said) {
        var recipe = task.recipe().key().value();
        return new StoredResult(task.id(), key, recipe, type().toCanonical(), result, findings, said, inputs);
    }

    private Result act() throws IOException, InterruptedException {
        return switch (task.role()) {
            case WHOLE -> ((Stage<?>) stage).run(context);
            case PART -> ((PerPlatform<?, ?>) stage).runOn(task.platform().orElseThrow(), context);
            case JOIN -> join((PerPlatform<?, ?>) stage);
        };
    }

    @SuppressWarnings("unchecked") // the planner joins the parts of one stage
    private <P extends Result> Result join(PerPlatform<P, ?> joins) throws IOException, InterruptedException {
        var parts = new TreeMap<Platform, P>();
        for (var edge : task.edges())
            if (edge.kind() == Task.Edge.Kind.PART)
                parts.put(run.task(edge.to()).task.platform().orElseThrow(), (P) run.result(edge.to()));
        return joins.join(parts, context);
    }

    /** A result that holds a secret is kept nowhere: restored, it would be another one. */
    private void keep(StoredResult entry) {
        if (!run.masks.mask(entry.result()).equals(entry.result())) {
            context.log("its result holds a secret, so it is not kept");
            return;
        }
        run.voice.keep(entry);
        if (kind == Kind.CACHED && task.recipe().uncached().isEmpty()) run.cache.put(entry);
    }

    private Ended ended(Result result, boolean restored) {
        return new Ended(
                verdict(result), Optional.of(result), Results.identity(result).value(), restored, false);
    }

    @SuppressWarnings("unchecked") // a gate judges what it yields
    private Outcome verdict(Result result) {
        if (!(stage instanceof Gate<?> gate) || task.role() == Task.Role.PART) return new Outcome.Passed();
        var verdict = ((Gate<Result>) gate).judge(result, run.settings.clock().instant());
        verdict.findings().forEach(context::finding);
        return switch (verdict) {
            case Verdict.Passed p -> new Outcome.Passed();
            case Verdict.Refused r -> new Outcome.Refused(run.masks.mask(r.reason()));
        };
    }
}
