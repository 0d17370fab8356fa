package stages.claim;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import stages.TestContext;
import stages.api.*;
import stages.registry.*;

/** A bare repository, a commit in it, clones of it as machines have them, and a registry. */
final class Remote {
    final Path folder;
    final OwnRegistry registry;
    final String service = "svc-" + UUID.randomUUID().toString().substring(0, 8);
    final Path bare;
    private int machines;

    Remote(Path folder, OwnRegistry registry) throws Exception {
        this.folder = folder;
        this.registry = registry;
        this.bare = folder.resolve("bare.git");
        var first = TestContext.of(Files.createDirectories(folder.resolve("first")), folder.resolve("first-work"));
        git(first, "init", "--quiet", "--bare", "--initial-branch=main", bare.toString());
        git(first, "init", "--quiet", "--initial-branch=main");
        commit(first, "one");
        git(first, "push", "--quiet", bare.toString(), "main");
    }

    /** A fresh runner: a clone of its own, an empty store, nothing cached. */
    TestContext machine() throws Exception {
        var name = "machine" + machines++;
        var context = TestContext.of(folder.resolve(name), folder.resolve(name + "-work"));
        context.commands()
                .read(Command.of(
                                "git",
                                "clone",
                                "--quiet",
                                "--depth=1",
                                bare.toUri().toString(),
                                name)
                        .in(folder))
                .orFail("clone");
        return context;
    }

    static String git(TestContext context, String... arguments) throws Exception {
        return context.commands()
                .read(Command.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org")
                        .and(arguments))
                .orFail(String.join(" ", arguments))
                .out()
                .strip();
    }

    /** Commits on the checked-out branch, and answers the commit. */
    static String commit(TestContext context, String message) throws Exception {
        git(context, "commit", "--quiet", "--allow-empty", "--message", message);
        return git(context, "rev-parse", "HEAD");
    }

    Release release(String version, String commit) {
        var of = new Service(
                service,
                "Dockerfile",
                ".",
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
        return new Release(
                of, version, commit, Optional.empty(), service + "-v" + version, List.of(version, "latest"), List.of());
    }

    Optional<String> at() {
        return Optional.of(registry.host() + "/test");
    }

    ClaimRelease claim(String version, String commit) {
        return new ClaimRelease(release(version, commit), at(), "origin", false);
    }

    RecordRelease record(Claim claim, Digest image) {
        return new RecordRelease(claim, staged(image), "origin", false);
    }

    Staged staged(Digest image) {
        return new Staged(image, service, at().orElseThrow() + "/" + service, new TreeMap<>());
    }

    /** An image of no platform in the registry, under a tag where one is given. */
    Digest pushed(TestContext context, String text, Optional<String> tag) throws Exception {
        var bytes = ("{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX
                        + "\",\"manifests\":[],\"annotations\":{\"text\":\"" + text + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        var index = Manifest.of(Manifest.OCI_INDEX, bytes);
        var repository = Repositories.of(at(), service);
        try (var client = Registries.open(context)) {
            client.put(tag.map(repository::withTag).orElse(repository.withDigest(index.digest())), index);
        }
        return index.digest();
    }

    /** Every ref of the remote that is Slipway's, and what it names. */
    String refs(TestContext context) throws Exception {
        return git(context, "ls-remote", bare.toString(), "refs/slipway/*");
    }
}
