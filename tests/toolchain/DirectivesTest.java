package toolchain;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** pipeline.java, pom.xml and the launcher must build the same program. */
class DirectivesTest {
    /** Folders whose Java is not the program. */
    private static final Set<String> ASIDE = Set.of("tests", "bench", "examples", "target");

    private List<String> lines;
    private Pom pom;

    @BeforeEach
    void read() throws IOException {
        lines = Files.readAllLines(Path.of("pipeline.java"));
        pom = Pom.read(Path.of("pom.xml"));
    }

    @Test
    void librariesAreThoseOfThePom() {
        assertEquals(String.join("\n", pom.libraries()), String.join("\n", directives("DEPS")));
    }

    @Test
    void releaseIsThatOfThePom() {
        String release = pom.property("maven.compiler.release");
        assertEquals(List.of(release + "+"), directives("JAVA"));
        assertEquals(List.of("--release " + release), directives("COMPILE_OPTIONS"));
    }

    @Test
    void sourcesAreAllJavaFoldersOfTheDisk() throws IOException {
        var expected = javaFolders().map(folder -> folder + "/**.java").collect(toCollection(TreeSet::new));
        assertEquals(expected, new TreeSet<>(directives("SOURCES")));
    }

    /** A pattern of JBang, {@code dsl/**.java}, is {@code dsl/**}{@code /*.java} to Maven. */
    @Test
    void sourcesAreThoseOfThePom() {
        var expected = Stream.concat(
                        Stream.of("pipeline.java"),
                        directives("SOURCES").stream().map(s -> s.replace("**.", "**/*.")))
                .toList();
        assertEquals(expected, pom.includes());
    }

    @Test
    void scriptsKeepTheirFolder() {
        assertEquals(List.of("scripts/=scripts/**"), directives("FILES"));
    }

    @Test
    void launcherPassesTheSameOptionsToTheJvm() throws IOException {
        String launcher = Files.readString(Path.of("pipeline"));
        for (String option : String.join(" ", directives("RUNTIME_OPTIONS")).split(" ")) {
            assertTrue(launcher.contains(option), option);
        }
    }

    /** The formatter would part the slashes from the word, and JBang would read a comment. */
    @Test
    void directivesAreKeptFromTheFormatter() {
        int first = lines.indexOf("// spotless:off");
        int last = lines.indexOf("// spotless:on");
        for (int i = 0; i < lines.size(); i++) {
            boolean directive = lines.get(i).matches("//[A-Z_]+ .*");
            assertTrue(!directive || first < i && i < last, lines.get(i));
        }
    }

    private List<String> directives(String name) {
        String prefix = "//" + name + " ";
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    private static Stream<String> javaFolders() throws IOException {
        return Repository.files().stream()
                .filter(file -> file.getNameCount() > 1 && file.toString().endsWith(".java"))
                .map(file -> file.getName(0).toString())
                .filter(folder -> !ASIDE.contains(folder));
    }
}
