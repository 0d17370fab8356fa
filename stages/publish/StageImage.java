package stages.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import stages.api.*;
import stages.registry.*;

/**
 * Pushes an image's blobs, manifests and index by digest, under no tag, so that it can be signed and verified where it will
 * be pulled from, and nobody pulls it before.
 */
@Word("stageImage")
@Help("pushes an image by digest, under no tag, when the proof is at hand")
@Takes(memory = 64)
public record StageImage(
        @Help("the image") Image image,

        @Help("its bill of materials, its scan and its handshake")
        @Holds({Sbom.class, ScanReport.class, Handshake.class})
        List<Evidence> evidence,

        @Help("where it goes: a registry's host and a path; the project's where absent")
        Optional<String> registry)
        implements Effect<Staged> {
    public StageImage {
        evidence = List.copyOf(evidence);
    }

    @Override
    public Observation<Staged> observe(StageContext context) throws IOException, InterruptedException {
        Pushing.check(image, evidence);
        try (var client = Registries.open(context)) {
            return missing(client).isEmpty() ? new Observation.Identical<>(staged()) : new Observation.Absent<>();
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    @Override
    public Staged run(StageContext context) throws IOException, InterruptedException {
        try (var client = Registries.open(context)) {
            Pushing.push(client, repository(), image, context);
            var missing = missing(client);
            if (!missing.isEmpty())
                throw new StageFailure("'" + repository() + "' lacks " + missing + " after it was put");
            return staged();
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    /** Of the index and its manifests, those that cannot be fetched. */
    private List<Digest> missing(RegistryClient client) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(image.digest()));
        image.platforms().forEach(platform -> all.add(platform.manifest().digest()));
        var missing = new ArrayList<Digest>();
        for (var digest : all) if (client.find(repository().withDigest(digest)).isEmpty()) missing.add(digest);
        return missing;
    }

    private Staged staged() {
        var platforms = new TreeMap<Platform, Digest>();
        image.platforms()
                .forEach(one -> platforms.put(one.platform(), one.manifest().digest()));
        return new Staged(image.digest(), image.name(), repository().toString(), platforms);
    }

    private Reference repository() {
        return Repositories.of(registry, image.name());
    }
}
