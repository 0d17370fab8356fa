package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that stages let out on every way there is: no sink shows one, and no cache keeps one. */
@Tag("lab")
class SecretsTest {
    private static final String TOKEN = "t0ken/with+signs&0815";
    private static final String KEY = "first-line-of-key\nsecond-line-of-key\nthird-line-of-key";
    private static final List<String> FORMS = List.of(
            TOKEN,
            Base64.getEncoder().encodeToString(TOKEN.getBytes(StandardCharsets.UTF_8)),
            URLEncoder.encode(TOKEN, StandardCharsets.UTF_8),
            "first-line-of-key",
            "second-line-of-key",
            "third-line-of-key");

    @TempDir
    Path folder;

    /** All that the program said and wrote. */
    private static String everything(Checkout checkout, Checkout.Ended run) throws Exception {
        var shown = new StringBuilder(run.out()).append(run.err());
        for (var root : List.of(checkout.root().resolve(".pipeline"), checkout.cache()))
            try (var files = Files.walk(root)) {
                for (var file : files.filter(Files::isRegularFile).toList())
                    shown.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        return shown.toString();
    }

    private static Path last(Checkout checkout) throws Exception {
        try (var runs = Files.list(checkout.root().resolve(".pipeline/runs"))) {
            return runs.max(Path::compareTo).orElseThrow();
        }
    }

    private static Set<String> let(String shown) {
        var out = new TreeSet<String>();
        for (var form : FORMS) if (shown.contains(form)) out.add(form);
        return out;
    }

    @Test
    void noSinkShowsWhatAStageLetsOut() throws Exception {
        var tiny = Checkout.tiny(folder).write("stages/leak.groovy", """
                stage {
                    describe 'Lets a secret out wherever it can'
                    output 'said', String
                    run { context ->
                        def token = context.stage().secret('TOKEN')
                        def key = context.stage().secret('KEY')
                        context.log("log ${token} ${key}")
                        context.log(token.bytes.encodeBase64().toString())
                        context.log(URLEncoder.encode(token, 'UTF-8'))
                        context.finding(level: 'error', rule: 'leak', message: "finding ${token}", place: "at ${token}")
                        context.stage().summary("# summary ${token}")
                        context.stage().progress("progress ${token}")
                        context.stage().keep("kept.txt", "kept ${key}".getBytes('UTF-8'))
                        [said: "result ${token}".toString()]
                    }
                }
                """).script("""
                leak() { secrets TOKEN: 'env:TOKEN', KEY: 'env:KEY' }
                sh('for c in t0k en/ with+ signs "&08" 15; do printf %s "$c"; sleep 0.1; done; echo; echo "$KEY" | tac; exit 3') {
                    named 'split'; secrets TOKEN: 'env:TOKEN', KEY: 'env:KEY'
                }
                """);
        var leaking = tiny.with("TOKEN", TOKEN).with("KEY", KEY);
        for (var options : List.of(List.of("--json"), List.of("--verbose"), List.of("--plain"))) {
            var arguments = new java.util.ArrayList<>(List.of("ci"));
            arguments.addAll(options);
            var run = leaking.pipeline(arguments.toArray(String[]::new)).with(1);
            var shown = everything(tiny, run);
            assertEquals(Set.of(), let(shown), () -> options + " lets out");
            assertTrue(shown.contains("finding ***") && shown.contains("summary ***"), "it was said at all");
            assertFalse(shown.contains("\"restored\":true"), "a result with a secret is not kept");
        }
        for (var file : List.of("result.json", "junit.xml", "findings.sarif", "summary.md", "journal.jsonl"))
            assertTrue(Files.readString(last(tiny).resolve(file)).contains("***"), file);
        for (var task : List.of("leak", "sh:split"))
            assertEquals(
                    Set.of(), let(leaking.pipeline("logs", "last", task).with(0).out()));
    }
}
