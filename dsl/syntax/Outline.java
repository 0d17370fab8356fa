package dsl.syntax;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.*;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;

/** What stands at the top of a script, and which of its variables are given a value more than once. */
public final class Outline extends CodeVisitorSupport {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<=", ">=", "===", "!==");
    private final ClassNode script;
    private final Set<String> imported;
    private final Set<String> reassigned = new HashSet<>();

    public Outline(ClassNode script) {
        this.script = script;
        this.imported = script.getModule().getStaticImports().keySet();
        helpers().forEach(m -> m.getCode().visit(this));
        body().ifPresent(m -> m.getCode().visit(this));
    }

    @Override
    public void visitBinaryExpression(BinaryExpression b) {
        var operator = b.getOperation().getText();
        var assigns = operator.endsWith("=") && !COMPARISONS.contains(operator);
        if (assigns && !(b instanceof DeclarationExpression) && b.getLeftExpression() instanceof VariableExpression v)
            reassigned.add(v.getName());
        super.visitBinaryExpression(b);
    }

    public List<MethodNode> helpers() {
        return script.getMethods().stream()
                .filter(m -> m.getLineNumber() > 0 && !m.isScriptBody())
                .toList();
    }

    public Optional<MethodNode> body() {
        return script.getMethods("run").stream()
                .filter(m -> m.getParameters().length == 0 && m.isScriptBody())
                .findFirst();
    }

    /** Whether a name is a method of the script's own. */
    public boolean isHelper(String name) {
        return imported.contains(name)
                || script.getMethods(name).stream().anyMatch(m -> m.getLineNumber() > 0 && !m.isScriptBody());
    }

    public boolean isImported(String name) {
        return imported.contains(name);
    }

    public boolean isReassigned(String variable) {
        return reassigned.contains(variable);
    }

    /** @param word tells whether a name is a word of the language */
    public void check(Problems problems, Predicate<String> word) {
        for (var star : script.getModule().getStaticStarImports().values())
            problems.add("import", star, "import the names one by one", "static star imports hide what a name means");
        for (var inner : script.getModule().getClasses())
            if (inner != script)
                problems.add(
                        "class", inner, "use a helper method, or a stage of your own", "a script declares no classes");
        for (var m : helpers()) {
            var hint = "give the helper another name";
            if (word.test(m.getName()) || Set.of("run", "main").contains(m.getName()))
                problems.add("helper-name", m, hint, "{} is a word of the language", m.getName());
            if (m.isStatic())
                problems.add("helper-static", m, "drop 'static'", "helper {} must not be static", m.getName());
        }
        var hint = "move it into a block, or into a helper method";
        if (body().map(MethodNode::getCode).orElse(null) instanceof BlockStatement block)
            for (var s : block.getStatements())
                if (!(s instanceof ExpressionStatement))
                    problems.add("top-level", s, hint, "only words stand at the top level");
    }

    /** The first text that each call of these words in a block is given. */
    public static Set<String> declared(ClosureExpression block, String... words) {
        var names = new HashSet<String>();
        if (block.getCode() instanceof BlockStatement b)
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
}
