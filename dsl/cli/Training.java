package dsl.cli;

import java.io.IOException;
import java.net.JarURLConnection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Does what most starts do, so that the archive of classes which {@code ./pipeline} makes of it holds what these load.
 * Works on a repository that may be changed, whose pipeline {@code practice} runs nothing of weight.
 */
final class Training {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("--help"),
            List.of("check"),
            List.of("plan", "docker-ci"),
            List.of("plan", "docker-ci", "--json"),
            List.of("practice"),
            List.of("practice", "--fail-fast"),
            List.of("plan", "practice"));

    private Training() {}

    /** @param arguments the repository's folder */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        for (var command : COMMANDS)
            Main.run(
                    Stream.concat(Stream.of("-C", arguments[0]), command.stream())
                            .toArray(String[]::new),
                    code -> {});
        ours();
    }

    /** Loads all classes of the program: what stages do to engines and registries is not tried here. */
    private static void ours() throws IOException, ClassNotFoundException {
        var self = Training.class.getResource("Training.class");
        if (self == null || !(self.openConnection() instanceof JarURLConnection jar)) return;
        for (var entry : jar.getJarFile().stream().toList()) {
            var name = entry.getName();
            if (name.endsWith(".class") && !name.endsWith("-info.class"))
                Class.forName(
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'),
                        false,
                        Training.class.getClassLoader());
        }
    }
}
