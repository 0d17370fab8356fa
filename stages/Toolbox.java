package stages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tools that stages start: how each is found, how its version is asked, how it is installed, its pinned image. */
public final class Toolbox {
    /** A kind of machine, by how it installs. */
    public enum Family {
        DEBIAN,
        FEDORA,
        ALPINE,
        MAC,
        OTHER;

        /**
         * @param os what {@code os.name} says
         * @param release text of {@code /etc/os-release} (freedesktop.org), empty where there is none
         */
        public static Family of(String os, String release) {
            if (os.startsWith("Mac")) return MAC;
            var ids = new StringBuilder();
            release.lines()
                    .filter(l -> l.startsWith("ID=") || l.startsWith("ID_LIKE="))
                    .forEach(l -> ids.append(' ')
                            .append(l.substring(l.indexOf('=') + 1).replace("\"", "")));
            var words = List.of(ids.toString().strip().split(" +"));
            if (words.contains("debian") || words.contains("ubuntu")) return DEBIAN;
            if (words.contains("fedora") || words.contains("rhel")) return FEDORA;
            return words.contains("alpine") ? ALPINE : OTHER;
        }
    }

    /**
     * @param name as {@code @Uses} has it
     * @param program the executable
     * @param plugin the name of a docker CLI plugin; empty for a program of its own
     * @param ask arguments that make it say its version
     * @param page where its installation is described
     * @param install commands that install it
     * @param image an image of it, pinned by digest
     */
    public record Entry(
            String name,
            String program,
            String plugin,
            List<String> ask,
            String page,
            Map<Family, String> install,
            Optional<String> image) {

        /** What to do where it is missing: a command, or the page that has it. */
        public String hint(Family family) {
            var command = install.get(family);
            return command == null ? "see " + page : command;
        }
    }

    /** The first thing that looks like a version, wherever the tool says it. */
    private static final Pattern VERSION = Pattern.compile("(?<![\\w.])v?(\\d+\\.\\d+(?:\\.\\d+)?(?:-[0-9A-Za-z.]+)?)");

    public static final List<Entry> TOOLS = List.of(
            tool("git", "git", "https://git-scm.com/downloads", "--version")
                    .with("apt-get install git", "dnf install git", "apk add git", "brew install git"),
            tool("docker", "docker", "https://docs.docker.com/engine/install/", "--version")
                    .with("apt-get install docker.io", "", "apk add docker", "brew install --cask docker"),
            plugin("buildx", "https://docs.docker.com/build/install-buildx/", "version")
                    .with(
                            "apt-get install docker-buildx",
                            "",
                            "apk add docker-cli-buildx",
                            "brew install docker-buildx"),
            plugin("compose", "https://docs.docker.com/compose/install/", "version")
                    .with(
                            "apt-get install docker-compose",
                            "",
                            "apk add docker-cli-compose",
                            "brew install docker-compose"),
            tool("hadolint", "hadolint", "https://github.com/hadolint/hadolint#install", "--version")
                    .with("", "", "", "brew install hadolint"),
            tool("trivy", "trivy", "https://trivy.dev/latest/getting-started/installation/", "--version")
                    .with("", "", "", "brew install trivy"),
            tool("syft", "syft", "https://github.com/anchore/syft#installation", "--version")
                    .with("", "", "", "brew install syft"),
            tool("cosign", "cosign", "https://docs.sigstore.dev/cosign/system_config/installation/", "version")
                    .with("apt-get install cosign", "", "apk add cosign", "brew install cosign"),
            tool("promtool", "promtool", "https://prometheus.io/download/", "--version")
                    .with("apt-get install prometheus", "", "apk add prometheus", "brew install prometheus"),
            tool("terraform", "terraform", "https://developer.hashicorp.com/terraform/install", "version")
                    .with("", "", "", "brew install terraform"),
            tool("kubectl", "kubectl", "https://kubernetes.io/docs/tasks/tools/", "version", "--client")
                    .with(
                            "apt-get install kubernetes-client",
                            "dnf install kubernetes-client",
                            "apk add kubectl",
                            "brew install kubectl"));

    private Toolbox() {}

    public static Optional<Entry> find(String name) {
        return TOOLS.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /** What a tool's answer says of its version, for example {@code 0.59.1}; nothing where it says none. */
    public static Optional<String> version(String answer) {
        var m = VERSION.matcher(answer);
        return m.find() ? Optional.ofNullable(m.group(1)) : Optional.empty();
    }

    private record Draft(String name, String program, String plugin, List<String> ask, String page) {
        /** Empty where the system's own packages lack it. */
        Entry with(String debian, String fedora, String alpine, String mac) {
            var install = new java.util.EnumMap<Family, String>(Family.class);
            if (!debian.isEmpty()) install.put(Family.DEBIAN, debian);
            if (!fedora.isEmpty()) install.put(Family.FEDORA, fedora);
            if (!alpine.isEmpty()) install.put(Family.ALPINE, alpine);
            if (!mac.isEmpty()) install.put(Family.MAC, mac);
            return new Entry(name, program, plugin, ask, page, Map.copyOf(install), Optional.empty());
        }
    }

    private static Draft tool(String name, String program, String page, String... ask) {
        return new Draft(name, program, "", List.of(ask), page);
    }

    private static Draft plugin(String name, String page, String... ask) {
        return new Draft("docker " + name, "docker", name, List.of(ask), page);
    }
}
