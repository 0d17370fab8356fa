package stages.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.*;
import stages.api.Image;
import stages.api.StageFailure;

/**
 * Compose's resolved model, made over for a test: built images by digest, the run's labels on all that is created, and no
 * name that reaches out of the test's own project (a fixed volume name may hold a developer's data).
 *
 * <p>A whole model and not a second file to merge: compose refuses to override what an included file declares.
 */
record TestModel(ObjectNode json, SortedMap<String, TestModel.Service> services) {
    /**
     * @param replicas containers that it must have
     * @param ports of the container that the file publishes or exposes, TCP alone
     * @param published ports of the host
     */
    record Service(String name, int replicas, List<Integer> ports, List<String> published, Optional<Image> image) {}

    static TestModel of(ObjectNode model, List<Image> images, Map<String, String> labels) {
        model.remove("name");
        var services = new TreeMap<String, Service>();
        for (var entry : model.withObject("/services").properties()) {
            var service = (ObjectNode) entry.getValue();
            var image = images.stream()
                    .filter(one -> one.name().equals(entry.getKey()))
                    .findFirst();
            services.put(entry.getKey(), service(entry.getKey(), service, image));
            useImage(entry.getKey(), service, image);
            renameContainer(service);
            labels.forEach(service.withObject("/labels")::put);
        }
        for (var section : List.of("networks", "volumes"))
            for (var entry : model.withObject("/" + section).properties()) makeOwn(entry.getValue(), labels);
        return new TestModel(model, services);
    }

    private static Service service(String name, ObjectNode json, Optional<Image> image) {
        var ports = new TreeSet<Integer>();
        var published = new ArrayList<String>();
        for (var port : json.path("ports")) {
            if (port.path("protocol").asText("tcp").equals("tcp"))
                ports.add(port.path("target").asInt());
            if (port.has("published")) published.add(port.path("published").asText());
        }
        for (var port : json.path("expose"))
            if (port.asText().matches("\\d+(/tcp)?"))
                ports.add(Integer.parseInt(port.asText().replace("/tcp", "")));
        int replicas =
                json.path("deploy").path("replicas").asInt(json.path("scale").asInt(1));
        return new Service(name, replicas, List.copyOf(ports), published, image);
    }

    private static void useImage(String name, ObjectNode service, Optional<Image> image) {
        if (image.isPresent()) {
            service.put("image", image.get().reference());
            service.put("pull_policy", "never");
        } else {
            if (service.has("build"))
                throw new StageFailure(
                        "service '" + name + "' is built by the compose file, not by this pipeline",
                        "pass the image of a service named '" + name + "' in 'images', or give the service an 'image'");
            service.put("pull_policy", "missing");
        }
        service.remove("build");
    }

    /** A fixed container name is one per engine; others of the project may know the container by it, so it stays as alias. */
    private static void renameContainer(ObjectNode service) {
        var name = service.remove("container_name");
        if (name == null || !service.has("networks")) return;
        var networks = service.withObject("/networks");
        for (var network : List.copyOf(networks.properties())) {
            var own = network.getValue() instanceof ObjectNode object ? object : networks.putObject(network.getKey());
            own.withArray("/aliases").add(name.asText());
        }
    }

    private static void makeOwn(JsonNode resource, Map<String, String> labels) {
        if (!(resource instanceof ObjectNode own) || own.path("external").asBoolean()) return;
        own.remove("name");
        labels.forEach(own.withObject("/labels")::put);
    }

    List<Image> built() {
        return services.values().stream()
                .flatMap(service -> service.image().stream())
                .toList();
    }

    /** References of the images that are not built here, in order. */
    List<String> foreign() {
        var found = new TreeSet<String>();
        services.values().stream()
                .filter(service -> service.image().isEmpty())
                .forEach(service -> found.add(
                        json.path("services").path(service.name()).path("image").asText()));
        return List.copyOf(found);
    }
}
