package dsl.store;

import dsl.model.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.*;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import stages.api.Digest;
import stages.api.Json;
import stages.api.StageFailure;
import stages.api.Tier;

/**
 * Results by final key in a folder: {@code results/TIER/KEY} holds a signature in base64, a new line, and the entry;
 * {@code recipes/TIER/RECIPE} the final key that a recipe led to last; {@code last/TIER/TASK} a task's last result. A
 * trusted run reads what trusted runs signed, an untrusted one that too and its own, a laptop its own. Nothing that is
 * wrong with the folder fails a run; it is said once.
 */
public final class FolderCache {
    private final Caching settings;
    private final Path root;
    private final Tier tier;
    private final FolderStore store;
    private final Consumer<String> note;
    private final AtomicBoolean noted = new AtomicBoolean();
    /** By tier that may be read, this run's own first. */
    private final Map<Tier, Seal> seals = new LinkedHashMap<>();

    /** @param why what was wrong with the entry, or why nothing was looked up; empty where there was no entry */
    public record Found(Optional<StoredResult> entry, String why) {
        static Found not(String why) {
            return new Found(Optional.empty(), why);
        }
    }

    /** @param note told what keeps the cache from working */
    public FolderCache(Caching settings, Consumer<String> note) {
        this.settings = settings;
        this.root = settings.root();
        this.tier = settings.tier();
        this.store = new FolderStore(root, new Compared(memory(settings), InstantSource.system()));
        this.note = note;
        try {
            seals();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | UnsupportedOperationException e) {
            trouble("its key cannot be used", e);
        }
    }

    /** A folder that cannot be written gives way to another: stages need a place for bytes. */
    public static FolderCache open(Caching settings, Path instead, Consumer<String> note) {
        try {
            var root = Files.createDirectories(settings.root());
            Files.delete(Files.createTempFile(root, "probe", ".tmp"));
            return new FolderCache(settings, note);
        } catch (IOException e) {
            note.accept("the cache in '" + settings.root() + "' cannot be written and is not used: " + e);
            return new FolderCache(settings.in(instead), note);
        }
    }

    /** A laptop's alone: the bytes that a trusted run takes were perhaps written by an untrusted one. */
    private static Optional<Path> memory(Caching settings) {
        return settings.tier() == Tier.LAPTOP
                ? Optional.of(settings.config().resolve("compared.tsv"))
                : Optional.empty();
    }

    private void seals() throws IOException, GeneralSecurityException {
        var key = settings.key();
        switch (tier) {
            case LAPTOP -> seals.put(tier, Seal.file(settings.config().resolve("cache.key")));
            case TRUSTED -> {
                if (key.isPresent()) seals.put(tier, Seal.signer(key.get()));
                else note.accept("the cache is off: a trusted run needs an Ed25519 private key in SLIPWAY_CACHE_KEY");
            }
            case UNTRUSTED -> {
                seals.put(tier, Seal.secret(("untrusted " + key.orElse("")).getBytes(StandardCharsets.UTF_8)));
                if (settings.publicKey().isPresent())
                    seals.put(Tier.TRUSTED, Seal.reader(settings.publicKey().get()));
            }
        }
    }

    public FolderStore store() {
        return store;
    }

    /**
     * A folder for what a stage's tools keep, apart for each tier.
     *
     * @throws StageFailure where it cannot be made
     */
    public Path folder(String name) {
        return RunFolder.made(root.resolve("folders").resolve(tier.word()).resolve(name));
    }

    /** The final key that a task's recipe led to last, where its result is still there. */
    public Optional<String> lastFinal(Task task) {
        for (var from : seals.keySet()) {
            var key = text(named("recipes", from, task.recipe().key().value()));
            if (key.isPresent() && find(key.get(), false).entry().isPresent()) return key;
        }
        return Optional.empty();
    }

    /** How the inputs of these names differ from those of the task's last result, for people. */
    public String differences(String task, SortedMap<String, String> inputs, Predicate<String> names) {
        try {
            var last = text(named("last", tier, Digest.of(task).value()));
            if (last.isEmpty()) return "no result of it was kept before";
            var changes =
                    Json.<StoredResult>read(last.get(), StoredResult.class).differences(inputs, names);
            return changes.isEmpty()
                    ? "no result is kept of it with these inputs"
                    : "changed: " + String.join(", ", changes);
        } catch (IllegalArgumentException e) {
            return "its last result cannot be read";
        }
    }

    /** What is kept of a task under its final key, with its bytes, where it may be looked up. */
    public Found find(Task task, String key) {
        if (task.recipe().uncached().isPresent())
            return Found.not(task.recipe().uncached().get());
        if (settings.off()) return Found.not("not looked up: --no-cache");
        var whole = task.id().replaceFirst("@[^@]*$", "");
        if (settings.forced().contains(task.id()) || settings.forced().contains(whole))
            return Found.not("not looked up: --force");
        return find(key, true);
    }

    /** @param whole whether the bytes of its artifacts are compared, or must only be there */
    private Found find(String key, boolean whole) {
        var why = "";
        for (var seal : seals.entrySet()) {
            var file = named("results", seal.getKey(), key);
            if (!Files.exists(file)) continue;
            try {
                var entry = open(Files.readAllBytes(file), seal.getValue());
                var lost = entry.key().equals(key) ? lost(entry, whole) : "it is the entry of another key";
                if (lost.isEmpty()) return new Found(Optional.of(entry), "");
                why = "the entry was not used: " + lost;
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                why = "the entry was not used: " + e.getMessage();
            }
        }
        return Found.not(why);
    }

    private static StoredResult open(byte[] file, Seal seal) throws GeneralSecurityException {
        var parts = new String(file, StandardCharsets.UTF_8).split("\n", 2);
        if (parts.length < 2) throw new GeneralSecurityException("it is cut");
        if (!seal.holds(
                parts[1].getBytes(StandardCharsets.UTF_8), Base64.getDecoder().decode(parts[0])))
            throw new GeneralSecurityException("it was changed or cut, or signed with another key");
        return Json.read(parts[1], StoredResult.class);
    }

    /** What is wrong with the bytes of its artifacts; empty where nothing is. All are looked at: damaged ones go away. */
    public String lost(StoredResult entry, boolean whole) {
        var lost = Results.artifacts(entry.result())
                .filter(a -> whole ? !store.intact(a.digest()) : !store.has(a.digest()))
                .map(a -> "the bytes of '" + a.name() + "' (" + a.digest() + ") are gone or damaged")
                .toList();
        return lost.isEmpty() ? "" : lost.get(0);
    }

    public void put(StoredResult entry) {
        var seal = seals.get(tier);
        if (seal == null) return;
        try {
            var text = Json.line(entry);
            var signature = Base64.getEncoder().encodeToString(seal.sign(text.getBytes(StandardCharsets.UTF_8)));
            write(named("results", tier, entry.key()), signature + "\n" + text);
        } catch (IOException | GeneralSecurityException e) {
            trouble("nothing is kept", e);
        }
        remember(entry);
    }

    /** Notes what a recipe led to, for the next plan and its explanation. */
    public void remember(StoredResult entry) {
        if (!seals.containsKey(tier)) return;
        replace(named("recipes", tier, entry.recipe()), entry.key());
        replace(named("last", tier, Digest.of(entry.task()).value()), Json.line(entry.withoutResult()));
    }

    private void replace(Path file, String text) {
        try {
            if (!text(file).equals(Optional.of(text))) write(file, text);
        } catch (IOException e) {
            trouble("nothing is kept", e);
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void write(Path file, String text) throws IOException {
        var fresh = Files.createTempFile(Files.createDirectories(file.resolveSibling("")), "put", ".tmp");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private Path named(String kind, Tier of, String digest) {
        return root.resolve(kind).resolve(of.word()).resolve(new Digest(digest).hex());
    }

    private void trouble(String what, Exception e) {
        if (!noted.getAndSet(true)) note.accept("the cache in '" + root + "' does not work, " + what + ": " + e);
    }
}
