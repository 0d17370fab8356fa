package dsl.script;

import dsl.model.Project;
import dsl.word.Block;
import groovy.lang.Closure;
import java.util.List;
import java.util.Optional;
import stages.api.Changes;
import stages.api.Help;

/** The blocks of the language itself, as records like those of stages. */
interface Blocks {
    /** A script. */
    record Script(
            @Block("project") Optional<Project> project,
            @Block("pipeline") List<Pipeline> pipelines) {}

    record Pipeline(
            @Help("name of the pipeline") String name,
            Optional<String> describe,
            @Block("argument") List<Input> arguments,
            @Block("flag") List<Input> flags,
            @Block("option") List<Input> options,

            @Help("what is done: stages { ... }") Closure<?> stages) {}

    record Input(
            @Help("its name on the command line") String name,
            Optional<String> help,
            List<String> choices,
            Optional<String> default_) {}

    /** What stands in {@code stages { }} beside the words of stages. */
    record Flow(Optional<Changes> select) {}

    /** The file of a custom stage. */
    record StageFile(
            @Help("write it as stage { ... }") @Block("stage")
            Stage stage) {}

    record Stage(
            Optional<String> describe,
            @Block("input") List<Slot> inputs,
            @Block("option") List<Slot> options,
            @Block("output") List<Slot> outputs,
            boolean cached,

            @Help("end it with run { context -> [output: value] }")
            Closure<?> run) {}

    record Slot(
            @Help("its name in run { }") String name,

            @Help("its type, such as Image or String") Class<?> type,

            Optional<Object> default_) {}
}
