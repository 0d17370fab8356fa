package stages.compose;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import stages.api.*;

/** What is asked of the engine's API: the containers with a label, their logs, and the removal of all that carries it. */
final class Engine implements AutoCloseable {
    private static final int ROUNDS = 20;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final DockerClient client;
    private final String host;

    private Engine(DockerClient client, String host) {
        this.client = client;
        this.host = host;
    }

    /**
     * A container as it stands.
     *
     * @param status as the engine says it: {@code created}, {@code running}, {@code exited}, ...
     * @param health what the engine says of its health check; nothing without one
     * @param image digest of what it runs
     * @param addresses in its networks; none in the host's network
     * @param ports TCP ports of the container with the host's port, 0 where it is not published
     */
    record Container(
            String id,
            String service,
            String name,
            String status,
            long exitCode,
            boolean outOfMemory,
            int restarts,
            Optional<String> health,
            List<String> healthLog,
            String image,
            List<String> addresses,
            Map<Integer, Integer> ports) {
        boolean endedWell() {
            return status.equals("exited") && exitCode == 0;
        }
    }

    /**
     * Connects to the engine that the Docker CLI would use.
     *
     * @throws ToolMissing where it does not answer
     */
    static Engine connect(Commands commands) throws IOException, InterruptedException {
        var exit = commands.read(Command.of("docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}"));
        var host = exit.orFail("cannot tell which engine the docker command uses")
                .out()
                .strip();
        try {
            var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                    .withDockerHost(host)
                    .build();
            var transport = new ZerodepDockerHttpClient.Builder()
                    .dockerHost(config.getDockerHost())
                    .sslConfig(config.getSSLConfig())
                    .connectionTimeout(Duration.ofSeconds(5))
                    .responseTimeout(Duration.ofSeconds(30))
                    .build();
            var client = DockerClientImpl.getInstance(config, transport);
            client.pingCmd().exec();
            return new Engine(client, host);
        } catch (RuntimeException e) {
            throw new ToolMissing(
                    "the docker engine at '" + host + "' does not answer: " + reason(e),
                    "start it, or select another with 'docker context use' or DOCKER_HOST");
        }
    }

    private static String reason(Throwable error) {
        var cause = error;
        while (cause.getCause() != null) cause = cause.getCause();
        return String.valueOf(cause.getMessage());
    }

    /** The platform of an image that this engine runs by itself, with whatever variant the image has. */
    Platform platform(Image image) {
        var version = client.versionCmd().exec();
        var own = new Platform(version.getOperatingSystem() + "/" + version.getArch());
        return image.platforms().stream()
                .map(PlatformImage::platform)
                .filter(one -> one.os().equals(own.os()) && one.architecture().equals(own.architecture()))
                .findFirst()
                .orElse(own);
    }

    /** Whether the addresses of containers are reachable from here: an engine on this machine, and no virtual machine. */
    boolean sharesNetwork() {
        return host.startsWith("unix://")
                && "Linux".equals(System.getProperty("os.name"))
                && !host.contains("/.docker/desktop/");
    }

    /** @param label {@code name=value} */
    List<Container> containers(String label) {
        var found = new ArrayList<Container>();
        for (var listed : list(label)) {
            try {
                found.add(container(client.inspectContainerCmd(listed.getId()).exec()));
            } catch (NotFoundException gone) {
                // It was removed since it was listed, so it is none of the containers there are.
            }
        }
        return found;
    }

    private static Container container(InspectContainerResponse inspected) {
        var state = inspected.getState();
        var health = Optional.ofNullable(state.getHealth());
        var labels = Optional.ofNullable(inspected.getConfig().getLabels()).orElse(Map.of());
        var log = health.flatMap(known -> Optional.ofNullable(known.getLog())).orElse(List.of());
        return new Container(
                inspected.getId(),
                labels.getOrDefault("com.docker.compose.service", ""),
                inspected.getName().replaceFirst("^/", ""),
                Optional.ofNullable(state.getStatus()).orElse("unknown"),
                Optional.ofNullable(state.getExitCodeLong()).orElse(0L),
                Boolean.TRUE.equals(state.getOOMKilled()),
                Optional.ofNullable(inspected.getRestartCount()).orElse(0),
                health.map(known -> known.getStatus()).filter(status -> !status.equals("none")),
                log.stream()
                        .map(entry -> String.valueOf(entry.getOutput()).strip())
                        .toList(),
                Optional.ofNullable(inspected.getImageId()).orElse(""),
                addresses(inspected),
                ports(inspected));
    }

    private static List<String> addresses(InspectContainerResponse inspected) {
        return inspected.getNetworkSettings().getNetworks().values().stream()
                .flatMap(network -> Optional.ofNullable(network.getIpAddress()).stream())
                .filter(address -> !address.isEmpty())
                .toList();
    }

    private static Map<Integer, Integer> ports(InspectContainerResponse inspected) {
        var ports = new TreeMap<Integer, Integer>();
        var bindings = inspected.getNetworkSettings().getPorts();
        if (bindings == null) return ports;
        bindings.getBindings().forEach((port, bound) -> {
            if (!port.toString().endsWith("/tcp")) return;
            var first = bound == null || bound.length == 0 ? "0" : String.valueOf(bound[0].getHostPortSpec());
            ports.put(port.getPort(), first.matches("\\d+") ? Integer.parseInt(first) : 0);
        });
        return ports;
    }

    /** The last lines of both streams. */
    List<String> log(Container container, int lines) throws InterruptedException {
        var text = new StringBuilder();
        try {
            client.logContainerCmd(container.id())
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(lines)
                    .exec(new ResultCallback.Adapter<Frame>() {
                        @Override
                        public void onNext(Frame frame) {
                            text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                        }
                    })
                    .awaitCompletion();
        } catch (NotFoundException | ConflictException e) {
            return List.of("no log: " + e.getMessage());
        }
        return text.toString().strip().lines().toList();
    }

    /**
     * Removes the containers with their anonymous volumes, the networks and the volumes that carry a label, by force, until
     * nothing of it is left: what the engine was asked for a moment ago may appear late.
     *
     * @param label {@code name=value}
     * @return what there was, such as {@code network x}
     * @throws StageFailure where something stays
     */
    SortedSet<String> remove(String label) throws InterruptedException {
        var removed = new TreeSet<String>();
        var refused = new ConcurrentSkipListSet<String>();
        for (int round = 0; round < ROUNDS; round++) {
            if (!refused.isEmpty()) Thread.sleep(PAUSE);
            refused.clear();
            var containers = containerRemovals(label);
            var others = otherRemovals(label);
            removed.addAll(containers.keySet());
            removed.addAll(others.keySet());
            if (containers.isEmpty() && others.isEmpty()) return removed;
            all(containers.values(), refused);
            all(others.values(), refused);
        }
        throw new StageFailure(
                "the engine does not remove all that carries the label '" + label + "'", "", List.copyOf(refused));
    }

    private Map<String, Runnable> containerRemovals(String label) {
        var removals = new TreeMap<String, Runnable>();
        for (var one : list(label)) {
            var names = one.getNames();
            var name = names == null || names.length == 0 ? one.getId() : names[0].replaceFirst("^/", "");
            removals.put(
                    "container " + name,
                    () -> client.removeContainerCmd(one.getId())
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
        }
        return removals;
    }

    private Map<String, Runnable> otherRemovals(String label) {
        var removals = new TreeMap<String, Runnable>();
        for (var one :
                client.listNetworksCmd().withFilter("label", List.of(label)).exec())
            removals.put(
                    "network " + one.getName(),
                    () -> client.removeNetworkCmd(one.getId()).exec());
        var volumes = client.listVolumesCmd()
                .withFilter("label", List.of(label))
                .exec()
                .getVolumes();
        if (volumes == null) return removals;
        for (var one : volumes)
            removals.put(
                    "volume " + one.getName(),
                    () -> client.removeVolumeCmd(one.getName()).exec());
        return removals;
    }

    private List<com.github.dockerjava.api.model.Container> list(String label) {
        return client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(label))
                .exec();
    }

    /** What is on its way out, or still in use for a moment, is seen again by the next round. */
    private static void all(Collection<Runnable> removals, Collection<String> refused) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = removals.stream()
                    .map(removal -> CompletableFuture.runAsync(removal, executor)
                            .exceptionally(error -> {
                                refused.add(reason(error));
                                return null;
                            }))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(running).join();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
