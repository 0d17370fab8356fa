package stages.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stages.api.Digest;
import stages.api.StageFailure;

/**
 * Manifests of a repository that refer to another by their {@code subject} (OCI distribution specification 1.1). Where the
 * registry keeps no list of them, it is the index under the tag {@code sha256-HEX}, which whoever writes keeps: one
 * writer at a time for one subject, as the last of two to put that index wins. What was put is read again.
 */
public final class Referrers {
    private static final int ATTEMPTS = 5;

    private final RegistryClient client;
    private final Reference repository;

    public Referrers(RegistryClient client, Reference repository) {
        this.client = client;
        this.repository = repository;
    }

    /** What refers to the manifest, in the registry's order. */
    public List<Descriptor> of(Digest subject) throws IOException, InterruptedException {
        Optional<List<Manifest>> listed = client.referrers(repository, subject);
        List<Manifest> indexes = listed.isPresent()
                ? listed.get()
                : client.find(tag(subject)).stream().toList();
        try {
            return indexes.stream().flatMap(index -> index.children().stream()).toList();
        } catch (IllegalArgumentException e) {
            throw new StageFailure("the list of referrers of '" + repository.withDigest(subject) + "' cannot be read: "
                    + Untrusted.clean(String.valueOf(e.getMessage()), 200));
        }
    }

    /**
     * Puts a manifest that has this subject, and sees to it that it is found from there.
     *
     * @param artifactType of the referrer, for who filters the list
     * @throws StageFailure where others write the list at the same time, again and again
     */
    public void attach(Digest subject, Manifest referrer, String artifactType)
            throws IOException, InterruptedException {
        if (client.put(repository.withDigest(referrer.digest()), referrer)) {
            return;
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Manifest> index = client.find(tag(subject));
            if (index.stream().anyMatch(held -> holds(held, referrer))) {
                return;
            }
            client.put(tag(subject), with(index, referrer, artifactType));
        }
        if (client.find(tag(subject)).stream().noneMatch(held -> holds(held, referrer))) {
            throw new StageFailure(
                    "the list of referrers '" + tag(subject) + "' does not keep what is put there",
                    "another writes it at the same time: run one release of an image at a time");
        }
    }

    private static boolean holds(Manifest index, Manifest referrer) {
        return index.children().stream().anyMatch(child -> child.digest().equals(referrer.digest()));
    }

    private Reference tag(Digest subject) {
        return repository.withTag("sha256-" + subject.hex());
    }

    /** The entries that stand there stay as they are. */
    private static Manifest with(Optional<Manifest> index, Manifest referrer, String artifactType) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ArrayNode entries = json.arrayNode();
        index.filter(Manifest::isIndex).stream()
                .flatMap(held -> Stream.of(held.json().path("manifests")))
                .forEach(held -> held.forEach(entries::add));
        JsonNode own = referrer.json();
        ObjectNode entry = entries.addObject()
                .put("mediaType", referrer.descriptor().mediaType())
                .put("digest", referrer.digest().value())
                .put("size", referrer.descriptor().size())
                .put("artifactType", artifactType);
        if (own.path("annotations").isObject()) {
            entry.set("annotations", own.path("annotations"));
        }
        ObjectNode all = json.objectNode().put("schemaVersion", 2).put("mediaType", Manifest.OCI_INDEX);
        all.set("manifests", entries);
        return Manifest.of(Manifest.OCI_INDEX, all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
