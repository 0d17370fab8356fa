package dsl.syntax;

import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovySystem;
import groovy.lang.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.*;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import stages.api.Digest;

/**
 * From a script's text to its class. What was compiled without a problem is kept by content.
 *
 * @param base what the class extends
 * @param vocabulary identifies all that a class depends on beside its text
 * @param cache a folder of the user's own, for a kept class is code
 */
public record Compiler<T extends Script>(Class<T> base, Check check, String vocabulary, Optional<Path> cache) {
    private static final String FORM = "4";

    /** Reads and rewrites the tree of a script, before Groovy has resolved anything. */
    public interface Check {
        void check(SourceUnit source, ClassNode script, Problems problems);
    }

    /** The script, not yet run; nothing where there are problems, which are added. */
    public Optional<T> compile(String file, String text, Problems problems) {
        var key = Digest.of(String.join("\0", FORM, GroovySystem.getVersion(), vocabulary, file, text));
        var kept = cache.map(c -> new KeptClasses(c.resolve(key.hex() + ".classes")));
        var classes = kept.flatMap(KeptClasses::read);
        if (classes.isPresent()) return Optional.of(KeptClasses.instance(classes.get(), base));
        var fresh = fresh(file, text, problems);
        fresh.ifPresent(made -> kept.ifPresent(k -> k.write(made)));
        return fresh.map(made -> KeptClasses.instance(made, base));
    }

    private Optional<Map<String, byte[]>> fresh(String file, String text, Problems problems) {
        var configuration = new CompilerConfiguration();
        configuration.setTargetBytecode(CompilerConfiguration.JDK21); // whichever JDK reads it from the cache
        configuration.setScriptBaseClass(base.getName());
        configuration.getOptimizationOptions().put(CompilerConfiguration.INVOKEDYNAMIC, false);
        configuration.addCompilationCustomizers(
                new ImportCustomizer().addStarImports("stages.api"), new Checked(problems));
        try (var loader = new GroovyClassLoader(base.getClassLoader(), configuration)) {
            var unit = new CompilationUnit(configuration, null, loader);
            unit.addSource(className(file) + ".groovy", text);
            unit.compile(Phases.SEMANTIC_ANALYSIS);
            if (!problems.none()) return Optional.empty();
            unit.compile(Phases.CLASS_GENERATION);
            var classes = new LinkedHashMap<String, byte[]>();
            unit.getClasses().forEach(c -> classes.put(c.getName(), c.getBytes()));
            return Optional.of(classes);
        } catch (MultipleCompilationErrorsException e) {
            SyntaxErrors.of(e, file, text).forEach(problems::add);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String className(String file) {
        var name = file.replaceAll(".*/", "").replaceAll("\\.groovy$", "").replaceAll("[^A-Za-z0-9]", "_");
        return "Script_" + name;
    }

    private final class Checked extends CompilationCustomizer {
        private final Problems problems;

        Checked(Problems problems) {
            super(CompilePhase.CONVERSION);
            this.problems = problems;
        }

        @Override
        public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
            if (type.isScript()) check.check(source, type, problems);
        }
    }
}
