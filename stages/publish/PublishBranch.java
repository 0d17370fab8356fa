package stages.publish;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import stages.api.*;
import stages.registry.*;

/**
 * Pushes an image by digest and then puts tags on it, the same bytes that were scanned. A version's tag never moves; tags
 * of branches, pull requests and commits, and {@code latest}, do.
 */
@Word("publishBranch")
@Help("pushes an image that was scanned and described, and tags it")
@Takes(memory = 64)
public record PublishBranch(
        @Help("the image") Image image,

        @Help("its scan and its bill of materials") @Holds({Sbom.class, ScanReport.class})
        List<Evidence> evidence,

        @Help("tags to put on it, such as branchTags()") List<String> tags,

        @Help("where it goes: a registry's host and a path; the project's where absent")
        Optional<String> registry)
        implements Effect<Published> {

    public PublishBranch {
        evidence = List.copyOf(evidence);
        tags = Tagging.inTurn(tags);
    }

    @Override
    public Observation<Published> observe(StageContext context) throws IOException, InterruptedException {
        Pushing.check(image, evidence);
        Tagging.check(tags, "tags: branchTags()");
        try (var client = Registries.open(context)) {
            var tagging = tagging(client);
            var standing = tagging.standing(tags);
            var conflict = tagging.conflict(standing);
            if (conflict.isPresent()) return conflict.get();
            return standing.values().stream().allMatch(tagging::isOurs)
                    ? new Observation.Identical<>(tagging.published(tags))
                    : new Observation.Absent<>();
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    @Override
    public Published run(StageContext context) throws IOException, InterruptedException {
        try (var client = Registries.open(context)) {
            var tagging = tagging(client);
            Pushing.push(client, tagging.repository(), image, context);
            var index = Manifest.of(Manifest.OCI_INDEX, context.store().bytes(image.digest()));
            for (var tag : tags) tagging.put(tag, index, context);
            for (var tag : tags) tagging.verify(tag);
            context.summary(tagging.summary(tags));
            return tagging.published(tags);
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    private Tagging tagging(RegistryClient client) {
        return new Tagging(client, Repositories.of(registry, image.name()), image.digest());
    }
}
