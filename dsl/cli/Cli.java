package dsl.cli;

import dsl.model.PipelineSpec;
import dsl.model.Problem;
import dsl.report.ExitCode;
import dsl.report.ProblemText;
import dsl.word.Mismatch;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import stages.api.StageFailure;
import stages.api.ToolMissing;

/** Understands a command line, has it answered, and turns everything that goes wrong into one message and an exit code. */
final class Cli {
    static final String PROGRAM = "./pipeline";
    static final String VERSION = "0.1.0";
    private static final String FULL =
            "free space where the repository's '.pipeline' folder and the cache ('--cache', SLIPWAY_CACHE) lie";

    private final Workspace.Opener opener;
    private final Interrupts interrupts;
    private final Console console;
    private Optional<Workspace> workspace = Optional.empty();

    private Cli(Console console, Workspace.Opener opener, Interrupts interrupts) {
        this.console = console;
        this.interrupts = interrupts;
        this.opener = opener;
    }

    /**
     * @param halt ends the process at once, after a signal
     * @return the exit code of {@link ExitCode}
     */
    static int run(List<String> arguments, Console console, Workspace.Opener opener, IntConsumer halt) {
        var invocation = Invocation.of(arguments);
        var shown = invocation.plain() ? console.plain() : console;
        try (var interrupts = new Interrupts(() -> shown.error("cancelled; no task was started", ""), halt)) {
            return new Cli(shown, opener, interrupts).guarded(invocation, arguments);
        }
    }

    private int guarded(Invocation invocation, List<String> arguments) {
        try {
            return run(invocation, arguments);
        } catch (Problem.Found e) {
            console.say(new ProblemText(this::source, console.style()).render(e.problems()));
            return trace(invocation, e, ExitCode.USAGE);
        } catch (Usage e) {
            console.error(message(e), e.hint());
            return trace(invocation, e, ExitCode.USAGE);
        } catch (Mismatch e) {
            console.error(message(e), e.hint());
            return trace(invocation, e, ExitCode.USAGE);
        } catch (ToolMissing e) {
            console.error(message(e), e.hint());
            return trace(invocation, e, ExitCode.MISSING);
        } catch (StageFailure e) {
            console.error(message(e), e.hint());
            e.details().forEach(l -> console.say("  | " + l + "\n"));
            return trace(invocation, e, ExitCode.FAILED);
        } catch (IOException e) {
            console.error(file(e), file(e).contains("No space left") ? FULL : "");
            return trace(invocation, e, ExitCode.FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.CANCELLED.code();
        } catch (RuntimeException | Error e) {
            return defect(invocation, e);
        }
    }

    private static String message(Throwable e) {
        return String.valueOf(e.getMessage());
    }

    private static String file(IOException e) {
        if (!(e instanceof FileSystemException f)) return "input or output failed: " + e.getMessage();
        var why = f.getReason() != null
                ? f.getReason()
                : e.getClass().getSimpleName().replace("Exception", "");
        return "cannot use '" + f.getFile() + "': " + why;
    }

    private int defect(Invocation invocation, Throwable e) {
        var where = e.getMessage() == null ? "" : ": " + e.getMessage();
        console.error(
                "unexpected " + e.getClass().getSimpleName() + where,
                "this is a defect of Slipway, not of your script; "
                        + (invocation.debug() ? "please report it with this trace" : "--debug shows where"));
        return trace(invocation, e, ExitCode.FAILED);
    }

    private int trace(Invocation invocation, Throwable e, ExitCode code) {
        if (invocation.debug()) console.trace(e);
        return code.code();
    }

    private Optional<String> source(String file, int line) {
        return workspace
                .flatMap(w -> w.text(file))
                .flatMap(t -> t.lines().skip(line - 1L).findFirst());
    }

    private int run(Invocation invocation, List<String> arguments) throws IOException, InterruptedException {
        if (invocation.verb().isEmpty() && invocation.pipeline().isEmpty()) return program(invocation);
        if (invocation.verb().isPresent()) return verb(invocation.verb().get(), invocation, arguments);
        return pipeline(invocation.pipeline().orElseThrow(), invocation, arguments);
    }

    private int program(Invocation invocation) {
        if (invocation.rest().contains("--version")) console.answer("slipway " + VERSION + "\n");
        else if (invocation.help() || invocation.rest().isEmpty())
            console.answer(ProgramHelp.text(console.answerStyle()));
        else throw new Usage("no pipeline and no verb is given", "'" + PROGRAM + " --help' shows both");
        return 0;
    }

    private int pipeline(String name, Invocation invocation, List<String> arguments)
            throws IOException, InterruptedException {
        if (name.equals("help"))
            return program(new Invocation(Optional.empty(), Optional.empty(), List.of(), false, false, true));
        if (Verb.reserved().contains(name)) throw new Usage("there is no '" + name + "' yet", "the name is reserved");
        var spec = load(name, invocation).pipelineOrFail(name);
        return answer(Grammars.run(spec), invocation, s -> new RunVerb(s, arguments).run(spec));
    }

    private int verb(Verb verb, Invocation invocation, List<String> arguments)
            throws IOException, InterruptedException {
        var spec = Optional.<PipelineSpec>empty();
        if (verb.plans() && invocation.pipeline().isPresent()) {
            var name = invocation.pipeline().get();
            spec = Optional.of(load(name, invocation).pipelineOrFail(name));
        } else if (verb.plans() && !invocation.help())
            throw new Usage("'" + verb.word() + "' needs a pipeline", "'" + PROGRAM + " pipelines' lists them");
        return answer(Grammars.verb(verb, spec), invocation, answer(verb, spec, arguments));
    }

    private static Session.Answer answer(Verb verb, Optional<PipelineSpec> spec, List<String> arguments) {
        return switch (verb) {
            case PLAN -> s -> new PlanVerbs(s, spec.orElseThrow()).plan();
            case GRAPH -> s -> new PlanVerbs(s, spec.orElseThrow()).graph();
            case EXPLAIN -> s -> new PlanVerbs(s, spec.orElseThrow()).explain();
            case CHECK -> s -> new ListVerbs(s).check();
            case PIPELINES -> s -> new ListVerbs(s).pipelines();
            case STAGES -> s -> new ListVerbs(s).stages();
            case DOCTOR -> s -> new Doctor(s).examine();
            case RUNS -> s -> new PastVerbs(s).runs();
            case SHOW -> s -> new PastVerbs(s).show();
            case LOGS -> s -> new PastVerbs(s).logs();
            case CLEAN -> s -> new PastVerbs(s).clean();
            case RESUME -> s -> new RunVerb(s, arguments).resume();
            case COMPLETION -> s -> new Completion(s).bash();
        };
    }

    private Loaded load(String pipeline, Invocation invocation) throws IOException {
        return open(CommonOptions.read(pipeline, invocation.rest()))
                .load(pipeline)
                .orFail();
    }

    private int answer(Grammar grammar, Invocation invocation, Session.Answer answer)
            throws IOException, InterruptedException {
        if (invocation.help()) {
            console.answer(Help.text(grammar, invocation.verb().isEmpty(), console.answerStyle()));
            return 0;
        }
        var parsed = grammar.parse(invocation.rest());
        var options = CommonOptions.read(parsed);
        return answer.to(new Session(console, options, open(options), parsed, interrupts));
    }

    private Workspace open(Options options) throws IOException {
        if (workspace.isEmpty()) workspace = Optional.of(opener.open(options, console::note));
        return workspace.get();
    }
}
