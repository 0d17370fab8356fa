package stages.composefile;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A port of the host.
 *
 * @param address of the host's interface, empty for all of them
 * @param port a number, or a range of which one is taken: {@code 8080-8082}
 * @param protocol {@code tcp} or {@code udp}
 */
public record PublishedPort(String address, String port, String protocol) {
    /** The short form: {@code [ADDRESS:][PUBLISHED:]TARGET[/PROTOCOL]}, an address of version 6 in brackets or not. */
    private static final Pattern SHORT =
            Pattern.compile("(?:\\[?([^\\]]*?)\\]?:)?(\\d+(?:-\\d+)?):(\\d+(?:-\\d+)?)(?:/(\\w+))?");

    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    public boolean clashes(PublishedPort other) {
        return port.equals(other.port)
                && !port.contains("-")
                && protocol.equals(other.protocol)
                && (every() || other.every() || address.equals(other.address));
    }

    private boolean every() {
        return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
    }

    /** An item of {@code ports}, or nothing where it publishes none or it cannot be told. */
    public static Optional<PublishedPort> of(Node node, Map<String, String> variables) {
        if (node instanceof MappingNode) {
            var published = text(node, "published", variables);
            return published.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PublishedPort(
                            text(node, "host_ip", variables), published, protocol(text(node, "protocol", variables))));
        }
        var matcher = SHORT.matcher(Nodes.scalar(node)
                .flatMap(text -> Interpolation.expand(text, variables))
                .orElse(""));
        return matcher.matches()
                ? Optional.of(new PublishedPort(
                        Groups.group(matcher, 1), Groups.group(matcher, 2), protocol(Groups.group(matcher, 4))))
                : Optional.empty();
    }

    public static TreeSet<String> locks(Node node, Map<String, String> variables) {
        var locks = new TreeSet<String>();
        of(node, variables).ifPresent(published -> {
            var range = RANGE.matcher(published.port);
            if (!range.matches()) return;
            int first = Integer.parseInt(Groups.group(range, 1));
            int last = range.group(2) == null ? first : Math.min(Integer.parseInt(range.group(2)), 65535);
            var suffix = published.protocol.equals("tcp") ? "" : "/" + published.protocol;
            IntStream.rangeClosed(first, last).forEach(port -> locks.add("port:" + port + suffix));
        });
        return locks;
    }

    private static String text(Node node, String key, Map<String, String> variables) {
        return Nodes.child(node, key)
                .flatMap(Nodes::scalar)
                .flatMap(text -> Interpolation.expand(text, variables))
                .orElse("");
    }

    private static String protocol(String given) {
        return given.isEmpty() ? "tcp" : given;
    }
}
