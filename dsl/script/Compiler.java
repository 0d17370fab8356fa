package dsl.script;

import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovySystem;
import java.io.*;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.*;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import stages.api.Digest;

/**
 * From a script's text to its class. What was compiled without a problem is kept by content; a kept class is code, so the
 * folder must be the user's own.
 */
final class Compiler {
    private static final String FORM = "3";
    private final Level top;
    private final String vocabulary;
    private final Optional<Path> cache;

    /** @param vocabulary identifies all words and what they take */
    Compiler(Level top, String vocabulary, Optional<Path> cache) {
        this.top = top;
        this.vocabulary = vocabulary;
        this.cache = cache;
    }

    /** The script, not yet run; nothing where there are problems, which are added. */
    Optional<ScriptBase> compile(String file, String text, Problems problems) {
        var key = Digest.of(String.join("\0", FORM, GroovySystem.getVersion(), vocabulary, file, text));
        var kept = cache.map(c -> c.resolve(key.hex() + ".classes"));
        var classes = kept.flatMap(Compiler::read).or(() -> fresh(file, text, problems));
        if (classes.isEmpty()) return Optional.empty();
        if (kept.isPresent() && !Files.exists(kept.get())) write(kept.get(), classes.get());
        return Optional.of(instance(classes.get()));
    }

    private Optional<Map<String, byte[]>> fresh(String file, String text, Problems problems) {
        var configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(ScriptBase.class.getName());
        configuration.getOptimizationOptions().put(CompilerConfiguration.INVOKEDYNAMIC, false);
        configuration.addCompilationCustomizers(
                new ImportCustomizer().addStarImports("stages.api"), new Check(problems));
        try (var loader = new GroovyClassLoader(Compiler.class.getClassLoader(), configuration)) {
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

    private final class Check extends CompilationCustomizer {
        private final Problems problems;

        Check(Problems problems) {
            super(CompilePhase.CONVERSION);
            this.problems = problems;
        }

        @Override
        public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
            if (type.isScript()) new Checker(source, type, top, problems).check();
        }
    }

    private static ScriptBase instance(Map<String, byte[]> classes) {
        var loader = new Kept(classes);
        try {
            for (var name : classes.keySet()) {
                var type = loader.loadClass(name);
                if (ScriptBase.class.isAssignableFrom(type))
                    return (ScriptBase) type.getDeclaredConstructor().newInstance();
            }
            throw new IllegalStateException("no script among " + classes.keySet());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Kept extends ClassLoader {
        private final Map<String, byte[]> classes;

        Kept(Map<String, byte[]> classes) {
            super(Compiler.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            var bytes = classes.get(name);
            if (bytes == null) throw new ClassNotFoundException(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    /** An entry that cannot be read is as good as none: it is written anew. */
    private static Optional<Map<String, byte[]>> read(Path file) {
        if (!Files.exists(file)) return Optional.empty();
        try (var in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            var classes = new LinkedHashMap<String, byte[]>();
            for (int left = in.readInt(); left > 0; left--) classes.put(in.readUTF(), in.readNBytes(in.readInt()));
            return in.readInt() == classes.size() ? Optional.of(classes) : discard(file);
        } catch (IOException | IllegalArgumentException e) {
            return discard(file);
        }
    }

    private static Optional<Map<String, byte[]>> discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Best effort: without it the next start compiles again. */
    private static void write(Path file, Map<String, byte[]> classes) {
        try {
            var folder = Files.createDirectories(Objects.requireNonNull(file.getParent()));
            var part = Files.createTempFile(folder, "part", ".tmp");
            Files.write(part, bytes(classes));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            return;
        }
    }

    private static byte[] bytes(Map<String, byte[]> classes) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(classes.size());
        for (var c : classes.entrySet()) {
            out.writeUTF(c.getKey());
            out.writeInt(c.getValue().length);
            out.write(c.getValue());
        }
        out.writeInt(classes.size());
        return bytes.toByteArray();
    }
}
