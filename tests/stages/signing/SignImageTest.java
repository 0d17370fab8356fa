package stages.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;
import stages.registry.*;

/** Against a docker-registry of its own, which keeps no list of referrers; judged by cosign. */
@Tag("lab")
class SignImageTest {
    private static final Set<Format> BOTH = EnumSet.allOf(Format.class);
    private static final Set<Format> OWN = EnumSet.of(Format.LEGACY);
    private static final List<String> TYPES =
            List.of(Predicate.VULNERABILITIES, Predicate.CYCLONEDX, Predicate.SLSA, Predicate.SPDX);

    @TempDir
    static Path shared;

    @AutoClose
    private static OwnRegistry registry;

    @TempDir
    Path folder;

    private TestContext context;
    private StagedImage app;

    @BeforeAll
    static void start() throws Exception {
        registry = OwnRegistry.start(shared);
    }

    @BeforeEach
    void push() throws Exception {
        context = StagedImage.context(folder).without("cosign");
        app = StagedImage.push(context, registry.host(), UUID.randomUUID().toString());
    }

    private SignImage stage(List<Evidence> attest) {
        return new SignImage(app.staged, attest, "cosign.key", BOTH);
    }

    private static VerifyImage verifying(Signed signed) {
        return new VerifyImage(signed, "cosign.pub", BOTH);
    }

    /** cosign on the lab's path, without its log; the key's password in its environment. */
    private Commands.Exit cosign(String... arguments) throws Exception {
        return context.commands()
                .read(Command.of("cosign", arguments)
                        .with("COSIGN_PASSWORD", "secret")
                        .in(folder));
    }

    private List<String> references() {
        return Subjects.of(app.staged).stream()
                .map(subject -> app.staged.repository() + "@" + subject.digest())
                .toList();
    }

    private long tags() throws Exception {
        try (var client = Registries.open(context)) {
            return client.tags(Reference.parse(app.staged.repository())).stream()
                    .filter(tag -> tag.contains(app.staged.subject().hex())
                            || app.staged.platforms().values().stream().anyMatch(d -> tag.contains(d.hex())))
                    .count();
        }
    }

    private Proofs.Found found(Digest subject) throws Exception {
        try (var client = Registries.open(context)) {
            var repository = Reference.parse(app.staged.repository());
            var key = VerifyingKey.parse(Files.readString(folder.resolve("cosign.pub")), "cosign.pub");
            return new Proofs(client, repository, key, Proofs.fetched(client, repository)).of(subject, BOTH);
        }
    }

    @Test
    void allIsSignedOnceAndVerifiedByUsAndByCosign() throws Exception {
        var stage = stage(app.evidence());
        assertInstanceOf(Observation.Absent.class, stage.observe(context));
        var signed = stage.run(context);
        assertEquals(TYPES, signed.predicates());
        var again = assertInstanceOf(Observation.Identical.class, stage.observe(context.task()));
        assertEquals(signed, again.result());
        stage.run(context.task());
        // index: a signature, and of two platforms SPDX, CycloneDX and scan, and the provenance
        assertEquals(2 * (1 + 2 * 3 + 1), found(app.staged.subject()).proofs().size());
        for (var platform : app.staged.platforms().values())
            assertEquals(2 * (1 + 3 + 1), found(platform).proofs().size());
        assertEquals(3 * 3, tags());
        var verified = verifying(signed).run(context.tool(new Tool("cosign", List.of("cosign"), "")));
        assertEquals(TYPES, verified.predicates());
        assertEquals(2, verified.judges().size(), verified.judges()::toString);
        assertTrue(verified.judges().get(1).startsWith("cosign"));
    }

    @Test
    void anotherKeyIsRefusedByUsAndByCosign() throws Exception {
        var signed = stage(List.of(app.provenance())).run(context);
        Files.delete(folder.resolve("cosign.pub"));
        Files.delete(folder.resolve("cosign.key"));
        cosign("generate-key-pair").orFail("cosign");
        var message = failure(verifying(signed)).getMessage();
        assertTrue(message.contains("the image was signed by " + signed.key()), message);
        var other = VerifyingKey.parse(Files.readString(folder.resolve("cosign.pub")), "cosign.pub");
        var claimed = new Signed(app.staged, other.fingerprint().value(), signed.predicates());
        var failure = failure(verifying(claimed));
        assertTrue(failure.getMessage().contains("has no signature of this key, LEGACY"), failure.getMessage());
        assertTrue(failure.details().stream().anyMatch(line -> line.endsWith("it is not signed by this key")));
        for (var at : references())
            assertTrue(cosign("verify", "--key", "cosign.pub", "--insecure-ignore-tlog=true", at)
                            .code()
                    != 0);
        assertInstanceOf(
                Observation.Absent.class, stage(List.of(app.provenance())).observe(context));
    }

    private StageFailure failure(Stage<?> stage) {
        return assertThrows(StageFailure.class, () -> stage.run(context));
    }

    @Test
    void whatCosignSignsCounts() throws Exception {
        var predicate = Files.writeString(folder.resolve("p.json"), """
                {"buildDefinition":{"buildType":"https://x","externalParameters":{}},
                 "runDetails":{"builder":{"id":"https://x"}}}
                """);
        var common = new ArrayList<>(List.of("--yes", "--key", "cosign.key", "--tlog-upload=false"));
        if (cosign("sign", "--help").out().contains("--use-signing-config"))
            common.addAll(List.of("--use-signing-config=false", "--new-bundle-format=false"));
        for (var at : references()) {
            run("sign", common, List.of(), at);
            run("attest", common, List.of("--type", "slsaprovenance1", "--predicate", predicate.toString()), at);
        }
        var stage = new SignImage(app.staged, List.of(app.provenance()), "cosign.key", OWN);
        var seen = assertInstanceOf(Observation.Identical.class, stage.observe(context));
        new VerifyImage((Signed) seen.result(), "cosign.pub", OWN).run(context);
        var more = stage(List.of(app.provenance()));
        assertInstanceOf(Observation.Begun.class, more.observe(context));
        verifying(more.run(context)).run(context);
    }

    private void run(String verb, List<String> common, List<String> more, String at) throws Exception {
        var arguments = new ArrayList<>(List.of(verb));
        arguments.addAll(common);
        arguments.addAll(more);
        arguments.add(at);
        cosign(arguments.toArray(String[]::new)).orFail(verb);
    }

    @Test
    void anInterruptedSigningIsFinishedAndNothingIsWrittenTwice() throws Exception {
        var evidence = app.evidence();
        new SignImage(app.staged, evidence.subList(0, 1), "cosign.key", EnumSet.of(Format.BUNDLE)).run(context);
        var stage = stage(evidence);
        assertInstanceOf(Observation.Begun.class, stage.observe(context));
        verifying(stage.run(context)).run(context);
        assertEquals(16, found(app.staged.subject()).proofs().size());
    }

    @Test
    void aBillMadeAnewElsewhereIsNotAttestedAgain() throws Exception {
        stage(List.of(app.bill("here"))).run(context);
        assertInstanceOf(
                Observation.Identical.class,
                stage(List.of(app.bill("elsewhere"))).observe(context));
    }

    @Test
    void evidenceOfAnotherImageIsRefused() throws Exception {
        var other = StagedImage.push(context, registry.host(), "other");
        var failure = assertThrows(
                StageFailure.class, () -> stage(List.of(other.provenance())).observe(context));
        assertEquals(
                "the Provenance is of " + other.staged.subject() + ", what is signed is " + app.staged.subject(),
                failure.getMessage());
    }

    @Test
    void aPlatformWithoutItsAttestationIsFound() throws Exception {
        var half = new TreeMap<>(
                Map.of(new Platform("linux/amd64"), app.staged.platforms().get(new Platform("linux/amd64"))));
        var staged = new Staged(app.staged.subject(), "app", app.staged.repository(), half);
        var signed = new SignImage(staged, List.of(app.provenance()), "cosign.key", BOTH).run(context);
        var index = failure(verifying(signed)).getMessage();
        assertTrue(index.contains("are to be verified"), index);
        var whole = failure(verifying(new Signed(app.staged, signed.key(), signed.predicates())))
                .getMessage();
        assertTrue(whole.contains("linux/arm64") && whole.contains("no signature of this key"), whole);
    }

    @Test
    void anImageThatIsNotThereIsNotSigned() throws Exception {
        var gone = new Staged(Digest.of("gone"), "app", app.staged.repository(), new TreeMap<>());
        var message =
                failure(new SignImage(gone, List.of(), "cosign.key", BOTH)).getMessage();
        assertTrue(message.endsWith("is not in the registry"), message);
    }

    @Test
    void aKeyOfAServiceSignsThroughCosignAndAllAroundIsOurs() throws Exception {
        var address = "awskms:///alias/release";
        var kms =
                context.task().tool(new Tool("cosign", List.of(service(address).toString()), ""));
        var stage = new SignImage(app.staged, List.of(app.provenance()), address, BOTH);
        assertInstanceOf(Observation.Absent.class, stage.observe(kms));
        var signed = stage.run(kms);
        assertInstanceOf(Observation.Identical.class, stage.observe(kms));
        assertTrue(kms.ran().stream()
                .anyMatch(c -> c.argv().containsAll(List.of("sign-blob", "--key", address, "--tlog-upload=false"))));
        context.without("cosign");
        verifying(signed).run(context);
        var missing = assertThrows(ToolMissing.class, () -> stage.observe(context));
        assertEquals("'cosign' is not there", missing.getMessage());
    }

    /** cosign itself, with the key in a file where an address is given: the service that keeps it is not to be had here. */
    private Path service(String address) throws Exception {
        var script = Files.writeString(folder.resolve("cosign"), """
                #!/bin/sh
                for a; do shift; [ "$a" = '%s' ] && a='%s'; set -- "$@" "$a"; done
                COSIGN_PASSWORD=secret exec cosign "$@"
                """.formatted(address, folder.resolve("cosign.key")));
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }
}
