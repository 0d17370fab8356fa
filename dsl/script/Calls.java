package dsl.script;

import dsl.syntax.*;
import dsl.word.*;
import java.lang.reflect.Type;
import java.util.*;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.*;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import stages.api.CommandLine;

/** Checks one call of a word and rewrites it. */
final class Calls {
    private static final Set<String> REFUSED = Set.of("use", "sleep", "evaluate", "run");
    /** Stands for a value of which nothing is known before it is there. */
    private static final Value.Output UNKNOWN = new Value.Output("", List.of());

    private final Checker checker;
    private final Level top;
    private final Fitting fitting;
    private final Map<Value.Output, Type> types = new HashMap<>();

    Calls(Checker checker, Level top, Level flow) {
        this.checker = checker;
        this.top = top;
        this.fitting = new Fitting(checker.problems, flow, o -> types.getOrDefault(o, Object.class));
    }

    boolean isWord(String name) {
        return checker.level.words().containsKey(name) || fitting.flow().words().containsKey(name);
    }

    /** Checks a statement of a block that takes only words; whether it was dealt with. */
    boolean statement(ExpressionStatement s) {
        var e = s.getExpression();
        if (afterCall(e)) return true;
        if (!checker.level.closed()) return false;
        switch (e) {
            case VariableExpression v -> bare(s, v);
            case ConstantExpression c ->
                problem("comma", c, "is there a comma missing on the line before?", "a value alone says nothing");
            case DeclarationExpression d -> {
                if (checker.level != top) return false;
                var hint = "declare it where it is used, or write a helper method";
                problem("top-level", d, hint, "variables cannot stand at the top level");
            }
            case BinaryExpression b -> {
                return assignsWord(b);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** {@code word 'a' b: 'c'}, which Groovy reads as a property of the call. */
    private boolean afterCall(Expression e) {
        if (!(e instanceof PropertyExpression p
                && p.getObjectExpression() instanceof MethodCallExpression c
                && c.isImplicitThis()
                && isWord(c.getMethodAsString())
                && p.getProperty() instanceof ConstantExpression name)) return false;
        var hint = "is there a comma missing before it?";
        problem("comma", name, hint, "{} does not belong to {}", name.getText(), c.getMethodAsString());
        return true;
    }

    private boolean assignsWord(BinaryExpression b) {
        if (!b.getOperation().getText().equals("=")
                || !(b.getLeftExpression() instanceof VariableExpression v)
                || checker.scope.find(v.getName()).isPresent()) return false;
        var hint = isWord(v.getName()) ? "write '" + v.getName() + " value', without '='" : "";
        problem("assignment", b, hint, "{} is no variable", v.getName());
        return true;
    }

    /** A word alone: a flag that is set. */
    private void bare(ExpressionStatement s, VariableExpression v) {
        var meaning = checker.level.words().get(v.getName());
        if (meaning instanceof Meaning.Option o && o.parameter().raw() == boolean.class)
            s.setExpression(Call.flag(v).rewritten(e -> e));
        else if (meaning != null) problem("value-missing", v, "", "{} needs a value", v.getName());
        else unknown(v, v.getName());
    }

    /** A call without a receiver: a word, a helper, or a closure in a variable. */
    Expression implicit(MethodCallExpression c) {
        var name = c.getMethodAsString();
        if (name == null) {
            problem("dynamic-call", c, "write the name", "a computed name cannot be checked");
            return c;
        }
        var stage = fitting.flow().words().get(name);
        var meaning = checker.level.words().getOrDefault(name, checker.level.options() ? stage : null);
        if (meaning == stage
                && checker.level.options()
                && stage instanceof Meaning.Call call
                && !call.type().fact()) {
            var hint = "declare it before, and pass what it returned";
            problem("stage-in-options", c.getMethod(), hint, "{} is a stage and cannot stand inside options", name);
            return c;
        }
        if (meaning != null) return word(Call.of(c, checker.problems), meaning);
        if (name.equals("println")) return rewritten(Call.of(c, checker.problems));
        var variable = checker.scope.find(name).isPresent() && !REFUSED.contains(name);
        if (!variable && !checker.outline().isHelper(name)) unknown(c.getMethod(), name);
        return c.transformExpression(checker);
    }

    private void unknown(Expression at, String name) {
        if (REFUSED.contains(name)) {
            problem("unknown-word", at, "", "{} cannot be used in a script", name);
            return;
        }
        var homes = top.all().filter(l -> l.words().containsKey(name)).toList();
        var block = homes.stream().filter(l -> !l.options()).map(Level::name).findFirst();
        var known = new HashSet<>(checker.level.words().keySet());
        checker.outline().helpers().forEach(h -> known.add(h.getName()));
        var hint = block.map(b -> "'" + name + "' belongs in " + b)
                .orElseGet(() -> homes.isEmpty()
                        ? Suggestion.of(name, known)
                        : "'" + name + "' belongs in the options of a stage: word(...) { " + name + " ... }");
        problem("unknown-word", at, hint, "unknown word {} in %s", name, checker.level.name());
    }

    private Expression word(Call call, Meaning meaning) {
        if (meaning instanceof Meaning.Option o) option(call, o.parameter());
        else {
            call.named().keySet().forEach(key -> named(call, meaning, key));
            positional(call.name(), meaning.parameters(), call.positional());
            if (!call.isSpread()) missing(call, meaning);
        }
        call.block().ifPresent(b -> checker.inside(meaning, b, () -> block(call.name(), meaning, b)));
        var result = rewritten(call);
        if (meaning instanceof Meaning.Call c && !c.type().fact())
            checker.remember(result, new Late(Yield.of(c.type()), false));
        return result;
    }

    /** An option that stands as a word: one value, or several where it takes a list, or pairs where it takes these. */
    private void option(Call call, Parameter p) {
        var values = call.positional();
        if (call.isEmpty() && p.raw() != boolean.class)
            problem("value-missing", call.at(), "", "{} needs a value", p.name());
        else if (!call.named().isEmpty() && p.pairs()) value(p, call.pairs());
        else if (!call.named().isEmpty()) call.named().keySet().forEach(key -> named(call, new Meaning.Option(p), key));
        else if (values.size() == 1) value(p, values.get(0));
        else if (!values.isEmpty() && !p.several())
            problem("too-many-values", values.get(1), "", "{} takes one value", p.name());
        else values.forEach(v -> value(p.item(), v));
    }

    /** A word of the runner's may be given by name too. */
    private void named(Call call, Meaning meaning, String key) {
        var runners = meaning instanceof Meaning.Call ? Parameter.of(Controls.class) : List.<Parameter>of();
        var all = Stream.concat(meaning.parameters().stream(), runners.stream()).toList();
        var known = all.stream().filter(p -> p.name().equals(key)).findFirst();
        known.ifPresent(p -> value(p, call.named().getOrDefault(key, call.at())));
        if (known.isPresent()) return;
        var near = Suggestion.of(key, all.stream().map(Parameter::name).toList());
        problem(
                "unknown-option",
                call.keys().getOrDefault(key, call.at()),
                near,
                "{} has no option {}",
                call.name(),
                key);
    }

    private void positional(String word, List<Parameter> parameters, List<Expression> values) {
        for (int i = 0; i < values.size() && !(values.get(i) instanceof SpreadExpression); i++)
            if (i < parameters.size()) value(parameters.get(i), values.get(i));
            else {
                var most = parameters.isEmpty() ? "no value" : "at most " + parameters.size();
                problem("too-many-values", values.get(i), "", "{} takes %s", word, most);
                return;
            }
    }

    /** Each item of a list is checked at its place. */
    private void value(Parameter p, Expression e) {
        if (p.raw() == CommandLine.class) ShellText.check(e, checker.problems);
        if (e instanceof ListExpression list && p.several())
            list.getExpressions().forEach(i -> fitting.value(p.item(), given(i), place(i)));
        else fitting.value(p, given(e), place(e));
        if (!p.holds().isEmpty()) fitting.proofs(p, outputs(given(e)), place(e));
    }

    private static Stream<Value.Output> outputs(Object given) {
        if (given instanceof List<?> items) return items.stream().flatMap(Calls::outputs);
        return given instanceof Value.Output o ? Stream.of(o) : Stream.empty();
    }

    /** What an expression gives, as far as its source tells. */
    private Object given(Expression e) {
        var late = checker.late(e).or(() -> direct(e));
        if (late.isPresent()) {
            var of = late.get().of();
            var output = new Value.Output(of.stage().word(), of.path());
            types.put(output, of.type());
            return late.get().list() ? List.of(output) : output;
        }
        return switch (e) {
            case ListExpression l ->
                l.getExpressions().stream().map(this::given).toList();
            case MapExpression m when Literals.value(m).isEmpty() -> UNKNOWN;
            case GStringExpression g -> UNKNOWN;
            default -> Literals.value(e).orElse(UNKNOWN);
        };
    }

    /** A stage's word where its result is given at once. */
    private Optional<Late> direct(Expression e) {
        return e instanceof MethodCallExpression c
                        && c.isImplicitThis()
                        && c.getMethodAsString() != null
                        && !checker.level.closed()
                        && fitting.flow().words().get(c.getMethodAsString()) instanceof Meaning.Call call
                        && !call.type().fact()
                ? Optional.of(new Late(Yield.of(call.type()), false))
                : Optional.empty();
    }

    private void block(String word, Meaning meaning, ClosureExpression block) {
        var inner = meaning.block();
        if (inner.isEmpty()) {
            if (!word.equals("when")) problem("no-block", block, "", "{} takes no block", word);
            return;
        }
        var free = inner.get().name().equals("run { }");
        if (block.isParameterSpecified() && !free) {
            var drop = "drop '" + block.getParameters()[0].getName() + " ->'";
            problem("block-parameters", block, drop, "the block of {} has no parameters", word);
        }
        checker.within(
                inner.get(),
                () -> checker.scoped(() -> {
                    if (free) checker.declareSlots(block);
                    block.getCode().visit(checker);
                }));
    }

    private void missing(Call call, Meaning meaning) {
        var set = call.calledWithin();
        set.addAll(call.named().keySet());
        meaning.parameters().stream().limit(call.positional().size()).forEach(p -> set.add(p.name()));
        for (var p : meaning.parameters())
            if (!set.contains(p.block().orElse(p.name())))
                fitting.absent(call.name(), p, place(call.at()))
                        .ifPresent(v -> fitting.proofs(p, v.outputs(), place(call.at())));
    }

    private Expression rewritten(Call call) {
        var meaning = checker.level.words().get(call.name());
        var shell = checker.shell;
        checker.shell =
                shell || meaning != null && meaning.parameters().stream().anyMatch(p -> p.raw() == CommandLine.class);
        var condition = call.name().equals("when") ? call.block() : Optional.<ClosureExpression>empty();
        var result = condition
                .map(b -> call.withoutBlock(When.data(b, checker.problems, checker::seen))
                        .rewritten(e -> e))
                .orElseGet(() -> call.rewritten(this::marked));
        checker.shell = shell;
        return result;
    }

    /** A text that the script wrote itself keeps a mark, so that {@code sh} can tell it from a computed one. */
    private Expression marked(Expression e) {
        var text = e instanceof ConstantExpression c && c.getValue() instanceof String
                || e instanceof VariableExpression v
                        && checker.scope
                                .find(v.getName())
                                .map(Scope.Variable::text)
                                .orElse(false);
        var result = checker.seen(e);
        return text && checker.shell ? Call.method("literal", e, result) : result;
    }

    private Problems.Place place(ASTNode node) {
        return checker.problems.place(node);
    }

    private void problem(String code, ASTNode at, String hint, String message, Object... values) {
        checker.problems.add(code, at, hint, message, values);
    }
}
