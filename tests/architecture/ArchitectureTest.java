package architecture;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import architecture.Violations.Source;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Stage;

class ArchitectureTest {
    private static final Map<String, ArchRule> RULES = Rules.all();

    @TempDir
    private static Path planted;

    private static JavaClasses project;

    @BeforeAll
    static void importClasses() throws IOException, URISyntaxException {
        Violations.compile(planted);
        var location = Stage.class.getProtectionDomain().getCodeSource().getLocation();
        project = new ClassFileImporter().importPath(Path.of(location.toURI()));
    }

    @TestFactory
    Stream<DynamicTest> classesKeepTheRule() {
        return RULES.entrySet().stream()
                .map(rule -> dynamicTest(rule.getKey(), () -> rule.getValue().check(project)));
    }

    /** An import of the wrong folder is empty, and an empty one breaks no rule. */
    @Test
    void importsTheClassesOfTheProject() {
        assertTrue(project.size() > 90, "only " + project.size() + " classes were imported");
        assertTrue(project.contain("dsl.model.Plan") && project.contain("stages.api.Stage"));
    }

    @TestFactory
    Stream<DynamicTest> violationIsFoundByItsRuleAlone() {
        return Violations.ALL.stream()
                .map(one ->
                        dynamicTest(one.toString(), () -> assertEquals(Set.of(one.rule()), brokenBy(one.classes()))));
    }

    @Test
    void whatIsAllowedBreaksNoRule() {
        assertEquals(Set.of(), brokenBy(Violations.ALLOWED));
    }

    @Test
    void everyRuleHasItsViolation() {
        assertEquals(
                RULES.keySet(),
                Violations.ALL.stream().map(Violations.Violation::rule).collect(toSet()));
    }

    private static Set<String> brokenBy(List<Source> sources) {
        var files = Stream.concat(sources.stream(), Violations.TARGETS.stream())
                .map(source -> source.file(planted, ".class"))
                .toList();
        var classes = new ClassFileImporter().importPaths(files);
        return RULES.entrySet().stream()
                .filter(rule -> rule.getValue().evaluate(classes).hasViolation())
                .map(Map.Entry::getKey)
                .collect(toSet());
    }
}
