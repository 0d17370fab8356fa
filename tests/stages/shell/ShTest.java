package stages.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Command;
import stages.api.CommandLine;
import stages.api.Glob;
import stages.api.StageFailure;
import stages.compose.LocalContext;

class ShTest {
    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "'",
            "''",
            "'\\''",
            "\"",
            "\\",
            "\\\\'",
            "$HOME",
            "${x",
            "$(touch hacked)",
            "`touch hacked`",
            "; touch hacked",
            "\n touch hacked \n",
            "&& touch hacked",
            "| touch hacked",
            "> hacked",
            "*",
            "~",
            "-n",
            "--",
            "#",
            "!",
            "a b",
            "\t",
            "é漢\uD83D\uDE00",
            "\r",
            "\u0001",
            "' ; touch hacked; '",
            "%s",
            "\\n",
            "{a,b}",
            "=");

    @TempDir
    Path folder;

    private LocalContext context;

    @BeforeEach
    void repository() throws IOException {
        context = new LocalContext(folder);
    }

    private ShResult run(CommandLine line) throws IOException, InterruptedException {
        return new Sh(line, List.of(), List.of(), List.of()).run(context);
    }

    private static CommandLine.Shell text(String text) {
        return new CommandLine.Shell(List.of(text), List.of());
    }

    /** Random mixtures of what a shell gives a meaning, 200 values in 8 commands, seed fixed. */
    @Test
    void eachValueStaysOneArgumentWhateverItHolds() throws Exception {
        var random = new Random(7);
        for (int round = 0; round < 8; round++) {
            var values = new ArrayList<String>(round == 0 ? HOSTILE : List.of());
            while (values.size() < 25 + HOSTILE.size()) {
                var value = new StringBuilder();
                for (int i = random.nextInt(6); i >= 0; i--) value.append(HOSTILE.get(random.nextInt(HOSTILE.size())));
                values.add(value.toString());
            }
            var literals = new ArrayList<>(Collections.nCopies(values.size(), " "));
            literals.add(0, "printf '%s\\0' ");
            literals.set(values.size(), "");
            var shell = ShellText.unindented(new CommandLine.Shell(literals, values));
            var out = context.commands()
                    .read(Command.of("sh", "-ceu", shell.quoted()))
                    .orFail("sh")
                    .out();
            assertEquals(values, List.of(out.split("\0", -1)).subList(0, values.size()));
        }
        assertEquals(Set.of(), context.tree().files());
    }

    @Test
    void theCommonIndentationGoesAndValuesKeepTheirs() {
        var shell = ShellText.unindented(new CommandLine.Shell(
                List.of("\n    if true\n    then\n      echo ", "\n    ", " end\n\n    fi\n  "),
                List.of("a\n    b", "c")));
        assertEquals("if true\nthen\n  echo 'a\n    b'\n'c' end\n\nfi", shell.quoted());
        assertEquals("a\n b", ShellText.unindented(text("a\n b")).quoted());
        assertEquals("", ShellText.unindented(text("  \n ")).quoted());
    }

    @Test
    void outputIsTextAndStandsInTheLog() throws Exception {
        var result = run(text("echo one; echo two >&2; echo three"));
        assertEquals(new ShResult(0, "one\nthree", List.of()), result);
        assertEquals(
                List.of("one", "three", "two"), context.log.stream().sorted().toList());
        assertEquals(
                64 * 1024,
                run(text("head -c 100000 /dev/zero | tr '\\0' x")).text().length());
    }

    @Test
    void argumentsNeedNoShell() throws Exception {
        var line = new CommandLine.Arguments(List.of("printf", "%s|", "$HOME", ";", "a b"));
        assertEquals("$HOME|;|a b|", run(line).text());
    }

    @Test
    void aFailingCommandFailsTheStage() {
        var failure = assertThrows(StageFailure.class, () -> run(text("echo out; echo why >&2; false; echo never")));
        assertEquals("command ended with exit code 1", failure.getMessage());
        assertEquals(List.of("out", "why"), failure.details());
        assertThrows(StageFailure.class, () -> run(text("echo $unset_variable")));
        assertThrows(StageFailure.class, () -> run(text(" ")));
        var nul = new CommandLine.Shell(List.of("echo ", ""), List.of("a\0b"));
        assertTrue(assertThrows(StageFailure.class, () -> run(nul)).getMessage().contains("NUL"));
    }

    @Test
    void otherExitCodesCanBeAccepted() throws Exception {
        var sh = new Sh(text("exit 3"), List.of(), List.of(), List.of(0, 3));
        assertEquals(3, sh.run(context).exit());
    }

    @Test
    void outputsAreKept() throws Exception {
        var sh = new Sh(
                text("mkdir -p out/deep; echo a >out/a; echo b >out/deep/b; echo c >c"),
                List.of(),
                List.of("out", "c"),
                List.of());
        var outputs = sh.run(context).outputs();
        assertEquals(
                List.of("out/a", "out/deep/b", "c"),
                outputs.stream().map(one -> one.name()).toList());
        assertEquals("b\n", new String(context.store().bytes(outputs.get(1).digest()), StandardCharsets.UTF_8));
    }

    @Test
    void anOutputThatIsMissingOrLeadsOutIsRefused() throws Exception {
        Files.createSymbolicLink(context.root().resolve("link"), folder);
        for (var output : List.of("none", "../work", "link", "/etc/passwd")) {
            var sh = new Sh(text("true"), List.of(), List.of(output), List.of());
            var failure = assertThrows(StageFailure.class, () -> sh.run(context));
            assertTrue(failure.getMessage().contains("'" + output + "'"), failure.getMessage());
        }
    }

    @Test
    void itIsCachedByInputsWhereItDeclaresOutputs() throws Exception {
        context.file("src/a", "").file("src/b", "").file("c", "");
        var inputs = List.of(new Glob("src/**"), new Glob("!src/b"));
        var sources = new Sh(text("true"), inputs, List.of("out"), List.of()).sources(context.tree());
        assertEquals(Optional.empty(), sources.unknown());
        assertEquals(Set.of("src/a"), sources.files());
        var neither = new Sh(text("true"), inputs, List.of(), List.of()).sources(context.tree());
        assertTrue(neither.unknown().isPresent());
    }
}
