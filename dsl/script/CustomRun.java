package dsl.script;

import dsl.syntax.ScriptErrors;
import dsl.word.Conversion;
import dsl.word.Mismatch;
import dsl.word.Resolution;
import groovy.lang.Closure;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.*;
import org.jspecify.annotations.Nullable;
import stages.api.*;

/** One use of a custom stage, whose failures name their line in its file. */
record CustomRun(String file, String word, Map<String, Object> values, Map<String, Type> outputs, Closure<?> body)
        implements Stage<CustomRun.Outcome>, Gate<CustomRun.Outcome> {
    /** What a custom stage yields. */
    record Outcome(Map<String, Object> values, List<Finding> findings) implements Result, Resolution.Outputs {
        @Override
        public Object output(String name) {
            return Objects.requireNonNull(values.get(name));
        }
    }

    @Override
    public Outcome run(StageContext context) throws InterruptedException {
        var findings = new ArrayList<Finding>();
        var run = (Closure<?>) body.clone();
        run.setDelegate(values);
        run.setResolveStrategy(Closure.DELEGATE_FIRST);
        try {
            return new Outcome(typed(run.call(new CustomContext(word, context, findings))), findings);
        } catch (StageFailure | ToolMissing e) {
            throw e;
        } catch (Exception | AssertionError | StackOverflowError e) {
            if (e instanceof InterruptedException i) throw i;
            var problem = ScriptErrors.of(e, file);
            throw new StageFailure(problem.location() + ": " + problem.message(), problem.hint());
        }
    }

    private Map<String, Object> typed(@Nullable Object returned) {
        var given = returned instanceof Map<?, ?> m ? m : Map.of();
        var typed = new LinkedHashMap<String, Object>();
        outputs.forEach((name, type) -> typed.put(name, typed(name, type, Handle.plain(given.get(name)))));
        return typed;
    }

    private Object typed(String name, Type type, @Nullable Object value) {
        if (value == null)
            throw new StageFailure(
                    file + ": run { } did not return '" + name + "'", "end it with [" + name + ": value]");
        try {
            return Conversion.plain(new Conversion(o -> Object.class).convert(type, value));
        } catch (Mismatch m) {
            throw new StageFailure(file + ": output '" + name + "': " + m.getMessage(), m.hint());
        }
    }

    @Override
    public Verdict judge(Outcome report, Instant now) {
        return Verdict.of(report.findings());
    }
}
