package stages.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import stages.api.*;

/** A second opinion on signatures and attestations: the cosign that is installed, which shares no code with us. */
record CosignJudge(Tool cosign, VerifyingKey key, StageContext context) {
    /** Types that cosign has a word for and looks into; it takes others as they are. */
    private static final Map<String, String> WORDS = Map.of(
            Predicate.SPDX, "spdxjson",
            Predicate.CYCLONEDX, "cyclonedx",
            Predicate.SLSA, "slsaprovenance1",
            Predicate.VULNERABILITIES, "vuln");

    private static final int AT_ONCE = 4;

    /**
     * Asks it of every manifest.
     *
     * @return how the judge is named
     * @throws StageFailure it does not agree
     */
    String agree(Signed signed) throws IOException, InterruptedException {
        var file = context.work().resolve("judge.pub");
        Files.write(file, key.pem());
        var questions = new ArrayList<Callable<Boolean>>();
        for (var subject : Subjects.of(signed.staged())) {
            var at = Subjects.repository(signed.staged())
                    .withDigest(subject.digest())
                    .toString();
            questions.add(() -> ask("verify", List.of(), file, at));
            for (var type : signed.predicates())
                questions.add(
                        () -> ask("verify-attestation", List.of("--type", WORDS.getOrDefault(type, type)), file, at));
        }
        for (int i = 0; i < questions.size(); i += AT_ONCE)
            Together.ask(questions.subList(i, Math.min(questions.size(), i + AT_ONCE)));
        return (cosign.name() + " " + cosign.version()).strip();
    }

    /** The log is not asked: the key is the trust, and nothing of ours is written there. */
    private boolean ask(String verb, List<String> options, Path file, String at)
            throws IOException, InterruptedException {
        var command = cosign.command(verb, "--key", file.toString(), "--insecure-ignore-tlog=true")
                .and(options)
                .and(at);
        var exit = context.commands().read(command);
        if (exit.code() == 0) return true;
        throw new StageFailure(
                "cosign does not verify '" + at + "' (" + String.join(" ", command.argv()) + "), and we do",
                "this is a fault of one of the two: please report it",
                exit.tail());
    }
}
