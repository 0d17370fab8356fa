package dsl.script;

import dsl.word.Conversion;
import dsl.word.Mismatch;
import dsl.word.Parameter;
import dsl.word.Suggestion;
import java.util.*;
import org.codehaus.groovy.ast.expr.*;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import stages.api.CommandLine;

/** Checks one call of a word and rewrites it. */
final class Calls {
    private static final Set<String> REFUSED = Set.of("use", "sleep", "evaluate", "run");
    private final Checker checker;
    private final Level top;
    /** By the value of a {@code name: value} pair, its name: where a problem with the name stands. */
    private final IdentityHashMap<Expression, Expression> keys = new IdentityHashMap<>();

    Calls(Checker checker, Level top) {
        this.checker = checker;
        this.top = top;
    }

    /** What stands in a call: named values, values in order, a block. */
    private record Given(
            Map<String, Expression> named, List<Expression> positional, Optional<ClosureExpression> block) {}

    boolean isWord(String name) {
        return checker.level.words().containsKey(name)
                || checker.stages().words().containsKey(name);
    }

    /** Checks a statement of a block that takes only words; whether it was dealt with. */
    boolean statement(ExpressionStatement s) {
        var e = s.getExpression();
        if (e instanceof PropertyExpression p
                && p.getObjectExpression() instanceof MethodCallExpression c
                && c.isImplicitThis()
                && isWord(c.getMethodAsString())
                && p.getProperty() instanceof ConstantExpression) {
            problem(
                    "comma",
                    p.getProperty(),
                    "'" + p.getPropertyAsString() + "' does not belong to '" + c.getMethodAsString() + "'",
                    "is there a comma missing before it?");
            return true;
        }
        if (!checker.level.closed()) return false;
        switch (e) {
            case VariableExpression v -> bare(s, v);
            case ConstantExpression c ->
                problem("comma", c, "a value alone says nothing", "is there a comma missing on the line before?");
            case org.codehaus.groovy.ast.expr.DeclarationExpression d -> {
                if (checker.level != top) return false;
                problem(
                        "top-level",
                        d,
                        "variables cannot stand at the top level",
                        "declare it where it is used, or write a helper method");
            }
            case BinaryExpression b -> {
                if (!b.getOperation().getText().equals("=")
                        || !(b.getLeftExpression() instanceof VariableExpression v)
                        || checker.scope.find(v.getName()).isPresent()) return false;
                problem(
                        "assignment",
                        b,
                        "'" + v.getName() + "' is no variable",
                        isWord(v.getName()) ? "write '" + v.getName() + " value', without '='" : "");
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void bare(ExpressionStatement s, VariableExpression v) {
        var meaning = checker.level.words().get(v.getName());
        if (meaning instanceof Meaning.Option o && o.parameter().raw() == boolean.class
                || meaning instanceof Meaning.Special p
                        && p.parameters().isEmpty()
                        && p.block().isEmpty())
            s.setExpression(
                    door(v, v.getName(), new Given(Map.of(), List.of(new ConstantExpression(true)), Optional.empty())));
        else if (meaning != null) problem("value-missing", v, "'" + v.getName() + "' needs a value", "");
        else unknown(v, v.getName());
    }

    /** A call without a receiver: a word, a helper, or a closure in a variable. */
    Expression implicit(MethodCallExpression c) {
        var name = c.getMethodAsString();
        if (name == null) {
            problem("dynamic-call", c, "a computed name cannot be checked", "write the name");
            return c;
        }
        var meaning = checker.level.words().get(name);
        if (meaning != null) return word(c, name, meaning);
        var stage = checker.stages().words().get(name);
        if (checker.level.options() && stage instanceof Meaning.Call call) {
            if (call.type().fact()) return word(c, name, stage);
            problem(
                    "stage-in-options",
                    c.getMethod(),
                    "'" + name + "' is a stage and cannot stand inside the options of another",
                    "declare it before, and pass what it returned");
            return c;
        }
        if (name.equals("println")) return rewritten(c, name, given(c));
        var variable = checker.scope.find(name);
        if (checker.outline().isHelper(name) || variable.isPresent() && !REFUSED.contains(name))
            return c.transformExpression(checker);
        unknown(c.getMethod(), name);
        c.transformExpression(checker);
        return c;
    }

    private void unknown(Expression at, String name) {
        if (REFUSED.contains(name)) {
            problem("unknown-word", at, "'" + name + "' cannot be used in a script", "");
            return;
        }
        var homes = top.all().stream().filter(l -> l.words().containsKey(name)).toList();
        var block = homes.stream().filter(l -> !l.options()).map(Level::name).findFirst();
        var known = new HashSet<>(checker.level.words().keySet());
        checker.outline().helpers().forEach(h -> known.add(h.getName()));
        var hint = block.map(b -> "'" + name + "' belongs in " + b)
                .orElseGet(() -> homes.isEmpty()
                        ? Suggestion.of(name, known)
                        : "'" + name + "' belongs in the options of a stage: word(...) { " + name + " ... }");
        problem("unknown-word", at, "unknown word '" + name + "' in " + checker.level.name(), hint);
    }

    private Expression word(MethodCallExpression c, String name, Meaning meaning) {
        var given = given(c);
        if (name.equals("pipeline") && checker.level == top) return pipeline(c, name, given);
        if (name.equals("stage") && checker.level == top)
            checker.slots =
                    given.block().map(b -> declared(b, "input", "option")).orElse(Set.of());
        return checked(c, name, meaning, given);
    }

    private Expression pipeline(MethodCallExpression c, String name, Given given) {
        var before = checker.inputs;
        checker.inputs = given.block().map(Calls::declaredInputs).orElse(Map.of());
        var result =
                checked(c, name, java.util.Objects.requireNonNull(top.words().get(name)), given);
        checker.inputs = before;
        return result;
    }

    private static Map<String, Set<String>> declaredInputs(ClosureExpression block) {
        return Map.of("options", declared(block, "flag", "option"), "arguments", declared(block, "argument"));
    }

    /** The first text that each call of these words in a block is given. */
    private static Set<String> declared(ClosureExpression block, String... words) {
        if (!(block.getCode() instanceof BlockStatement b)) return Set.of();
        var names = new HashSet<String>();
        for (var s : b.getStatements())
            if (s instanceof ExpressionStatement e
                    && e.getExpression() instanceof MethodCallExpression c
                    && List.of(words).contains(c.getMethodAsString()))
                ((TupleExpression) c.getArguments())
                        .getExpressions().stream()
                                .filter(ConstantExpression.class::isInstance)
                                .findFirst()
                                .ifPresent(name -> names.add(name.getText()));
        return names;
    }

    private Expression checked(MethodCallExpression c, String name, Meaning meaning, Given given) {
        var parameters = meaning.parameters();
        var map = meaning instanceof Meaning.Option o && takesPairs(o.parameter());
        if (!map) given.named().forEach((key, value) -> named(name, meaning, key, value));
        else if (!given.named().isEmpty()) literal(parameters.get(0), mapOf(given.named()), "");
        if (meaning instanceof Meaning.Option o) values(o.parameter(), given.positional());
        else positional(name, parameters, given.positional());
        given.block().ifPresent(b -> block(name, meaning, b));
        if (!(meaning instanceof Meaning.Option o)) missing(c, name, meaning, given);
        else if (given.positional().isEmpty()
                && given.named().isEmpty()
                && given.block().isEmpty()
                && o.parameter().raw() != boolean.class)
            problem("value-missing", c.getMethod(), "'" + name + "' needs a value", "");
        var result = rewritten(c, name, given);
        if (meaning instanceof Meaning.Call call && !call.type().fact())
            checker.remember(result, Inferred.handle(call.type()));
        return result;
    }

    /** Whether {@code name: value} of its word is its value: it takes a map, or a record. */
    private static boolean takesPairs(Parameter p) {
        return Map.class.isAssignableFrom(p.raw()) || Parameter.raw(p.element()).isRecord();
    }

    private static MapExpression mapOf(Map<String, Expression> named) {
        var map = new MapExpression();
        named.forEach((k, v) -> map.addMapEntryExpression(new ConstantExpression(k), v));
        return map;
    }

    private void named(String word, Meaning meaning, String key, Expression value) {
        var parameters = meaning.parameters();
        var found = parameters.stream().filter(p -> p.name().equals(key)).findFirst();
        if (found.isEmpty()
                && meaning instanceof Meaning.Call call
                && call.options().words().get(key) instanceof Meaning.Option o) found = Optional.of(o.parameter());
        if (found.isPresent()) value(found.get(), value);
        else
            problem(
                    "unknown-option",
                    keys.getOrDefault(value, value),
                    "'" + word + "' has no option '" + key + "'",
                    Suggestion.of(key, parameters.stream().map(Parameter::name).toList()));
    }

    private void positional(String word, List<Parameter> parameters, List<Expression> values) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof SpreadExpression) return;
            if (i < parameters.size()) value(parameters.get(i), values.get(i));
            else {
                problem(
                        "too-many-values",
                        values.get(i),
                        "'" + word + "' takes " + (parameters.isEmpty() ? "no value" : "at most " + parameters.size()),
                        "");
                return;
            }
        }
    }

    /** The values of an option that stands as a word in a block: one, or several where it takes a list. */
    private void values(Parameter p, List<Expression> values) {
        if (values.size() > 1 && p.element() == p.type() && !p.raw().isRecord() && p.raw() != List.class)
            problem("too-many-values", values.get(1), "'" + p.name() + "' takes one value", "");
        else if (values.size() == 1) value(p, values.get(0));
        else if (!(p.element() instanceof Class<?> r && r.isRecord()))
            values.forEach(v -> literal(
                    new Parameter(p.name(), p.element(), "", Optional.empty(), false, List.of(), Optional.empty()),
                    v,
                    ""));
    }

    private void value(Parameter p, Expression e) {
        if (p.raw() == CommandLine.class) ShellText.check(e, checker.problems);
        if (!p.holds().isEmpty()) proofs(p, e);
        if (e instanceof ListExpression list && p.takesResult())
            list.getExpressions().forEach(i -> late(p, i));
        else if (!late(p, e)) literal(p, e, "");
    }

    /** Checks what a stage yields against what is wanted; whether it is such a value. */
    private boolean late(Parameter p, Expression e) {
        var known = checker.late(e).or(() -> direct(e));
        if (p.name().equals("after")) return known.isPresent();
        known.ifPresent(i -> {
            var raw = i.list() ? p.element() : p.type();
            try {
                new Conversion(o -> i.type())
                        .convert(raw, new dsl.word.Value.Output(i.stage().word(), i.outputs()));
            } catch (Mismatch m) {
                problem("wrong-type", e, "'" + p.name() + "' " + m.getMessage(), m.hint());
            }
        });
        return known.isPresent();
    }

    private Optional<Inferred> direct(Expression e) {
        if (!(e instanceof MethodCallExpression c) || !c.isImplicitThis() || c.getMethodAsString() == null)
            return Optional.empty();
        return checker.stages().words().get(c.getMethodAsString()) instanceof Meaning.Call call
                        && !call.type().fact()
                        && !checker.level.closed()
                ? Optional.of(Inferred.handle(call.type()))
                : Optional.empty();
    }

    private void proofs(Parameter p, Expression e) {
        var given = e instanceof ListExpression list ? list.getExpressions() : List.of(e);
        var known = given.stream().map(i -> checker.late(i).or(() -> direct(i))).toList();
        if (known.stream().anyMatch(Optional::isEmpty)) return;
        for (var wanted : p.holds())
            if (known.stream()
                    .noneMatch(i -> wanted.isAssignableFrom(
                            Parameter.raw(i.orElseThrow().type()))))
                problem("missing-proof", e, "'" + p.name() + "' lacks a " + wanted.getSimpleName(), proofHint(wanted));
    }

    private String proofHint(Class<?> wanted) {
        return checker.stages().words().values().stream()
                .filter(m ->
                        m instanceof Meaning.Call c && Parameter.raw(c.type().yields()) == wanted)
                .map(m -> "pass what '" + ((Meaning.Call) m).type().word() + "' returned")
                .findFirst()
                .orElse("");
    }

    private void literal(Parameter p, Expression e, String prefix) {
        if (p.type() == Object.class || p.raw() == Class.class) return;
        var literal = e instanceof GStringExpression ? Optional.empty() : Literals.value(e);
        literal.ifPresent(value -> {
            try {
                new Conversion(o -> Object.class).convert(p.type(), RunnerWords.expanded(p, value));
            } catch (Mismatch m) {
                problem("wrong-value", e, prefix + "'" + p.name() + "': " + m.getMessage(), m.hint());
            }
        });
    }

    private void block(String word, Meaning meaning, ClosureExpression block) {
        if (meaning instanceof Meaning.Option o && o.parameter().name().equals("when")) return;
        if (meaning.block().isEmpty()) {
            problem("no-block", block, "'" + word + "' takes no block", "");
            return;
        }
        var inner = meaning.block().get();
        var free = inner.name().equals("run { }");
        if (block.isParameterSpecified() && !free)
            problem(
                    "block-parameters",
                    block,
                    "the block of '" + word + "' has no parameters",
                    "drop '" + block.getParameters()[0].getName() + " ->'");
        checker.within(
                inner,
                () -> checker.scoped(() -> {
                    if (free) checker.slots.forEach(name -> checker.scope.declare(name, Scope.Variable.UNKNOWN));
                    if (free && block.isParameterSpecified())
                        for (var p : block.getParameters()) checker.scope.declare(p.getName(), Scope.Variable.UNKNOWN);
                    block.getCode().visit(checker);
                }));
    }

    private void missing(MethodCallExpression c, String word, Meaning meaning, Given given) {
        if (given.positional().stream().anyMatch(SpreadExpression.class::isInstance)) return;
        var set = new HashSet<>(given.named().keySet());
        for (int i = 0;
                i < Math.min(given.positional().size(), meaning.parameters().size());
                i++) set.add(meaning.parameters().get(i).name());
        given.block().ifPresent(b -> wordsIn(b, set));
        for (var p : meaning.parameters()) {
            if (set.contains(p.name())) continue;
            if (p.required())
                problem("option-missing", c.getMethod(), "'" + word + "' needs '" + p.name() + "'", p.help());
            if (!p.holds().isEmpty())
                problem(
                        "missing-proof",
                        c.getMethod(),
                        "'" + word + "' needs '" + p.name() + "' with a "
                                + String.join(
                                        " and a ",
                                        p.holds().stream()
                                                .map(Class::getSimpleName)
                                                .toList()),
                        proofHint(p.holds().get(0)));
        }
    }

    private static void wordsIn(ClosureExpression block, Set<String> words) {
        block.getCode().visit(new org.codehaus.groovy.ast.CodeVisitorSupport() {
            @Override
            public void visitMethodCallExpression(MethodCallExpression c) {
                if (c.getMethodAsString() != null)
                    words.add(c.getMethodAsString().equals("word") ? wordOf(c) : c.getMethodAsString());
                super.visitMethodCallExpression(c);
            }
        });
    }

    private static String wordOf(MethodCallExpression c) {
        return ((TupleExpression) c.getArguments()).getExpression(1).getText();
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
        if (!text || !checker.shell) return result;
        var call = new MethodCallExpression(
                VariableExpression.THIS_EXPRESSION, "literal", new ArgumentListExpression(result));
        call.setSourcePosition(e);
        return call;
    }

    private Expression door(Expression at, String name, Given given) {
        var block = given.block().<Expression>map(b -> b).orElse(new ConstantExpression(null));
        var positional = new ListExpression(new ArrayList<>(given.positional()));
        if (name.equals("when") && given.block().isPresent()) {
            positional.addExpression(Conditions.data(given.block().get(), checker.problems, checker::seen));
            block = new ConstantExpression(null);
        }
        var arguments = new ArgumentListExpression(List.of(
                new ConstantExpression(at.getLineNumber() << 12 | Math.min(at.getColumnNumber(), 4095)),
                new ConstantExpression(name),
                mapOf(given.named()),
                positional,
                block));
        var call = new MethodCallExpression(VariableExpression.THIS_EXPRESSION, "word", arguments);
        call.setSourcePosition(at);
        call.setImplicitThis(false);
        return call;
    }

    private void problem(String code, org.codehaus.groovy.ast.ASTNode at, String message, String hint) {
        checker.problems.add(code, at, message, hint);
    }
}
