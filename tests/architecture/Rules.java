package architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.*;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The package rules by name. Packages that are not there yet break none of them. */
final class Rules {
    private static final String API = "stages.api..";

    /** Areas that hold no stage, for those that do. */
    private static final String[] LIBRARIES = {
        "stages.registry..", "stages.dockerfile..", "stages.composefile..", "stages.engine..", "stages.git.."
    };

    /** What each package of the interpreter may know of its siblings; {@code cli} wires them all and is no one's to know. */
    private static final Map<String, String[]> KNOWS = Map.of(
            "word",
            new String[] {},
            "model",
            new String[] {"word"},
            "host",
            new String[] {"word"},
            "store",
            new String[] {"model", "word"},
            "syntax",
            new String[] {"model", "word"},
            "script",
            new String[] {"model", "word", "syntax"},
            "plan",
            new String[] {"model", "word", "host"},
            "run",
            new String[] {"model", "word", "host", "store"},
            "report",
            new String[] {"model", "word", "store"});

    private Rules() {}

    static Map<String, ArchRule> all() {
        var rules = new LinkedHashMap<String, ArchRule>();
        KNOWS.forEach((name, known) -> rules.put("dsl." + name, knowsOnly(name, known)));
        addStages(rules);
        addLibraries(rules);
        addPlatform(rules);
        rules.replaceAll((name, rule) -> rule.allowEmptyShould(true).as(name));
        return rules;
    }

    private static ArchRule knowsOnly(String name, String... known) {
        String[] allowed = Stream.concat(Stream.of(name), Stream.of(known))
                .map(sibling -> "dsl." + sibling + "..")
                .toArray(String[]::new);
        var forbidden = resideInAPackage("dsl..")
                .and(DescribedPredicate.not(resideInAnyPackage(allowed)))
                .or(resideInAPackage("stages..").and(DescribedPredicate.not(resideInAPackage(API))));
        return noClasses()
                .that()
                .resideInAPackage("dsl." + name + "..")
                .should()
                .dependOnClassesThat(forbidden);
    }

    private static void addStages(Map<String, ArchRule> rules) {
        rules.put(
                "stages know no interpreter",
                noClasses()
                        .that()
                        .resideInAPackage("stages..")
                        .should()
                        .dependOnClassesThat(resideInAPackage("dsl..")));
        rules.put(
                "stages.api knows no other package",
                noClasses()
                        .that()
                        .resideInAPackage(API)
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("stages..").and(DescribedPredicate.not(resideInAPackage(API)))));
        rules.put(
                "areas of stages do not call each other",
                slices().matching("stages.(*)..")
                        .should()
                        .notDependOnEachOther()
                        .ignoreDependency(alwaysTrue(), resideInAPackage(API).or(resideInAnyPackage(LIBRARIES)))
                        .ignoreDependency(resideInAPackage(API).or(resideInAnyPackage(LIBRARIES)), alwaysTrue()));
        rules.put(
                "libraries of stages know stages.api alone",
                noClasses()
                        .that()
                        .resideInAnyPackage(LIBRARIES)
                        .should()
                        .dependOnClassesThat(resideInAPackage("stages..")
                                .and(DescribedPredicate.not(
                                        resideInAPackage(API).or(resideInAnyPackage(LIBRARIES))))));
        rules.put("no cycles", slices().matching("(**)").should().beFreeOfCycles());
        rules.put(
                "no result has a path",
                fields().that()
                        .areDeclaredInClassesThat(assignableTo("stages.api.Result"))
                        .should(never(ofType(Path.class))));
        rules.put(
                "stages throw no Exception",
                methods()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAPackage("stages..")
                        .should(never(throwingAnything())));
    }

    private static void addLibraries(Map<String, ArchRule> rules) {
        rules.put(
                "groovy in dsl.syntax and dsl.script alone",
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dsl.syntax..", "dsl.script..")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("groovy..", "org.codehaus.groovy..", "org.apache.groovy..")));
        rules.put("picocli in dsl.cli alone", onlyIn("dsl.cli..", resideInAPackage("picocli..")));
        rules.put(
                "no java.util.logging, java.util.Date",
                noClasses()
                        .should()
                        .dependOnClassesThat(resideInAPackage("java.util.logging..")
                                .or(assignableTo(java.util.Date.class))
                                .or(assignableTo(java.util.Calendar.class))));
    }

    private static void addPlatform(Map<String, ArchRule> rules) {
        rules.put(
                "standard streams in one class of dsl.cli",
                inOneClass("dsl.cli", access("standard streams", Rules::isStream)));
        rules.put("processes in one class of dsl.host", inOneClass("dsl.host", access("processes", Rules::isProcess)));
        rules.put(
                "no java.io.File but for processes",
                inOneClass(
                        "dsl.host",
                        access(
                                "java.io.File",
                                call -> call.getTargetOwner().isEquivalentTo(java.io.File.class)
                                        || isCall(call, Path.class, "toFile"))));
        rules.put(
                "exit in Pipeline alone",
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName("Pipeline")
                        .should()
                        .accessTargetWhere(access(
                                "exit",
                                call -> isCall(call, System.class, "exit")
                                        || isCall(call, Runtime.class, "exit")
                                        || isCall(call, Runtime.class, "halt"))));
        rules.put(
                "no new Thread",
                noClasses()
                        .should()
                        .accessTargetWhere(access("new Thread", call -> isCall(call, Thread.class, "<init>"))));
        rules.put(
                "an injected clock",
                noClasses().should().accessTargetWhere(access("the time of the machine", Rules::isMachineTime)));
    }

    private static ArchRule onlyIn(String home, DescribedPredicate<JavaClass> library) {
        return noClasses().that().resideOutsideOfPackage(home).should().dependOnClassesThat(library);
    }

    /** Holds where all such accesses lie in one top-level class, and that in {@code home}. */
    private static ArchRule inOneClass(String home, DescribedPredicate<JavaAccess<?>> access) {
        return classes().should(new OneUser(home, access));
    }

    private static DescribedPredicate<JavaAccess<?>> access(String what, Predicate<JavaAccess<?>> matches) {
        return DescribedPredicate.describe(what, matches);
    }

    private static boolean isCall(JavaAccess<?> access, Class<?> owner, String name) {
        return access.getTargetOwner().isEquivalentTo(owner) && access.getName().equals(name);
    }

    private static boolean isStream(JavaAccess<?> access) {
        return isCall(access, System.class, "out")
                || isCall(access, System.class, "err")
                || isCall(access, System.class, "in")
                || isCall(access, System.class, "console")
                || access.getTargetOwner().isEquivalentTo(java.io.FileDescriptor.class);
    }

    private static boolean isProcess(JavaAccess<?> access) {
        return access.getTargetOwner().isAssignableTo(ProcessBuilder.class) || isCall(access, Runtime.class, "exec");
    }

    private static boolean isMachineTime(JavaAccess<?> access) {
        return isCall(access, System.class, "currentTimeMillis")
                || isCall(access, Instant.class, "now")
                        && access.getTarget() instanceof CodeUnitCallTarget target
                        && target.getRawParameterTypes().isEmpty();
    }

    private static DescribedPredicate<JavaField> ofType(Class<?> type) {
        return DescribedPredicate.describe(
                "of a type that involves " + type.getName(),
                field -> field.getType().getAllInvolvedRawTypes().stream().anyMatch(raw -> raw.isAssignableTo(type)));
    }

    private static DescribedPredicate<JavaMethod> throwingAnything() {
        return DescribedPredicate.describe(
                "declared to throw Exception or Throwable",
                unit -> unit.getThrowsClause().containsType(Exception.class)
                        || unit.getThrowsClause().containsType(Throwable.class));
    }

    private static <T extends JavaMember> ArchCondition<T> never(DescribedPredicate<? super T> predicate) {
        return ArchConditions.not(ArchCondition.from(predicate));
    }
}
