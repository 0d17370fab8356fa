package dsl.script;

import dsl.word.*;
import java.lang.reflect.Type;
import java.util.*;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
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
    /** By the value of a {@code name: value} pair, its name: where a problem with the name stands. */
    private final IdentityHashMap<Expression, Expression> keys = new IdentityHashMap<>();

    Calls(Checker checker, Level top, Level flow) {
        this.checker = checker;
        this.top = top;
        this.fitting = new Fitting(checker.problems, flow, o -> types.getOrDefault(o, Object.class));
    }

    /** What stands in a call: named values, values in order, a block. */
    private record Given(
            Map<String, Expression> named, List<Expression> positional, Optional<ClosureExpression> block) {
        boolean spread() {
            return positional.stream().anyMatch(SpreadExpression.class::isInstance);
        }

        boolean empty() {
            return named.isEmpty() && positional.isEmpty() && block.isEmpty();
        }
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
            s.setExpression(
                    door(v, v.getName(), new Given(Map.of(), List.of(ConstantExpression.TRUE), Optional.empty())));
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
        if (meaning != null) return word(c, name, meaning);
        if (name.equals("println")) return rewritten(c, name, given(c));
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

    private Expression word(MethodCallExpression c, String name, Meaning meaning) {
        var given = given(c);
        if (meaning instanceof Meaning.Option o) option(c, o.parameter(), given);
        else {
            given.named().forEach((key, value) -> named(name, meaning, key, value));
            positional(name, meaning.parameters(), given.positional());
            if (!given.spread()) missing(c, name, meaning, given);
        }
        given.block().ifPresent(b -> checker.inside(meaning, b, () -> block(name, meaning, b)));
        var result = rewritten(c, name, given);
        if (meaning instanceof Meaning.Call call && !call.type().fact())
            checker.remember(result, Inferred.handle(call.type()));
        return result;
    }

    /** An option that stands as a word: one value, or several where it takes a list, or pairs where it takes these. */
    private void option(MethodCallExpression c, Parameter p, Given given) {
        if (given.empty() && p.raw() != boolean.class)
            problem("value-missing", c.getMethod(), "", "{} needs a value", p.name());
        else if (!given.named().isEmpty() && p.pairs()) value(p, map(given.named()));
        else if (!given.named().isEmpty())
            given.named().forEach((key, value) -> named(p.name(), new Meaning.Option(p), key, value));
        else if (given.positional().size() == 1) value(p, given.positional().get(0));
        else if (!given.positional().isEmpty() && !p.several())
            problem("too-many-values", given.positional().get(1), "", "{} takes one value", p.name());
        else given.positional().forEach(v -> value(p.item(), v));
    }

    private void named(String word, Meaning meaning, String key, Expression value) {
        var parameters = new ArrayList<>(meaning.parameters());
        if (meaning instanceof Meaning.Call)
            parameters.addAll(Parameter.of(Controls.class)); // a word of the runner's may be given by name too
        parameters.stream().filter(p -> p.name().equals(key)).findFirst().ifPresentOrElse(p -> value(p, value), () -> {
            var near =
                    Suggestion.of(key, parameters.stream().map(Parameter::name).toList());
            problem("unknown-option", keys.getOrDefault(value, value), near, "{} has no option {}", word, key);
        });
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
            var output = new Value.Output(late.get().stage().word(), late.get().outputs());
            types.put(output, late.get().type());
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
    private Optional<Inferred> direct(Expression e) {
        return e instanceof MethodCallExpression c
                        && c.isImplicitThis()
                        && c.getMethodAsString() != null
                        && !checker.level.closed()
                        && fitting.flow().words().get(c.getMethodAsString()) instanceof Meaning.Call call
                        && !call.type().fact()
                ? Optional.of(Inferred.handle(call.type()))
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

    private void missing(MethodCallExpression c, String word, Meaning meaning, Given given) {
        var set = new HashSet<>(given.named().keySet());
        meaning.parameters().stream().limit(given.positional().size()).forEach(p -> set.add(p.name()));
        given.block().ifPresent(b -> wordsIn(b, set));
        var at = place(c.getMethod());
        for (var p : meaning.parameters())
            if (!set.contains(p.block().orElse(p.name())))
                fitting.absent(word, p, at).ifPresent(v -> fitting.proofs(p, v.outputs(), at));
    }

    private static void wordsIn(ClosureExpression block, Set<String> words) {
        block.getCode().visit(new CodeVisitorSupport() {
            @Override
            public void visitMethodCallExpression(MethodCallExpression c) {
                words.add(String.valueOf(c.getMethodAsString()));
                super.visitMethodCallExpression(c);
            }
        });
    }

    private Given given(MethodCallExpression c) {
        var named = new LinkedHashMap<String, Expression>();
        var positional = new ArrayList<Expression>();
        Optional<ClosureExpression> block = Optional.empty();
        var arguments = ((TupleExpression) c.getArguments()).getExpressions();
        for (int i = 0; i < arguments.size(); i++) {
            var e = arguments.get(i);
            if (i == 0 && e instanceof MapExpression m && pairs(m)) entries(m, named);
            else if (i == arguments.size() - 1 && e instanceof ClosureExpression b) block = Optional.of(b);
            else positional.add(e);
        }
        return new Given(named, positional, block);
    }

    /** Whether it is {@code name: value} of a call rather than a map in brackets. */
    private boolean pairs(MapExpression m) {
        var entries = m.getMapEntryExpressions();
        return m instanceof NamedArgumentListExpression
                || !entries.isEmpty()
                        && !checker.problems
                                .between(m, entries.get(0).getKeyExpression())
                                .strip()
                                .equals("[");
    }

    private void entries(MapExpression map, Map<String, Expression> named) {
        for (MapEntryExpression entry : map.getMapEntryExpressions()) {
            named.put(entry.getKeyExpression().getText(), entry.getValueExpression());
            keys.put(entry.getValueExpression(), entry.getKeyExpression());
        }
    }

    private Expression rewritten(MethodCallExpression c, String name, Given given) {
        var meaning = checker.level.words().get(name);
        var shell = checker.shell;
        checker.shell =
                shell || meaning != null && meaning.parameters().stream().anyMatch(p -> p.raw() == CommandLine.class);
        var named = new LinkedHashMap<String, Expression>();
        given.named().forEach((k, v) -> named.put(k, marked(v)));
        var positional = given.positional().stream().map(this::marked).toList();
        checker.shell = shell;
        return door(
                c.getMethod(), name, new Given(named, positional, given.block().map(Calls::blockOf)));
    }

    private static ClosureExpression blockOf(ClosureExpression block) {
        if (block.isParameterSpecified()) return block;
        var result = new ClosureExpression(null, block.getCode());
        result.setVariableScope(block.getVariableScope());
        result.setSourcePosition(block);
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
        return text && checker.shell ? call("literal", e, result) : result;
    }

    private Expression door(Expression at, String name, Given given) {
        var block = given.block().<Expression>map(b -> b).orElse(ConstantExpression.NULL);
        var positional = new ListExpression(new ArrayList<>(given.positional()));
        if (name.equals("when") && given.block().isPresent()) {
            positional.addExpression(Conditions.data(given.block().get(), checker.problems, checker::seen));
            block = ConstantExpression.NULL;
        }
        var place = at.getLineNumber() << 12 | Math.min(at.getColumnNumber(), 4095);
        return call(
                "word",
                at,
                new ConstantExpression(place),
                new ConstantExpression(name),
                map(given.named()),
                positional,
                block);
    }

    private static MapExpression map(Map<String, Expression> named) {
        var map = new MapExpression();
        named.forEach((k, v) -> {
            map.addMapEntryExpression(new ConstantExpression(k), v);
            map.setSourcePosition(v);
        });
        return map;
    }

    private static MethodCallExpression call(String method, Expression at, Expression... arguments) {
        var call = new MethodCallExpression(
                VariableExpression.THIS_EXPRESSION, method, new ArgumentListExpression(arguments));
        call.setSourcePosition(at);
        call.setImplicitThis(false);
        return call;
    }

    private Problems.Place place(ASTNode node) {
        return checker.problems.place(node);
    }

    private void problem(String code, ASTNode at, String hint, String message, Object... values) {
        checker.problems.add(code, at, hint, message, values);
    }
}
