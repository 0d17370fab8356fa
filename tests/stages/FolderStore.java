package stages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import stages.api.Artifact;
import stages.api.ContentStore;
import stages.api.Digest;
import stages.api.StageFailure;

/** A content store that is one folder; every read is checked. */
record FolderStore(Path folder) implements ContentStore {
    @Override
    public Artifact add(Path file, String mediaType, String name) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var digest = Digest.of(in);
            if (!has(digest)) Files.copy(file, place(digest));
            return new Artifact(digest, mediaType, name, Files.size(file));
        }
    }

    @Override
    public Artifact add(byte[] bytes, String mediaType, String name) throws IOException {
        var digest = Digest.of(bytes);
        if (!has(digest)) {
            var part = Files.write(Files.createTempFile(place(digest).getParent(), "add", ".part"), bytes);
            Files.move(part, place(digest), StandardCopyOption.ATOMIC_MOVE);
        }
        return new Artifact(digest, mediaType, name, bytes.length);
    }

    @Override
    public boolean has(Digest digest) {
        return Files.exists(blobs().resolve("sha256").resolve(digest.hex()));
    }

    @Override
    public boolean intact(Digest digest) {
        if (!has(digest)) return false;
        try {
            var file = place(digest);
            boolean same;
            try (var in = Files.newInputStream(file)) {
                same = Digest.of(in).equals(digest);
            }
            if (!same) Files.delete(file);
            return same;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path file(Digest digest) throws IOException {
        if (!intact(digest)) throw new StageFailure("the content store does not hold " + digest);
        return place(digest);
    }

    @Override
    public Path blobs() {
        return folder.resolve("blobs");
    }

    private Path place(Digest digest) throws IOException {
        return Files.createDirectories(blobs().resolve("sha256")).resolve(digest.hex());
    }
}
