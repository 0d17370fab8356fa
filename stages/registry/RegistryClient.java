package stages.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.*;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stages.api.ContentStore;
import stages.api.Digest;
import stages.registry.RegistryException.Failure;
import stages.registry.Transport.Answer;

/**
 * Reads and writes images at registries (OCI distribution specification 1.1). Safe for use by many threads.
 *
 * <p>Requests are repeated where that is safe and may help: answers 408, 429 and 5xx, broken connections and silence. A
 * registry that does not answer ends in an exception within 4 minutes. Registries on this machine are spoken to in plain
 * HTTP, all others in TLS.
 */
public final class RegistryClient implements AutoCloseable {
    private static final int LONGEST_MANIFEST = 8 * 1024 * 1024;
    private static final int MOST_PAGES = 10_000;
    private static final String ACCEPTED = String.join(
            ", ", Manifest.OCI_INDEX, Manifest.DOCKER_LIST, Manifest.OCI_MANIFEST, Manifest.DOCKER_MANIFEST);
    /** A registry that does not mount begins an upload or refuses; neither ends the push. */
    private static final Set<Integer> MOUNT_ANSWERS = Set.of(201, 202, 400, 401, 403, 404, 405);

    /** A registry from before version 1.1 of the specification does not know the path. */
    private static final Set<Integer> NO_REFERRERS = Set.of(200, 404, 405);

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?");

    private final Patience patience;
    private final Transport transport;
    private final Authenticator authenticator;

    public RegistryClient(DockerConfig config, Clock clock) {
        this(config, Patience.byDefault(clock));
    }

    RegistryClient(DockerConfig config, Patience patience) {
        this.patience = patience;
        this.transport = new Transport(patience);
        this.authenticator = new Authenticator(transport, config, patience);
    }

    /** How a blob came to be in a repository. */
    public enum Arrival {
        PRESENT,
        MOUNTED,
        UPLOADED
    }

    /** What a push did: how many blobs it uploaded, mounted and found present, and the size of the uploaded ones. */
    public record Pushed(Digest digest, int uploaded, int mounted, int present, long uploadedBytes) {}

    /** Asks what a tag or digest names, without its content. Empty where the registry knows neither. */
    public Optional<Descriptor> head(Reference at) throws IOException, InterruptedException {
        Call call = manifestCall(at, "find manifest", "HEAD");
        Answer answer = patience.persist(() -> authenticator.send(call, new Sink.Memory(call, 0), Set.of(200, 404)));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        Optional<Digest> digest = statedDigest(call, answer);
        long size = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (digest.isEmpty() || size < 0) {
            return Optional.of(get(at).descriptor());
        }
        at.digest().ifPresent(asked -> check(call, asked, digest.get()));
        return Optional.of(new Descriptor(mediaType(answer), digest.get(), size));
    }

    /** Asks which digest a tag names at this moment. */
    public Optional<Digest> resolve(Reference at) throws IOException, InterruptedException {
        return head(at).map(Descriptor::digest);
    }

    /** Fetches a manifest; its bytes have the digest that was asked for or, for a tag, that the registry states. */
    public Manifest get(Reference at) throws IOException, InterruptedException {
        return manifest(at, Set.of(200)).orElseThrow();
    }

    /** As {@link #get}. Empty where the registry knows neither the tag nor the digest. */
    public Optional<Manifest> find(Reference at) throws IOException, InterruptedException {
        return manifest(at, Set.of(200, 404));
    }

    private Optional<Manifest> manifest(Reference at, Set<Integer> accepted) throws IOException, InterruptedException {
        Call call = manifestCall(at, "get manifest", "GET");
        return patience.persist(() -> {
            Sink.Memory body = new Sink.Memory(call, LONGEST_MANIFEST);
            Answer answer = authenticator.send(call, body, accepted);
            if (answer.status() == 404) {
                return Optional.empty();
            }
            Optional<Digest> expected = at.digest().or(() -> statedDigest(call, answer));
            expected.ifPresent(digest -> check(call, digest, Digest.of(body.bytes())));
            try {
                return Optional.of(Manifest.of(mediaType(answer), body.bytes()));
            } catch (IllegalArgumentException e) {
                throw call.failed(Failure.lasting(String.valueOf(e.getMessage()), ""), e);
            }
        });
    }

    /**
     * Puts a manifest, as the bytes it is, under the tag of the reference or, without one, under its digest alone.
     *
     * @return whether the registry lists it among the referrers of its subject (header {@code OCI-Subject})
     */
    public boolean put(Reference at, Manifest manifest) throws IOException, InterruptedException {
        String name = at.tag().orElse(manifest.digest().toString());
        Call call = Call.write(
                        at,
                        "put manifest",
                        "PUT",
                        uri(at, "/manifests/" + name),
                        BodyPublishers.ofByteArray(manifest.bytes()))
                .header("Content-Type", manifest.descriptor().mediaType());
        at.digest().ifPresent(digest -> check(call, digest, manifest.digest()));
        Answer answer = patience.persist(() -> authenticator.send(call, new Sink.Beginning(), Set.of(200, 201, 202)));
        statedDigest(call, answer).ifPresent(digest -> check(call, manifest.digest(), digest));
        return !answer.header("OCI-Subject").isEmpty();
    }

    /** The registry's own list of what refers to a manifest, page by page; empty where it keeps none. */
    Optional<List<Manifest>> referrers(Reference at, Digest subject) throws IOException, InterruptedException {
        List<Manifest> pages = new ArrayList<>();
        Optional<Call> next =
                Optional.of(Call.read(at.withDigest(subject), "list referrers of", "GET", "/referrers/" + subject)
                        .header("Accept", Manifest.OCI_INDEX));
        while (next.isPresent()) {
            Call call = next.get();
            if (pages.size() == MOST_PAGES) {
                throw call.corrupt("the list of referrers has more than " + MOST_PAGES + " pages");
            }
            Optional<Call> after = patience.persist(() -> referrersOf(call, pages));
            if (pages.isEmpty()) {
                return Optional.empty();
            }
            next = after;
        }
        return Optional.of(pages);
    }

    /** Lists the tags of a repository in the registry's order; none where the repository is unknown. */
    public List<String> tags(Reference at) throws IOException, InterruptedException {
        List<String> tags = new ArrayList<>();
        Optional<Call> page = Optional.of(Call.read(at, "list tags of", "GET", "/tags/list?n=1000"));
        for (int pages = 0; page.isPresent(); pages++) {
            Call call = page.get();
            if (pages == MOST_PAGES) {
                throw call.corrupt("the list of tags has more than " + MOST_PAGES + " pages");
            }
            page = patience.persist(() -> tagsOf(call, tags));
        }
        return List.copyOf(tags);
    }

    /** Tells whether a repository holds a blob. */
    public boolean hasBlob(Reference at, Digest digest) throws IOException, InterruptedException {
        return patience.persist(() -> findBlob(at, digest));
    }

    /** Streams a blob; when this returns, what was written has the right size and digest. */
    public void getBlob(Reference at, Descriptor blob, OutputStream out) throws IOException, InterruptedException {
        Call call = Call.read(at.withDigest(blob.digest()), "get blob", "GET", "/blobs/" + blob.digest());
        BlobSink sink = new BlobSink(call, blob, out);
        patience.persist(() -> {
            authenticator.send(sink.next(), sink, Set.of(200, 206));
            sink.finish();
            return blob;
        });
    }

    /** Fetches a blob into a file, which appears whole and verified or not at all. */
    public void getBlob(Reference at, Descriptor blob, Path file) throws IOException, InterruptedException {
        Path part = Files.createTempFile(
                Objects.requireNonNull(file.toAbsolutePath().getParent()), "blob-", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                getBlob(at, blob, out);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Sees to it that a repository holds a blob, by the cheapest way that works.
     *
     * @param mountFrom a repository of the same registry that may hold it
     */
    public Arrival putBlob(Reference at, Descriptor blob, Path file, Optional<String> mountFrom)
            throws IOException, InterruptedException {
        if (Files.size(file) != blob.size()) {
            throw new IOException("'" + file + "' has " + Files.size(file) + " bytes, but '" + blob.digest() + "' has "
                    + blob.size());
        }
        return patience.persist(() -> {
            if (findBlob(at, blob.digest())) {
                return Arrival.PRESENT;
            }
            Optional<URI> location = beginUpload(at, blob.digest(), mountFrom);
            if (location.isEmpty()) {
                return Arrival.MOUNTED;
            }
            upload(at, blob.digest(), location.get(), file);
            return Arrival.UPLOADED;
        });
    }

    /**
     * Pushes an image or index with all it refers to: blobs first, several at once, then manifests, the named one last.
     * What the registry has already is not sent.
     *
     * @param target where to; with a tag the manifest gets that tag, without one it is to be had by digest alone
     * @param image the manifest or index to push
     * @param mountFrom a repository of the same registry that may hold some of the blobs
     */
    public Pushed pushImage(Reference target, Descriptor image, ContentStore store, Optional<String> mountFrom)
            throws IOException, InterruptedException {
        return new Push(this, target, store, mountFrom).run(image);
    }

    @Override
    public void close() {
        transport.close();
    }

    private Optional<Call> tagsOf(Call call, List<String> tags) throws IOException, InterruptedException {
        Sink.Memory body = new Sink.Memory(call, LONGEST_MANIFEST);
        Answer answer = authenticator.send(call, body, Set.of(200, 404));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        try {
            for (JsonNode tag : Untrusted.object(body.bytes()).path("tags")) {
                Reference.checkTag(tag.asText());
                tags.add(tag.asText());
            }
        } catch (IllegalArgumentException e) {
            throw call.failed(Failure.lasting("the answer is not a list of tags", ""), e);
        }
        return next(call, answer);
    }

    private Optional<Call> referrersOf(Call call, List<Manifest> pages) throws IOException, InterruptedException {
        Sink.Memory body = new Sink.Memory(call, LONGEST_MANIFEST);
        Answer answer = authenticator.send(call, body, NO_REFERRERS);
        if (answer.status() != 200) {
            return Optional.empty();
        }
        try {
            pages.add(Manifest.of(Manifest.OCI_INDEX, body.bytes()));
        } catch (IllegalArgumentException e) {
            throw call.failed(Failure.lasting("the answer is not a list of referrers", ""), e);
        }
        return next(call, answer);
    }

    private static Optional<Call> next(Call call, Answer answer) {
        Matcher next = NEXT.matcher(answer.header("Link"));
        return next.find() ? Optional.of(call.to(Transport.resolve(call, next.group(1) + ""))) : Optional.empty();
    }

    private boolean findBlob(Reference at, Digest digest) throws IOException, InterruptedException {
        Call call = Call.read(at.withDigest(digest), "find blob", "HEAD", "/blobs/" + digest);
        return authenticator
                        .send(call, new Sink.Memory(call, 0), Set.of(200, 404))
                        .status()
                == 200;
    }

    /** Returns where to send the bytes, empty where a mount made that needless. */
    private Optional<URI> beginUpload(Reference at, Digest digest, Optional<String> mountFrom)
            throws IOException, InterruptedException {
        Reference blob = at.withDigest(digest);
        Call plain = Call.write(blob, "begin upload of", "POST", uri(at, "/blobs/uploads/"), BodyPublishers.noBody());
        if (mountFrom.isPresent()) {
            String query =
                    "?mount=" + Untrusted.encode(digest.toString()) + "&from=" + Untrusted.encode(mountFrom.get());
            Call mount = plain.to(uri(at, "/blobs/uploads/" + query)).alsoPulling(mountFrom.get());
            Answer answer = authenticator.send(mount, new Sink.Beginning(), MOUNT_ANSWERS);
            if (answer.status() == 201) {
                return Optional.empty();
            }
            if (answer.status() == 202) {
                return Optional.of(location(mount, answer));
            }
        }
        return Optional.of(location(plain, authenticator.send(plain, new Sink.Beginning(), Set.of(202))));
    }

    private static URI location(Call call, Answer answer) {
        return Transport.resolve(
                call,
                answer.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> call.corrupt("the registry does not say where to upload")));
    }

    private void upload(Reference at, Digest digest, URI location, Path file) throws IOException, InterruptedException {
        String separator = location.getRawQuery() == null ? "?" : "&";
        URI target = URI.create(location + separator + "digest=" + Untrusted.encode(digest.toString()));
        Call call = Call.write(at.withDigest(digest), "upload blob", "PUT", target, BodyPublishers.ofFile(file))
                .header("Content-Type", "application/octet-stream");
        Answer answer = authenticator.send(call, new Sink.Beginning(), Set.of(200, 201, 204, 404));
        if (answer.status() == 404) {
            throw call.failed(Failure.passing("the registry no longer knows the upload it began", ""));
        }
    }

    private static Call manifestCall(Reference at, String operation, String method) {
        return Call.read(at, operation, method, "/manifests/" + at.identifier()).header("Accept", ACCEPTED);
    }

    private static URI uri(Reference at, String path) {
        return at.api(at.repository() + path);
    }

    private static Optional<Digest> statedDigest(Call call, Answer answer) {
        try {
            return answer.headers().firstValue("Docker-Content-Digest").map(Digest::new);
        } catch (IllegalArgumentException e) {
            throw call.failed(Failure.lasting("the registry states a digest that is none", ""), e);
        }
    }

    private static void check(Call call, Digest expected, Digest actual) {
        if (!expected.equals(actual)) {
            throw call.corrupt("expected the digest '" + expected + "', but it is '" + actual + "'");
        }
    }

    private static String mediaType(Answer answer) {
        return answer.header("Content-Type").replaceFirst(";.*", "").strip();
    }
}
