package stages.registry;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.*;
import stages.api.ContentStore;
import stages.api.Digest;
import stages.registry.RegistryClient.Arrival;
import stages.registry.RegistryClient.Pushed;

/** One push of an image with all it refers to. The manifest that was named goes last, so no tag ever points at a gap. */
final class Push {
    private static final int AT_ONCE = 4;

    private final RegistryClient client;
    private final Reference target;
    private final ContentStore store;
    private final Optional<String> mountFrom;
    private final Map<Digest, Manifest> childrenFirst = new LinkedHashMap<>();
    private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();

    Push(RegistryClient client, Reference target, ContentStore store, Optional<String> mountFrom) {
        this.client = client;
        this.target = target;
        this.store = store;
        this.mountFrom = mountFrom.filter(from -> !from.equals(target.repository()));
    }

    Pushed run(Descriptor image) throws IOException, InterruptedException {
        collect(image);
        Map<Digest, Arrival> arrivals = putBlobs();
        Reference named = target.tag().map(target::withTag).orElse(target.withDigest(image.digest()));
        for (Manifest manifest : childrenFirst.values()) {
            boolean last = manifest.digest().equals(image.digest());
            putIfOther(last ? named : target.withDigest(manifest.digest()), manifest);
        }
        return report(image.digest(), arrivals);
    }

    private void collect(Descriptor descriptor) throws IOException {
        if (childrenFirst.containsKey(descriptor.digest())) {
            return;
        }
        Manifest manifest;
        try {
            manifest = Manifest.of(descriptor.mediaType(), store.bytes(descriptor.digest()));
            manifest.blobs().forEach(blob -> blobs.put(blob.digest(), blob));
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot push '" + descriptor.digest() + "': " + e.getMessage(), e);
        }
        for (Descriptor child : manifest.children()) {
            collect(child);
        }
        childrenFirst.put(manifest.digest(), manifest);
    }

    private Map<Digest, Arrival> putBlobs() throws IOException, InterruptedException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            try {
                CompletionService<Map.Entry<Digest, Arrival>> uploads = new ExecutorCompletionService<>(threads);
                blobs.values().forEach(blob -> uploads.submit(() -> Map.entry(blob.digest(), putBlob(blob))));
                Map<Digest, Arrival> arrivals = new LinkedHashMap<>();
                while (arrivals.size() < blobs.size()) {
                    Map.Entry<Digest, Arrival> done = uploads.take().get();
                    arrivals.put(done.getKey(), done.getValue());
                }
                return arrivals;
            } catch (ExecutionException e) {
                throw rethrown(e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private Arrival putBlob(Descriptor blob) throws IOException, InterruptedException {
        return client.putBlob(target, blob, store.file(blob.digest()), mountFrom);
    }

    private void putIfOther(Reference at, Manifest manifest) throws IOException, InterruptedException {
        if (!client.resolve(at).equals(Optional.of(manifest.digest()))) {
            client.put(at, manifest);
        }
    }

    private Pushed report(Digest digest, Map<Digest, Arrival> arrivals) {
        long bytes = blobs.values().stream()
                .filter(blob -> arrivals.get(blob.digest()) == Arrival.UPLOADED)
                .mapToLong(Descriptor::size)
                .sum();
        return new Pushed(
                digest,
                count(arrivals.values(), Arrival.UPLOADED),
                count(arrivals.values(), Arrival.MOUNTED),
                count(arrivals.values(), Arrival.PRESENT),
                bytes);
    }

    private static int count(Collection<Arrival> arrivals, Arrival kind) {
        return (int) arrivals.stream().filter(kind::equals).count();
    }

    private static IOException rethrown(ExecutionException failed) throws InterruptedException {
        if (failed.getCause() instanceof InterruptedException e) {
            throw e;
        }
        if (failed.getCause() instanceof RuntimeException e) {
            throw e;
        }
        return failed.getCause() instanceof IOException e ? e : new IOException(failed);
    }
}
