package dsl.script;

import dsl.syntax.LateUse;
import dsl.syntax.Outline;
import dsl.syntax.Problems;
import dsl.word.Suggestion;
import java.util.*;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.*;
import org.codehaus.groovy.ast.stmt.*;
import org.codehaus.groovy.control.SourceUnit;
import org.jspecify.annotations.Nullable;

/**
 * Walks a script once, before Groovy has resolved anything: checks names, words and what is known only at run time, and
 * rewrites each call of a word to {@link ScriptBase#word}. {@link Calls} does what concerns one call.
 */
final class Checker extends org.codehaus.groovy.ast.ClassCodeExpressionTransformer {
    private static final Pattern ALL_CAPS = Pattern.compile("[A-Z][A-Z0-9_]+");
    private static final Set<String> NO_RECEIVER = Set.of("with", "tap");
    private static final Set<String> LATE_SAFE = Set.of("=", "[");

    private final SourceUnit source;
    private final Level top;
    private final Level flow;
    private final Outline outline;
    private final IdentityHashMap<Expression, Late> late = new IdentityHashMap<>();
    private final Calls calls;
    final Problems problems;
    Level level;
    Scope scope = new Scope(null);
    /** What is declared by the block around: names of {@code options}, of {@code arguments}, and within {@code run { }}. */
    private Map<String, Set<String>> inputs = Map.of();
    /** Whether texts may hold values of stages: within what {@code sh} is given. */
    boolean shell;

    Checker(SourceUnit source, ClassNode script, Level top, Problems problems) {
        this.source = source;
        this.outline = new Outline(script);
        this.top = top;
        this.level = top;
        this.problems = problems;
        this.flow = top.flow();
        this.calls = new Calls(this, top, flow);
    }

    void check() {
        outline.check(problems, name -> calls.isWord(name) || top.words().containsKey(name));
        for (var helper : outline.helpers())
            within(
                    flow,
                    () -> scoped(() -> {
                        declare(helper.getParameters());
                        helper.getCode().visit(this);
                    }));
        outline.body().ifPresent(m -> m.getCode().visit(this));
    }

    void within(Level inner, Runnable walk) {
        var before = level;
        level = inner;
        walk.run();
        level = before;
    }

    /** Walks the block of a word; what it declares may be used in it. */
    void inside(Meaning meaning, ClosureExpression block, Runnable walk) {
        var before = inputs;
        if (meaning instanceof Meaning.Nested n && n.type() == Blocks.Pipeline.class)
            inputs = Map.of(
                    "options", Outline.declared(block, "flag", "option"),
                    "arguments", Outline.declared(block, "argument"));
        if (meaning instanceof Meaning.Nested n && n.type() == Blocks.Stage.class)
            inputs = Map.of("run { }", Outline.declared(block, "input", "option"));
        walk.run();
        inputs = before;
    }

    /** The names within {@code run { }}. */
    void declareSlots(ClosureExpression run) {
        inputs.getOrDefault("run { }", Set.of()).forEach(name -> scope.declare(name, Scope.Variable.UNKNOWN));
        if (run.isParameterSpecified()) declare(run.getParameters());
    }

    void scoped(Runnable walk) {
        var before = scope;
        scope = new Scope(before);
        walk.run();
        scope = before;
    }

    /** None at all are {@code it}; {@code { -> }} has null. */
    private void declare(Parameter @Nullable [] parameters) {
        if (parameters == null) return;
        if (parameters.length == 0) scope.declare("it", Scope.Variable.UNKNOWN);
        for (var p : parameters) scope.declare(p.getName(), Scope.Variable.UNKNOWN);
    }

    Outline outline() {
        return outline;
    }

    Optional<Late> late(Expression e) {
        if (e instanceof VariableExpression v) return scope.find(v.getName()).flatMap(Scope.Variable::late);
        return Optional.ofNullable(late.get(e));
    }

    void remember(Expression e, Late known) {
        late.put(e, known);
    }

    @Override
    public void visitBlockStatement(BlockStatement block) {
        scoped(() -> super.visitBlockStatement(block));
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        scoped(() -> {
            var variable = loop.getValueVariable();
            if (variable != null) scope.declare(variable.getName(), Scope.Variable.UNKNOWN);
            super.visitForLoop(loop);
        });
    }

    @Override
    public void visitCatchStatement(CatchStatement statement) {
        scoped(() -> {
            scope.declare(statement.getVariable().getName(), Scope.Variable.UNKNOWN);
            super.visitCatchStatement(statement);
        });
    }

    @Override
    public void visitExpressionStatement(ExpressionStatement statement) {
        if (!calls.statement(statement)) super.visitExpressionStatement(statement);
    }

    @Override
    public @Nullable Expression transform(@Nullable Expression e) {
        return switch (e) {
            case null -> null;
            case MethodCallExpression c -> call(c);
            case ClosureExpression c -> closure(c);
            case VariableExpression v -> variable(v);
            case PropertyExpression p -> property(p);
            case DeclarationExpression d -> declaration(d);
            case BinaryExpression b -> binary(b);
            case BooleanExpression b -> truth(b);
            case GStringExpression g -> text(g);
            default -> e.transformExpression(this);
        };
    }

    /** As {@link #transform}, for what is there. */
    Expression seen(Expression e) {
        return Objects.requireNonNull(transform(e));
    }

    private Expression call(MethodCallExpression c) {
        if (c.isImplicitThis()) return calls.implicit(c);
        if (NO_RECEIVER.contains(String.valueOf(c.getMethodAsString())))
            problems.add(
                    "with",
                    c.getMethod(),
                    "name the receiver",
                    "{} hides what a word belongs to",
                    c.getMethodAsString());
        var receiver = late(c.getObjectExpression());
        if (receiver.isPresent() && !receiver.get().list())
            misuse(c, receiver.get(), "'" + c.getMethodAsString() + "' cannot be called on it");
        var result = (MethodCallExpression) c.transformExpression(this);
        collected(c).ifPresent(i -> remember(result, i));
        return result;
    }

    /** The main idiom: {@code collect { ...; image }} is a list of what its last expression is. */
    private Optional<Late> collected(MethodCallExpression c) {
        if (!"collect".equals(c.getMethodAsString())) return Optional.empty();
        var last =
                ((TupleExpression) c.getArguments()).getExpressions().stream().reduce((a, b) -> b);
        return last.map(late::get).map(l -> new Late(l.of(), true));
    }

    /** A closure that is no word's block: sees the names around it, and {@code it}. */
    Expression closure(ClosureExpression c) {
        scoped(() -> {
            declare(c.getParameters());
            var body = scope;
            walk(c.getCode(), c);
            assert body == scope;
        });
        return c;
    }

    private void walk(Statement code, ClosureExpression owner) {
        if (!(code instanceof BlockStatement block)) {
            code.visit(this);
            return;
        }
        scoped(() -> {
            for (var s : block.getStatements()) s.visit(this);
            if (!block.isEmpty() && block.getStatements().getLast() instanceof ExpressionStatement last)
                late(last.getExpression()).ifPresent(i -> remember(owner, i));
        });
    }

    private Expression variable(VariableExpression v) {
        var name = v.getName();
        if (v.isThisExpression() || v.isSuperExpression() || scope.find(name).isPresent() || builtIn(name)) return v;
        var hint = calls.isWord(name)
                ? "'" + name + "' is a word: give it what it needs"
                : shell || ALL_CAPS.matcher(name).matches()
                        ? "a variable of the shell is written '\\$" + name + "'"
                        : Suggestion.of(name, names());
        problems.add("unknown-name", v, hint, "unknown name {}", name);
        return v;
    }

    private Set<String> names() {
        var names = scope.names();
        names.addAll(Set.of("project", "options", "arguments"));
        return names;
    }

    private boolean builtIn(String name) {
        if (name.equals("project") || inputs.containsKey(name) || outline.isImported(name)) return true;
        if (List.of("java", "javax").contains(name)) return true;
        return Character.isUpperCase(name.charAt(0)) && !ALL_CAPS.matcher(name).matches();
    }

    private Expression property(PropertyExpression p) {
        var name = String.valueOf(p.getPropertyAsString());
        if (p.getObjectExpression() instanceof VariableExpression v
                && inputs.containsKey(v.getName())
                && scope.find(v.getName()).isEmpty()) {
            var declared = inputs.getOrDefault(v.getName(), Set.of());
            var near = Suggestion.of(name, declared);
            if (!declared.contains(name))
                problems.add("unknown-input", p.getProperty(), near, "no {} in %s of this pipeline", name, v.getName());
            return p;
        }
        var result = p.transformExpression(this);
        var of = late(p.getObjectExpression()).or(() -> late(((PropertyExpression) result).getObjectExpression()));
        of.ifPresent(o -> output(p, o, name).ifPresent(i -> remember(result, i)));
        return result;
    }

    private Optional<Late> output(PropertyExpression p, Late of, String name) {
        if (of.list()) return Optional.empty();
        var output = of.of().read(name);
        if (output.isEmpty())
            problems.add("unknown-output", p.getProperty(), of.of().hint(name), "%s has no {}", of.of(), name);
        return output.map(y -> new Late(y, false));
    }

    private Expression declaration(DeclarationExpression d) {
        var value = seen(d.getRightExpression());
        if (d.isMultipleAssignmentDeclaration())
            d.getTupleExpression()
                    .getExpressions()
                    .forEach(v -> scope.declare(((VariableExpression) v).getName(), Scope.Variable.UNKNOWN));
        else {
            var name = d.getVariableExpression().getName();
            var what = describe(d.getVariableExpression(), d.getRightExpression(), value);
            var hint = "give the closure another name";
            if (what.closure() && calls.isWord(name))
                problems.add("word-hidden", d.getVariableExpression(), hint, "{} is a word of the language", name);
            scope.declare(name, what);
        }
        var result = new DeclarationExpression(d.getLeftExpression(), d.getOperation(), value);
        result.setSourcePosition(d);
        result.addAnnotations(d.getAnnotations());
        return result;
    }

    /** A text counts as the script's own where nothing but that text can ever be its value. */
    private Scope.Variable describe(VariableExpression v, Expression before, Expression value) {
        var kept = before instanceof GStringExpression && v.isDynamicTyped()
                || before instanceof ConstantExpression c && c.getValue() instanceof String;
        var text = kept && !outline.isReassigned(v.getName());
        return new Scope.Variable(late(value), text, before instanceof ClosureExpression);
    }

    private Expression binary(BinaryExpression b) {
        var operator = b.getOperation().getText();
        if (operator.equals("=") && b.getLeftExpression() instanceof VariableExpression v) return assignment(b, v);
        var result = (BinaryExpression) b.transformExpression(this);
        if (!LATE_SAFE.contains(operator) && !shell)
            for (var side : List.of(result.getLeftExpression(), result.getRightExpression()))
                late(side)
                        .filter(i -> !i.list())
                        .ifPresent(i -> misuse(b, i, "'" + operator + "' cannot be asked of it"));
        return result;
    }

    private Expression assignment(BinaryExpression b, VariableExpression v) {
        if (scope.find(v.getName()).isEmpty()) {
            var hint = "write 'def " + v.getName() + " = ...'";
            problems.add("assignment", b, hint, "{} is not declared", v.getName());
            return b;
        }
        var value = seen(b.getRightExpression());
        scope.assign(v.getName(), describe(v, b.getRightExpression(), value));
        var result = new BinaryExpression(v, b.getOperation(), value);
        result.setSourcePosition(b);
        return result;
    }

    private Expression truth(BooleanExpression b) {
        var result = (BooleanExpression) b.transformExpression(this);
        late(result.getExpression())
                .filter(i -> !i.list())
                .ifPresent(i -> misuse(b, i, "it cannot be asked in a condition"));
        return result;
    }

    private Expression text(GStringExpression g) {
        var result = (GStringExpression) g.transformExpression(this);
        if (!shell) result.getValues().forEach(v -> late(v).ifPresent(i -> misuse(v, i, "it cannot stand in a text")));
        return result;
    }

    private void misuse(Expression at, Late what, String why) {
        problems.add("late-value", at, LateUse.HINT, "%s is known only when it ran: %s", what.of(), why);
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return source;
    }
}
