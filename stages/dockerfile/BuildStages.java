package stages.dockerfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.*;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a Dockerfile with what each of them reads: the build context, other stages, other images. Variables are
 * replaced as BuildKit does (Dockerfile reference, "Environment replacement" and "Scope"); those of the platform, which
 * differ from build to build, stand for any value.
 */
final class BuildStages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REMOTE = Pattern.compile("(?:https?|ftp|ssh|git)://.*|git@[^/]+:.*");
    private static final Set<String> PLATFORM = Set.of(
            "TARGETPLATFORM",
            "TARGETOS",
            "TARGETARCH",
            "TARGETVARIANT",
            "BUILDPLATFORM",
            "BUILDOS",
            "BUILDARCH",
            "BUILDVARIANT");

    /**
     * A path or pattern that a stage reads of the context.
     *
     * @param missing a variable without a value, so that the path is not known
     */
    record Read(String source, int line, Optional<String> missing) {}

    private static final class Stage {
        final Map<String, String> variables = new HashMap<>();
        final Set<String> environment = new HashSet<>();
        final List<Read> reads = new ArrayList<>();
        final List<Integer> needs = new ArrayList<>();
        final List<BaseImage> images = new ArrayList<>();
    }

    private final Dockerfile file;
    private final Map<String, String> buildArgs;
    private final Map<String, String> globals = new HashMap<>();
    private final List<Stage> stages = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private @Nullable Stage current;

    BuildStages(Dockerfile file, Map<String, String> buildArgs) {
        this.file = file;
        this.buildArgs = buildArgs;
        file.instructions().forEach(this::take);
    }

    /** Numbers of the stages that building {@code target} needs; empty if there is no such stage. */
    Set<Integer> needed(Optional<String> target) {
        Integer start = target.isPresent() ? stage(target.get()) : Integer.valueOf(stages.size() - 1);
        var needed = new TreeSet<Integer>();
        if (start == null || start < 0) {
            return needed;
        }
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            int number = open.remove();
            if (needed.add(number)) {
                open.addAll(stages.get(number).needs);
            }
        }
        return needed;
    }

    List<Read> reads(Set<Integer> needed) {
        return needed.stream()
                .flatMap(number -> stages.get(number).reads.stream())
                .toList();
    }

    List<BaseImage> images(Set<Integer> needed) {
        return needed.stream()
                .flatMap(number -> stages.get(number).images.stream())
                .toList();
    }

    private void take(Instruction instruction) {
        switch (instruction.keyword()) {
            case "from" -> from(instruction);
            case "arg" -> arg(instruction);
            case "env" -> env(instruction);
            case "copy", "add" -> copy(instruction);
            case "run" -> run(instruction);
            case "onbuild" -> instruction.triggered(file.escape()).ifPresent(this::take);
            default -> {
                // the other instructions read nothing
            }
        }
    }

    private void from(Instruction instruction) {
        List<String> words = Instruction.words(instruction.arguments(), file.escape());
        if (words.isEmpty()) {
            return;
        }
        var stage = new Stage();
        Expansion image = expand(words.get(0), globals, false);
        Integer base = stage(image.text());
        boolean named = words.size() > 2 && words.get(1).equalsIgnoreCase("as");
        Optional<String> name = named ? Optional.of(words.get(2).toLowerCase(Locale.ROOT)) : Optional.empty();
        if (base != null) {
            stage.needs.add(base);
            stage.variables.putAll(stages.get(base).variables);
            stage.environment.addAll(stages.get(base).environment);
        } else if (!image.text().equals("scratch")) {
            Optional<String> platform = instruction.flag("platform").stream()
                    .map(value -> expand(value, globals, false).text())
                    .findFirst();
            stage.images.add(new BaseImage(image.text(), name, platform, instruction.line(), image.missing()));
        }
        name.ifPresent(value -> names.put(value, stages.size()));
        stages.add(stage);
        current = stage;
    }

    /** Number of the stage that goes by this name, or by this number; null if it is none. */
    private @Nullable Integer stage(String name) {
        Integer named = names.get(name.toLowerCase(Locale.ROOT));
        boolean number = named == null && name.matches("\\d{1,4}") && Integer.parseInt(name) < stages.size();
        return number ? Integer.valueOf(name) : named;
    }

    private void arg(Instruction instruction) {
        Map<String, String> scope = current == null ? globals : current.variables;
        for (String word : Instruction.words(instruction.arguments(), file.escape())) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (current != null && current.environment.contains(name)) {
                continue; // ENV has precedence
            }
            String given = buildArgs.get(name);
            if (given == null && equals >= 0) {
                Expansion value = expand(word.substring(equals + 1), scope, true);
                given = value.missing().isEmpty() ? value.text() : null;
            } else if (given == null) {
                given = globals.get(name);
            }
            if (given != null) {
                scope.put(name, given);
            } else if (PLATFORM.contains(name)) {
                scope.put(name, anyValue(name));
            } else if (equals >= 0) {
                scope.remove(name);
            }
        }
    }

    private void env(Instruction instruction) {
        if (current == null) {
            return;
        }
        List<String> words = Instruction.words(instruction.arguments(), file.escape());
        boolean pairs = words.isEmpty() || words.get(0).contains("=");
        List<String> assignments =
                pairs ? words : List.of(instruction.arguments().replaceFirst("\\s+", "="));
        var before = new HashMap<>(current.variables);
        for (String word : assignments) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                Expansion value = expand(word.substring(equals + 1), before, true);
                String name = word.substring(0, equals);
                current.environment.add(name);
                if (value.missing().isEmpty()) {
                    current.variables.put(name, value.text());
                } else {
                    current.variables.remove(name);
                }
            }
        }
    }

    private void copy(Instruction instruction) {
        if (current == null) {
            return;
        }
        List<String> from = instruction.flag("from");
        if (!from.isEmpty()) {
            other(from.get(0), instruction);
            return;
        }
        List<String> words = list(instruction);
        for (String word : words.subList(0, Math.max(0, words.size() - 1))) {
            if (!Dockerfile.isHeredoc(word)) {
                Expansion source = expand(word, current.variables, true);
                if (!REMOTE.matcher(source.text()).matches()) {
                    read(source, instruction);
                }
            }
        }
    }

    private void run(Instruction instruction) {
        if (current == null) {
            return;
        }
        for (String mount : instruction.flag("mount")) {
            var options = new HashMap<String, String>();
            for (String option : mount.split(",")) {
                int equals = option.indexOf('=');
                options.put(equals < 0 ? option : option.substring(0, equals), option.substring(equals + 1));
            }
            String from = options.getOrDefault("from", "");
            if (!from.isEmpty()) {
                other(from, instruction);
            } else if (options.getOrDefault("type", "bind").equals("bind")) {
                String source = options.getOrDefault("source", options.getOrDefault("src", "."));
                read(expand(source, current.variables, true), instruction);
            }
        }
    }

    private void read(Expansion source, Instruction instruction) {
        if (current != null) {
            current.reads.add(new Read(source.text(), instruction.line(), source.missing()));
        }
    }

    /** Another stage, or an image that stands for one. */
    private void other(String from, Instruction instruction) {
        if (current == null) {
            return;
        }
        Expansion name = expand(from, current.variables, false);
        Integer number = stage(name.text());
        if (number != null) {
            current.needs.add(number);
        } else if (!name.text().equals("scratch")) {
            current.images.add(
                    new BaseImage(name.text(), Optional.empty(), Optional.empty(), instruction.line(), name.missing()));
        }
    }

    private List<String> list(Instruction instruction) {
        if (instruction.arguments().startsWith("[")) {
            try {
                return List.of(JSON.readValue(instruction.arguments(), String[].class));
            } catch (JsonProcessingException notJson) {
                // then it is a plain list whose first word is a pattern, as BuildKit has it
                return Instruction.words(instruction.arguments(), file.escape());
            }
        }
        return Instruction.words(instruction.arguments(), file.escape());
    }

    private Expansion expand(String word, Map<String, String> scope, boolean pattern) {
        return Expansion.of(word, file.escape(), name -> {
            String value = scope.get(name);
            if (value != null && !(PLATFORM.contains(name) && value.equals(anyValue(name)))) {
                return Optional.of(value);
            }
            boolean known = PLATFORM.contains(name) && (value != null || scope == globals);
            return known ? Optional.of(pattern ? anyValue(name) : "$" + name) : Optional.empty();
        });
    }

    private static String anyValue(String name) {
        return name.endsWith("PLATFORM") ? "*/*" : "*";
    }
}
