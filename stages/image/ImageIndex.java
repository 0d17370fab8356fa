package stages.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import stages.api.Digest;
import stages.api.Platform;
import stages.api.PlatformImage;

/**
 * An OCI image index (image-spec, image-index.md), byte for byte as BuildKit writes it: two spaces, these keys in this
 * order, no newline at the end.
 */
final class ImageIndex {
    static final String MEDIA_TYPE = "application/vnd.oci.image.index.v1+json";
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final ObjectWriter WRITER = writer();

    private ImageIndex() {}

    static byte[] bytes(Collection<PlatformImage> parts) throws IOException {
        return WRITER.writeValueAsBytes(
                new Index(2, MEDIA_TYPE, parts.stream().map(Descriptor::of).toList()));
    }

    private record Index(int schemaVersion, String mediaType, List<Descriptor> manifests) {}

    private record Descriptor(String mediaType, Digest digest, long size, Target platform) {
        static Descriptor of(PlatformImage part) {
            var manifest = part.manifest();
            return new Descriptor(manifest.mediaType(), manifest.digest(), manifest.size(), Target.of(part.platform()));
        }
    }

    private record Target(
            String architecture,
            String os,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String variant) {
        /** The variant v8 of arm64 is the plain one and is not written (containerd, platforms/database.go). */
        static Target of(Platform platform) {
            var plain = platform.architecture().equals("arm64")
                    && platform.variant().equals("v8");
            return new Target(platform.architecture(), platform.os(), plain ? "" : platform.variant());
        }
    }

    private static ObjectWriter writer() {
        var indent = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indent)
                .withArrayIndenter(indent);
        return new ObjectMapper().writer(printer);
    }
}
