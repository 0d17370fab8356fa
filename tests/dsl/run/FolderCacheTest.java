package dsl.run;

import static dsl.run.Bench.data;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.model.Recipe;
import dsl.run.Bench.Said;
import dsl.store.*;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Tier;

final class FolderCacheTest {
    @TempDir
    Path folder;

    private final AtomicInteger runs = new AtomicInteger();
    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        bench.keep("a", c -> {
            runs.incrementAndGet();
            c.summary("# a");
            var bytes = c.store().add("bytes".getBytes(StandardCharsets.UTF_8), "text/plain", "a.txt");
            return new Said("a", Optional.of(bytes), Duration.ofNanos(System.nanoTime()));
        });
    }

    private Path only(String under) throws IOException {
        try (var all = Files.walk(folder.resolve("cache").resolve(under))) {
            return all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private void caching(Tier tier, Optional<String> key, Optional<String> publicKey, boolean off, Set<String> forced) {
        var c = bench.caching(tier);
        bench.caching = new Caching(c.root(), c.config(), tier, key, publicKey, off, forced);
    }

    private void expectRun(int times) throws IOException {
        assertEquals(0, bench.run());
        assertEquals(times, runs.get());
    }

    @Test
    void restoresWithWhatWasSaidAndTheSameIdentity() throws IOException {
        expectRun(1);
        var first = bench.ended("a");
        assertEquals("no result of it was kept before", bench.cache("a").why());
        expectRun(1);
        assertTrue(bench.ended("a").restored());
        assertTrue(bench.cache("a").hit());
        assertEquals(first.result(), bench.ended("a").result());
        assertEquals(
                List.of("# a"),
                bench.all(RunEvent.Summary.class).stream()
                        .map(RunEvent.Summary::markdown)
                        .toList());
    }

    @Test
    void namesTheInputThatDiffers() throws IOException {
        expectRun(1);
        var inputs = new TreeMap<>(bench.tasks.get(0).recipe().inputs());
        inputs.put("file x", "sha256:" + "0".repeat(64));
        bench.tasks.set(0, Bench.with(bench.tasks.get(0), new Recipe(inputs, Optional.empty())));
        expectRun(2);
        assertEquals(
                "changed: file x (absent -> sha256:000000000000)",
                bench.cache("a").why());
    }

    @Test
    void beforeARunOnlyWhatARecipeTellsIsCompared() throws IOException {
        expectRun(1);
        var inputs = new TreeMap<>(bench.tasks.get(0).recipe().inputs());
        inputs.putAll(Map.of("file x", "1", Recipe.UPSTREAM + "b", "2"));
        var cache = new FolderCache(bench.caching, note -> {});
        assertEquals("changed: file x (absent -> 1)", cache.differences("a", inputs, Recipe::isPlanned));
        inputs.remove("file x");
        assertEquals("no result is kept of it with these inputs", cache.differences("a", inputs, Recipe::isPlanned));
    }

    @Test
    void judgesWhatIsRestored() throws IOException {
        bench.keep("b", c -> Said.of("bad"));
        assertEquals(4, bench.run());
        assertEquals(4, bench.run());
        assertTrue(bench.ended("b").restored());
        assertEquals(new Outcome.Refused("it is bad"), bench.outcome("b"));
    }

    @Test
    void stopsAtAnEqualResult() throws IOException {
        bench.keep(
                "b",
                c -> {
                    runs.incrementAndGet();
                    return Said.of("b");
                },
                data("a"));
        expectRun(2);
        var inputs = new TreeMap<>(bench.tasks.get(0).recipe().inputs());
        inputs.put("file x", "1");
        bench.tasks.set(0, Bench.with(bench.tasks.get(0), new Recipe(inputs, Optional.empty())));
        expectRun(3);
        assertTrue(bench.ended("b").restored());
        assertEquals(bench.ended("a").result(), bench.cache("b").inputs().get(Recipe.UPSTREAM + "a"));
    }

    @Test
    void doesNotLookWhereToldNotTo() throws IOException {
        expectRun(1);
        caching(Tier.LAPTOP, Optional.empty(), Optional.empty(), true, Set.of());
        expectRun(2);
        assertEquals("not looked up: --no-cache", bench.cache("a").why());
        caching(Tier.LAPTOP, Optional.empty(), Optional.empty(), false, Set.of("a"));
        expectRun(3);
        caching(Tier.LAPTOP, Optional.empty(), Optional.empty(), false, Set.of());
        expectRun(3);
        bench.tasks.set(0, Bench.with(bench.tasks.get(0), new Recipe(new TreeMap<>(), Optional.of("inputs unknown"))));
        expectRun(4);
        expectRun(5);
        assertEquals("inputs unknown", bench.cache("a").why());
    }

    @Test
    void missesADamagedEntryAndSaysSo() throws IOException {
        expectRun(1);
        var entry = only("results");
        var good = Files.readString(entry);
        for (var damaged :
                List.of("", "x", good.substring(0, good.length() / 2), good.replace("# a", "# b"), "\n" + good)) {
            Files.writeString(entry, damaged);
            int before = runs.get();
            expectRun(before + 1);
            assertTrue(
                    bench.cache("a").why().startsWith("the entry was not used: "),
                    bench.cache("a").why());
            assertTrue(bench.notes().isEmpty(), bench.notes().toString());
        }
        Files.delete(folder.resolve("config/cache.key"));
        Files.writeString(entry, good);
        expectRun(7);
        assertTrue(
                bench.cache("a").why().contains("signed with another key"),
                bench.cache("a").why());
    }

    @Test
    void missesAnEntryThatStandsUnderAnotherKey() throws IOException {
        expectRun(1);
        var b = bench.keep("b", c -> Said.of("b"));
        Files.copy(
                only("results"), only("results").resolveSibling(b.recipe().key().hex()));
        assertEquals(0, bench.run());
        assertEquals(
                "the entry was not used: it is the entry of another key",
                bench.cache("b").why());
    }

    @Test
    void missesWhereBytesAreGoneOrDamaged() throws IOException {
        expectRun(1);
        Files.writeString(only("blobs"), "other");
        expectRun(2);
        assertTrue(
                bench.cache("a").why().contains("the bytes of 'a.txt'"),
                bench.cache("a").why());
        assertEquals("bytes", Files.readString(only("blobs")));
        Files.delete(only("blobs"));
        expectRun(3);
        expectRun(3);
    }

    @Test
    void keepsNothingForATrustedRunWithoutItsKey() throws IOException {
        caching(Tier.TRUSTED, Optional.empty(), Optional.empty(), false, Set.of());
        expectRun(1);
        expectRun(2);
        assertTrue(
                bench.notes().get(0).contains("SLIPWAY_CACHE_KEY"),
                bench.notes().toString());
        assertFalse(Files.exists(folder.resolve("cache/results")));
    }

    @Test
    void letsUntrustedRunsReadWhatTrustedOnesSignedAndNotTheOtherWayRound() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var own = Optional.of(
                Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded()));
        var pub = Optional.of("-----BEGIN PUBLIC KEY-----\n"
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n");
        caching(Tier.UNTRUSTED, Optional.empty(), pub, false, Set.of());
        expectRun(1);
        expectRun(1);
        Files.createDirectories(folder.resolve("cache/results/trusted"));
        var entry = only("results/untrusted");
        Files.copy(entry, folder.resolve("cache/results/trusted").resolve(entry.getFileName()));
        caching(Tier.TRUSTED, own, Optional.empty(), false, Set.of());
        expectRun(2);
        assertTrue(
                bench.cache("a").why().contains("signed with another key"),
                bench.cache("a").why());
        Files.delete(entry);
        caching(Tier.UNTRUSTED, Optional.empty(), pub, false, Set.of());
        expectRun(2);
        caching(Tier.LAPTOP, Optional.empty(), Optional.empty(), false, Set.of());
        expectRun(3);
    }

    @Test
    void saysOnceThatAKeyCannotBeUsed() throws IOException {
        caching(Tier.TRUSTED, Optional.of("not a key"), Optional.empty(), false, Set.of());
        expectRun(1);
        assertEquals(1, bench.notes().size(), bench.notes().toString());
    }

    @Test
    void runsWithoutAFolderThatCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("cache"), "a file stands here");
        expectRun(1);
        expectRun(2);
        assertEquals(1, bench.notes().size(), bench.notes().toString());
        assertTrue(
                bench.notes().get(0).contains("cannot be written and is not used"),
                bench.notes().toString());
        assertInstanceOf(Outcome.Passed.class, bench.outcome("a"));
    }

    @Test
    void goesOnWhereTheFolderFailsInTheMiddle() throws IOException {
        expectRun(1);
        RunFolder.delete(folder.resolve("cache/results"));
        Files.writeString(folder.resolve("cache/results"), "a file stands here");
        bench.keep("b", c -> Said.of("b"));
        expectRun(2);
        assertEquals(1, bench.notes().size(), bench.notes().toString());
    }

    @Test
    void tellsAPlanWhatARecipeLedTo() throws IOException {
        var task = bench.tasks.get(0);
        var cache = new FolderCache(bench.caching, note -> {});
        assertEquals(Optional.empty(), cache.lastFinal(task));
        expectRun(1);
        assertEquals(Optional.of(bench.cache("a").key()), cache.lastFinal(task));
        Files.delete(only("blobs"));
        assertEquals(Optional.empty(), cache.lastFinal(task));
    }

    @Test
    void givesEqualResultsOneIdentity() {
        record Mixed(Set<String> set, Map<String, Integer> map, Optional<java.time.Instant> at)
                implements stages.api.Result {}
        var one = new Mixed(new java.util.LinkedHashSet<>(List.of("b", "a")), Map.of("x", 1, "y", 2), Optional.empty());
        var two = new Mixed(
                new java.util.LinkedHashSet<>(List.of("a", "b")),
                new java.util.LinkedHashMap<>(Map.of("y", 2, "x", 1)),
                Optional.of(java.time.Instant.EPOCH));
        assertEquals(Results.identity(one), Results.identity(two));
    }
}
