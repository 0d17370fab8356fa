package stages.compose;

import java.time.Duration;
import java.util.*;
import stages.api.ComposeFile;
import stages.api.StageFailure;

/**
 * Decides whether a project is ready. Each container must be healthy, or without a health check have been up for a second,
 * or have ended with 0; then each declared URL and each declared address must answer. One that ends otherwise, restarts or
 * becomes unhealthy decides at once.
 */
final class Readiness {
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final int LINES = 20;

    private final Engine engine;
    private final String label;
    private final TestModel model;
    private final ComposeFile file;
    private final Reach reach;
    private final Map<String, Long> runningSince = new HashMap<>();
    private final SortedMap<String, String> running = new TreeMap<>();
    private final TreeMap<String, String> proofs = new TreeMap<>();

    Readiness(Engine engine, String label, TestModel model, ComposeFile file, Reach reach) {
        this.engine = engine;
        this.label = label;
        this.model = model;
        this.file = file;
        this.reach = reach;
    }

    /**
     * Looks once.
     *
     * @return what is still waited for; empty when all is ready
     * @throws StageFailure where it never will be
     */
    List<String> look() throws InterruptedException {
        var containers = engine.containers(label);
        for (var container : containers) refuseDead(container);
        var waiting = new ArrayList<String>();
        for (var service : model.services().values()) waiting.addAll(waitingFor(service, containers));
        if (!waiting.isEmpty()) return waiting;
        for (var url : file.healthy()) ask(url, waiting, () -> reach.get(url));
        for (var target : file.reaches()) ask(target, waiting, () -> reaches(target, containers));
        return waiting;
    }

    ComposeResult result() {
        return new ComposeResult(file.file(), running, List.copyOf(new TreeSet<>(proofs.values())));
    }

    /** Makes sure of what can be told from the declaration alone, before anything is started. */
    void checkDeclared() {
        file.healthy().forEach(Reach::url);
        for (var target : file.reaches()) target(target);
    }

    private interface Question {
        Reach.Answer ask() throws InterruptedException;
    }

    private void ask(String what, List<String> waiting, Question question) throws InterruptedException {
        if (proofs.containsKey(what)) return;
        var answer = question.ask();
        if (answer.yes()) proofs.put(what, answer.said());
        else waiting.add(answer.said());
    }

    private void refuseDead(Engine.Container container) throws InterruptedException {
        var what = "container of '" + container.service() + "' ";
        if (container.restarts() > 0 || container.status().equals("restarting"))
            throw failure(what + "restarts, it ended with exit code " + container.exitCode(), container);
        if (container.outOfMemory()) throw failure(what + "was killed for lack of memory", container);
        if (container.status().equals("dead") || (container.status().equals("exited") && container.exitCode() != 0))
            throw failure(what + "ended with exit code " + container.exitCode(), container);
        if (container.health().filter("unhealthy"::equals).isPresent()) throw failure(what + "is unhealthy", container);
        refuseOther(container);
    }

    private StageFailure failure(String message, Engine.Container container) throws InterruptedException {
        var lines = new ArrayList<>(engine.log(container, LINES));
        if (container.health().filter("unhealthy"::equals).isPresent()
                && !container.healthLog().isEmpty())
            lines.add("health check: " + container.healthLog().getLast());
        return new StageFailure(message, "", lines);
    }

    private void refuseOther(Engine.Container container) {
        var service = model.services().get(container.service());
        if (service == null) return;
        var ran = container.image();
        if (service.image().isPresent()
                && !ran.equals(service.image().get().digest().value()))
            throw new StageFailure("container of '" + container.service() + "' runs '" + ran + "', not '"
                    + service.image().get().digest() + "'");
        running.put(container.service(), ran);
    }

    private List<String> waitingFor(TestModel.Service service, List<Engine.Container> containers) {
        var own = containers.stream()
                .filter(one -> one.service().equals(service.name()))
                .toList();
        var waiting = new ArrayList<String>();
        if (own.size() < service.replicas())
            waiting.add("'" + service.name() + "' has " + own.size() + " of " + service.replicas() + " containers");
        for (var container : own) {
            var seen = seen(container);
            if (seen.yes()) proofs.put("service " + service.name(), seen.said());
            else waiting.add(seen.said());
        }
        return waiting;
    }

    private Reach.Answer seen(Engine.Container container) {
        var name = "'" + container.service() + "' ";
        if (container.endedWell()) return new Reach.Answer(true, name + "ended with 0");
        if (!container.status().equals("running")) return new Reach.Answer(false, name + "is " + container.status());
        if (container.health().isPresent())
            return new Reach.Answer(
                    container.health().get().equals("healthy"),
                    name + "is " + container.health().get());
        long since = runningSince.computeIfAbsent(container.id(), id -> System.nanoTime());
        return new Reach.Answer(System.nanoTime() - since >= SETTLED.toNanos(), name + "is running");
    }

    /** @param service empty where the host is no service of the file */
    private record Target(Optional<TestModel.Service> service, String host, List<Integer> ports) {}

    private Target target(String text) {
        int colon = text.lastIndexOf(':');
        var host = colon < 0 ? text : text.substring(0, colon);
        var service = Optional.ofNullable(model.services().get(host));
        if (colon >= 0) {
            if (!text.substring(colon + 1).matches("\\d{1,5}") || host.isEmpty())
                throw new StageFailure("'" + text + "' in 'reaches' is no 'service', 'service:port' or 'host:port'");
            return new Target(service, host, List.of(Integer.parseInt(text.substring(colon + 1))));
        }
        if (service.isEmpty())
            throw new StageFailure(
                    "'" + text + "' in 'reaches' is no service of '" + file.file() + "'",
                    "its services are " + String.join(", ", model.services().keySet()));
        return new Target(service, host, service.get().ports());
    }

    private Reach.Answer reaches(String text, List<Engine.Container> containers) {
        var target = target(text);
        if (target.service().isEmpty()) {
            boolean yes = Reach.connects(target.host(), target.ports().get(0), true);
            return new Reach.Answer(yes, "'" + text + "' accepts " + (yes ? "connections" : "no connection"));
        }
        for (var container : containers) {
            if (!container.service().equals(target.host())) continue;
            var ports = target.ports().isEmpty() ? List.copyOf(container.ports().keySet()) : target.ports();
            if (ports.isEmpty())
                throw new StageFailure(
                        "service '" + text + "' in 'reaches' publishes and exposes no port",
                        "write '" + text + ":PORT'");
            var port = Reach.accepting(container, ports, engine.sharesNetwork());
            if (port.isPresent())
                return new Reach.Answer(true, "'" + target.host() + "' accepts connections on " + port.get());
        }
        return new Reach.Answer(false, "'" + text + "' accepts no connection");
    }
}
