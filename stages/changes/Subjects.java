package stages.changes;

import java.util.*;
import java.util.function.Supplier;
import stages.api.*;
import stages.dockerfile.BuildInputs;

/**
 * What a change can reach: services, compose files, and what is watched. Each has patterns in order, and what it takes on
 * from others: a service from those that it depends on, a compose file from the services that it runs.
 */
final class Subjects {
    /** Name of the files of {@code observability { }} as a subject. */
    static final String OBSERVABILITY = "observability";

    private static final int MOST_REASONS = 10;

    /**
     * @param globs in order; the first {@code copied} of them count only where {@code ignored} does not take the path out
     * @param unknown a sentence that stands for the copied globs, where they are the whole context
     */
    private record Subject(Globs globs, int copied, Globs ignored, Optional<String> unknown) {}

    /** @param how {@code depends on}, {@code runs} */
    private record Carry(String from, String to, String how) {}

    private final Map<String, Subject> subjects = new LinkedHashMap<>();
    private final List<Carry> carries = new ArrayList<>();

    static Subjects of(FactContext context) {
        var subjects = new Subjects();
        for (Service service : context.services()) {
            subjects.add(service, BuildInputs.of(service, context.tree()), context);
        }
        for (ComposeFile file : context.composeFiles()) {
            subjects.add(file, ComposeInputs.of(file, context.tree()), context);
        }
        if (!context.observabilityFiles().isEmpty()) {
            var globs = new Globs(context.observabilityFiles());
            subjects.subjects.put(OBSERVABILITY, new Subject(globs, 0, new Globs(List.of()), Optional.empty()));
        }
        return subjects;
    }

    private void add(Service service, BuildInputs inputs, FactContext context) {
        inputs.unknown().ifPresent(why -> context.note("service '%s': %s".formatted(service.name(), why)));
        var globs = new ArrayList<>(inputs.copied().patterns());
        globs.addAll(inputs.recipe().patterns());
        globs.addAll(service.paths());
        int copied = inputs.copied().patterns().size();
        subjects.put(service.name(), new Subject(new Globs(globs), copied, inputs.ignored(), inputs.unknown()));
        service.dependsOn().forEach(other -> carries.add(new Carry(other, service.name(), "depends on")));
    }

    private void add(ComposeFile file, ComposeInputs inputs, FactContext context) {
        Optional<String> unknown = inputs.unknown().map(why -> why + ": the whole repository counts");
        unknown.ifPresent(why -> context.note("compose file '%s': %s".formatted(file.file(), why)));
        int whole = unknown.isPresent() ? 1 : 0;
        subjects.put(file.file(), new Subject(inputs.files(), whole, new Globs(List.of()), unknown));
        for (Service service : context.services()) {
            if (inputs.services().contains(service.name())) {
                carries.add(new Carry(service.name(), file.file(), "it runs"));
            }
        }
    }

    /** Why each subject that the paths reach is reached, in the order of the project. */
    Map<String, List<String>> reached(List<ChangedPath> paths) {
        var direct = new HashMap<String, Reasons>();
        var globs = new LinkedHashMap<String, Globs>();
        subjects.forEach((name, subject) -> globs.put(name, subject.globs()));
        var index = new GlobIndex<>(globs);
        for (ChangedPath path : paths) {
            index.find(path.path(), match -> {
                if (counts(match, path.path())) {
                    direct.computeIfAbsent(match.subject(), any -> new Reasons())
                            .add(() -> sentence(match, path.path()));
                }
            });
            if (path.folder()) {
                within(path.path(), direct);
            }
        }
        carry(direct);
        var reached = new LinkedHashMap<String, List<String>>();
        for (String name : subjects.keySet()) {
            Reasons reasons = direct.get(name);
            if (reasons != null) {
                reached.put(name, reasons.list());
            }
        }
        return reached;
    }

    private boolean counts(GlobIndex.Match<String> match, String path) {
        Subject subject = subject(match.subject());
        boolean leftOut = match.order() < subject.copied() && subject.ignored().includes(path);
        return !match.glob().excludes() && !leftOut;
    }

    private String sentence(GlobIndex.Match<String> match, String path) {
        Subject subject = subject(match.subject());
        boolean whole = match.order() < subject.copied() && subject.unknown().isPresent();
        return whole
                ? "`%s` changed, and %s".formatted(path, subject.unknown().orElseThrow())
                : "`%s` changed, matched by `%s`".formatted(path, match.glob());
    }

    private Subject subject(String name) {
        Subject subject = subjects.get(name);
        if (subject == null) {
            throw new IllegalStateException("'" + name + "' is no subject");
        }
        return subject;
    }

    /** A submodule that changed may have changed in any file that a pattern names below it. */
    private void within(String folder, Map<String, Reasons> direct) {
        subjects.forEach((name, subject) -> {
            for (Glob glob : subject.globs().patterns()) {
                if (!glob.excludes() && glob.isWithin(folder)) {
                    direct.computeIfAbsent(name, any -> new Reasons())
                            .add(() -> "`%s` changed, which holds `%s`".formatted(folder, glob));
                    return;
                }
            }
        });
    }

    /** Breadth first from all that is reached, so that a subject is told of its nearest cause. */
    private void carry(Map<String, Reasons> reached) {
        var byCause = new HashMap<String, List<Carry>>();
        carries.forEach(carry ->
                byCause.computeIfAbsent(carry.from(), any -> new ArrayList<>()).add(carry));
        var open = new ArrayList<>(subjects.keySet());
        open.removeIf(name -> !reached.containsKey(name));
        for (int i = 0; i < open.size(); i++) {
            String cause = open.get(i);
            for (Carry carry : byCause.getOrDefault(cause, List.of())) {
                String why = carried(carry, reached.computeIfAbsent(cause, any -> new Reasons()));
                boolean first = !reached.containsKey(carry.to());
                reached.computeIfAbsent(carry.to(), any -> new Reasons()).add(() -> why);
                if (first) {
                    open.add(carry.to());
                }
            }
        }
    }

    private static String carried(Carry carry, Reasons cause) {
        String why = cause.first();
        boolean chained = why.startsWith("depends on ");
        return "%s `%s`%s%s".formatted(carry.how(), carry.from(), chained ? ", which " : ": ", why);
    }

    /** The first reasons of a subject, and how many more there are. */
    private static final class Reasons {
        private final List<String> first = new ArrayList<>();
        private int all;

        void add(Supplier<String> reason) {
            all++;
            if (first.size() < MOST_REASONS) {
                first.add(reason.get());
            }
        }

        String first() {
            return first.get(0);
        }

        List<String> list() {
            var list = new ArrayList<>(first);
            if (all > first.size()) {
                list.add("and %d more".formatted(all - first.size()));
            }
            return List.copyOf(list);
        }
    }
}
