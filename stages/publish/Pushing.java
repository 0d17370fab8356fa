package stages.publish;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import stages.api.*;
import stages.registry.*;

/** What all pushes of an image share: whether the proof is of it, and the push itself, by digest. */
final class Pushing {
    private Pushing() {}

    /** Proof of another image is none of this one. */
    static void check(Image image, List<Evidence> evidence) {
        for (var e : evidence)
            if (!e.subject().equals(image.digest()))
                throw new StageFailure(
                        "the " + e.getClass().getSimpleName() + " is of " + e.subject() + ", the image is "
                                + image.digest(),
                        "pass the evidence that was made of this image");
    }

    /** Blobs, manifests and then the index, under no tag. */
    static void push(RegistryClient client, Reference repository, Image image, StageContext context)
            throws IOException, InterruptedException {
        var index =
                new Descriptor(Manifest.OCI_INDEX, image.digest(), image.index().size());
        var pushed = client.pushImage(repository, index, context.store(), Optional.empty());
        context.log("pushed " + repository.withDigest(image.digest()) + ": " + pushed.uploaded() + " blobs uploaded ("
                + pushed.uploadedBytes() + " bytes), " + pushed.mounted() + " mounted, " + pushed.present()
                + " there already");
    }
}
