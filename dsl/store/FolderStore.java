package dsl.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import stages.api.Artifact;
import stages.api.ContentStore;
import stages.api.Digest;
import stages.api.StageFailure;

/** Bytes in files named by their digest, {@code blobs/sha256/HEX}. Many processes may use one folder at once. */
final class FolderStore implements ContentStore {
    private static final int BUFFER = 1 << 20;
    private final Path blobs;
    /** What was read and compared in this run; to read again what nobody may change would be waste. */
    private final Map<Digest, CompletableFuture<Boolean>> checked = new ConcurrentHashMap<>();

    /** What earlier runs read and compared. */
    private final Compared compared;

    FolderStore(Path root, Compared compared) {
        this.blobs = root.resolve("blobs");
        this.compared = compared;
    }

    @Override
    public Path blobs() {
        return blobs;
    }

    @Override
    public Artifact add(Path file, String mediaType, String name) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return add(in, mediaType, name);
        }
    }

    @Override
    public Artifact add(byte[] bytes, String mediaType, String name) throws IOException {
        return add(new ByteArrayInputStream(bytes), mediaType, name);
    }

    /** Puts its bytes in place of what may be there, which mends a damaged file. */
    private Artifact add(InputStream in, String mediaType, String name) throws IOException {
        Files.createDirectories(blobs.resolve("sha256"));
        var fresh = Files.createTempFile(blobs, "add", ".tmp");
        try (var hash = new DigestInputStream(in, Digest.sha256());
                var out = Files.newOutputStream(fresh)) {
            var buffer = new byte[BUFFER];
            long size = 0;
            for (int n = hash.read(buffer); n >= 0; size += n, n = hash.read(buffer)) out.write(buffer, 0, n);
            var digest = Digest.finished(hash.getMessageDigest());
            Files.move(fresh, path(digest), StandardCopyOption.ATOMIC_MOVE);
            checked.put(digest, CompletableFuture.completedFuture(true));
            return new Artifact(digest, mediaType, name, size);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    @Override
    public boolean has(Digest digest) {
        return Files.isRegularFile(path(digest));
    }

    @Override
    public Path file(Digest digest) {
        if (!intact(digest))
            throw new StageFailure("the bytes of " + digest + " are gone or damaged in '" + blobs + "'", "run again");
        return path(digest);
    }

    @Override
    public boolean intact(Digest digest) {
        if (!has(digest)) return false;
        var mine = new CompletableFuture<Boolean>();
        var other = checked.putIfAbsent(digest, mine);
        if (other != null) return other.join();
        boolean same = false;
        try {
            same = compared.holds(path(digest)) || compare(digest);
            if (!same) Files.delete(path(digest));
        } catch (IOException e) {
            same = false;
        } finally {
            if (!same) checked.remove(digest);
            mine.complete(same);
        }
        return same;
    }

    private boolean compare(Digest digest) throws IOException {
        var seen = compared.look(path(digest));
        try (var in = Files.newInputStream(path(digest))) {
            var same = digest.equals(digest(in));
            if (same) compared.keep(path(digest), seen);
            return same;
        }
    }

    private static Digest digest(InputStream in) throws IOException {
        var hash = Digest.sha256();
        var buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) hash.update(buffer, 0, n);
        return Digest.finished(hash);
    }

    private Path path(Digest digest) {
        return blobs.resolve("sha256").resolve(digest.hex());
    }
}
