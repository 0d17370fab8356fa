package stages.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stages.api.Service;
import stages.api.SourceTree;
import stages.api.Sources;

/** What a build reads: of the repository, and of registries. */
final class DockerfileInputs {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)(?::-([^}]*))?}|(\\w+))");

    private DockerfileInputs() {}

    /** The whole build context and the Dockerfile: never too little. */
    static Sources sources(Service service, SourceTree tree) {
        var inside = service.context().equals(".") ? "" : service.context() + "/";
        var files = new TreeSet<String>();
        for (var file : tree.files()) if (file.startsWith(inside) || file.equals(service.dockerfile())) files.add(file);
        return Sources.of(files);
    }

    /** The images that stages start from, as they are written, arguments filled in; stages and scratch are none. */
    static List<String> bases(String dockerfile, Map<String, String> arguments) {
        var values = new HashMap<String, String>();
        var stages = new HashSet<>(List.of("scratch"));
        var bases = new ArrayList<String>();
        for (var line : dockerfile.replaceAll("\\\\[ \\t]*\\r?\\n", " ").split("\\R", -1)) {
            var words = line.strip().split("\\s+", -1);
            var from = words[0].equalsIgnoreCase("FROM");
            if (words[0].equalsIgnoreCase("ARG") && words.length > 1 && bases.isEmpty())
                declare(fill(words[1], values), values, arguments);
            if (!from || words.length < 2) continue;
            var at = words[1].startsWith("--") ? 2 : 1;
            var image = fill(words[at], values);
            if (!stages.contains(image.toLowerCase(Locale.ROOT)) && !bases.contains(image)) bases.add(image);
            if (words.length > at + 2) stages.add(words[at + 2].toLowerCase(Locale.ROOT));
        }
        return bases;
    }

    private static void declare(String argument, Map<String, String> values, Map<String, String> given) {
        var name = argument.split("=", 2)[0];
        var preset = argument.contains("=") ? argument.split("=", 2)[1] : "";
        values.put(name, given.getOrDefault(name, preset.replaceAll("^[\"']|[\"']$", "")));
    }

    private static String fill(String text, Map<String, String> values) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            var name = match.group(1) != null ? match.group(1) : match.group(3);
            var value = values.getOrDefault(name, "");
            var preset = match.group(2) != null ? match.group(2) : "";
            return Matcher.quoteReplacement(value.isEmpty() ? preset : value);
        });
    }
}
