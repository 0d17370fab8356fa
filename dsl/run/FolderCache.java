package dsl.run;

import dsl.model.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import stages.api.Digest;
import stages.api.Json;
import stages.api.Tier;

/**
 * Results by final key in a folder: {@code results/TIER/KEY}, the signature in base64 and then the entry; beside them
 * {@code recipes/TIER/RECIPE}, the final key that a recipe led to last, and {@code last/TIER/TASK}, the final inputs of a
 * task's last result. A trusted run reads what trusted runs signed, an untrusted one that and its own, a laptop its own.
 * Nothing that is wrong with the folder fails a run; it is said once.
 */
public final class FolderCache {
    private final Path root;
    private final Tier tier;
    private final FolderStore store;
    private final Consumer<String> note;
    private final AtomicBoolean noted = new AtomicBoolean();
    /** What signs each tier that may be read, this run's own first; without it nothing is written. */
    private final Map<Tier, Seal> seals = new LinkedHashMap<>();

    /** @param why what was wrong with the entry; empty where there was none */
    record Found(Optional<StoredResult> entry, String why) {}

    /** @param note told what keeps the cache from working */
    public FolderCache(RunSettings.Caching settings, Consumer<String> note) {
        this.root = settings.root();
        this.tier = settings.tier();
        this.store = new FolderStore(root);
        this.note = note;
        try {
            seals(settings);
        } catch (IOException | GeneralSecurityException | UnsupportedOperationException e) {
            trouble("it has no key", e);
        }
    }

    private void seals(RunSettings.Caching settings) throws IOException, GeneralSecurityException {
        if (tier == Tier.LAPTOP) seals.put(tier, Seal.file(settings.config().resolve("cache.key")));
        if (tier == Tier.UNTRUSTED)
            seals.put(tier, Seal.secret(("untrusted " + settings.key().orElse("")).getBytes(StandardCharsets.UTF_8)));
        if (tier == Tier.UNTRUSTED && settings.publicKey().isPresent())
            seals.put(Tier.TRUSTED, Seal.reader(settings.publicKey().get()));
        if (tier != Tier.TRUSTED) return;
        if (settings.key().isPresent())
            seals.put(tier, Seal.signer(settings.key().get()));
        else note.accept("the cache is off: a trusted run needs SLIPWAY_CACHE_KEY, an Ed25519 private key");
    }

    FolderStore store() {
        return store;
    }

    /** The final key that a task's recipe led to last, where its result is still there. */
    public Optional<String> lastFinal(Task task) {
        return seals.keySet().stream()
                .flatMap(t -> text(named("recipes", t, task.recipe().key().hex())).stream())
                .filter(key -> find(new Digest(key), false).entry().isPresent())
                .findFirst();
    }

    /** The final inputs of a task's last result. */
    public Optional<SortedMap<String, String>> lastInputs(String task) {
        try {
            return text(named("last", tier, Digest.of(task).hex()))
                    .map(t -> Json.read(
                            t,
                            Json.MAPPER
                                    .getTypeFactory()
                                    .constructMapType(java.util.TreeMap.class, String.class, String.class)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @param whole whether the bytes of its artifacts are read and compared, or must only be there */
    Found find(Digest key, boolean whole) {
        var why = "";
        for (var seal : seals.entrySet()) {
            var file = named("results", seal.getKey(), key.hex());
            try {
                var entry = open(Files.readAllBytes(file), seal.getValue());
                var lost = entry.key().equals(key.value()) ? lost(entry, whole) : "it is the entry of another key";
                if (lost.isEmpty()) return new Found(Optional.of(entry), "");
                why = "its entry was not used: " + lost;
            } catch (NoSuchFileException e) {
                continue;
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                why = "its entry was not used: " + e.getMessage();
            }
        }
        return new Found(Optional.empty(), why);
    }

    private static StoredResult open(byte[] file, Seal seal) throws GeneralSecurityException {
        int line = 0;
        while (line < file.length && file[line] != '\n') line++;
        if (line == file.length) throw new GeneralSecurityException("it is cut");
        var entry = Arrays.copyOfRange(file, line + 1, file.length);
        if (!seal.holds(entry, Base64.getDecoder().decode(Arrays.copyOf(file, line))))
            throw new GeneralSecurityException("it was changed, or signed with another key");
        return Json.read(new String(entry, StandardCharsets.UTF_8), StoredResult.class);
    }

    /** What is wrong with the bytes of its artifacts; empty where nothing is. */
    String lost(StoredResult entry, boolean whole) {
        return Results.artifacts(entry.result())
                .filter(a -> whole ? !store.intact(a.digest()) : !store.has(a.digest()))
                .map(a -> "the bytes of '" + a.name() + "' (" + a.digest() + ") are gone or damaged")
                .findFirst()
                .orElse("");
    }

    /** How the inputs differ from those of the task's last result that was kept. */
    String differences(Task task, SortedMap<String, String> inputs) {
        return lastInputs(task.id())
                .map(last -> StoredResult.differences(last, inputs))
                .map(all -> all.isEmpty() ? "its result is not kept any more" : "changed: " + String.join(", ", all))
                .orElse("no result of it was kept before");
    }

    void put(StoredResult entry) {
        var seal = seals.get(tier);
        if (seal == null) return;
        try {
            var bytes = Json.line(entry).getBytes(StandardCharsets.UTF_8);
            var signature = Base64.getEncoder().encodeToString(seal.sign(bytes)) + "\n";
            var file = new java.io.ByteArrayOutputStream();
            file.writeBytes(signature.getBytes(StandardCharsets.US_ASCII));
            file.writeBytes(bytes);
            write(named("results", tier, new Digest(entry.key()).hex()), file.toByteArray());
        } catch (IOException | GeneralSecurityException e) {
            trouble("nothing is kept", e);
        }
        remember(entry);
    }

    /** Notes what a recipe led to, for the next plan and its explanation. */
    void remember(StoredResult entry) {
        if (!seals.containsKey(tier)) return;
        replace(named("recipes", tier, new Digest(entry.recipe()).hex()), entry.key());
        replace(named("last", tier, Digest.of(entry.task()).hex()), Json.line(entry.inputs()));
    }

    private void replace(Path file, String text) {
        try {
            if (!text(file).equals(Optional.of(text))) write(file, text.getBytes(StandardCharsets.UTF_8));
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

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        var fresh = Files.createTempFile(file.resolveSibling(""), "put", ".tmp");
        try {
            Files.write(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private Path named(String kind, Tier of, String name) {
        return root.resolve(kind).resolve(of.word()).resolve(name);
    }

    private void trouble(String what, Exception e) {
        if (!noted.getAndSet(true)) note.accept("the cache in '" + root + "' does not work, " + what + ": " + e);
    }
}
