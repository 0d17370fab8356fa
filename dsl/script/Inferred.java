package dsl.script;

import dsl.word.StageType;
import java.lang.reflect.Type;
import java.util.List;

/**
 * What the checker knows of an expression that is known only when a stage ran: its handle, one of its outputs, or a list
 * of handles.
 *
 * @param outputs names of outputs from the result inwards; empty for the handle itself
 */
record Inferred(StageType stage, Type type, List<String> outputs, boolean list) {
    static Inferred handle(StageType stage) {
        return new Inferred(stage, stage.yields(), List.of(), false);
    }

    Inferred asList() {
        return new Inferred(stage, type, outputs, true);
    }

    String describe() {
        return outputs.isEmpty()
                ? "the result of '" + stage.word() + "'"
                : "'" + String.join(".", outputs) + "' of '" + stage.word() + "'";
    }
}
