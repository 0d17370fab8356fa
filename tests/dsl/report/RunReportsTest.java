package dsl.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.Golden;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class RunReportsTest {
    private static final FindingsSarif SARIF = new FindingsSarif(t -> true, s -> false);

    @Test
    void junit() throws Exception {
        var xml = JunitXml.of(Samples.record(Samples.failing()));
        Golden.check("report/junit.xml", xml);
        var suite = parsed(xml).getDocumentElement();
        assertEquals("8", suite.getAttribute("tests"));
        assertEquals("1", suite.getAttribute("failures"));
        assertEquals("1", suite.getAttribute("errors"));
        assertEquals("2", suite.getAttribute("skipped"));
    }

    private static org.w3c.dom.Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    @Test
    void whatXmlCannotHoldIsLeftOut() throws Exception {
        var bad = new Outcome.Failed("a\u0000b\u001b]]>&<\ud800", "", List.of("\u0007]]>", "é \ud83d\ude00"), false);
        var events = List.<RunEvent>of(
                new RunEvent.RunStarted(Samples.START, "r", "p", new TreeMap<>(), List.of("sh:x")),
                new RunEvent.TaskEnded(Samples.START, "sh:x", bad, false, false, Duration.ZERO, ""),
                new RunEvent.RunEnded(Samples.START, 1, Duration.ZERO));
        var error = (org.w3c.dom.Element) parsed(JunitXml.of(Samples.record(events)))
                .getElementsByTagName("error")
                .item(0);
        assertEquals("ab]]>&<", error.getAttribute("message"));
        assertEquals("\n]]>\né \ud83d\ude00\n", error.getTextContent());
    }

    @Test
    void result() {
        Golden.check("report/result.json", ResultJson.of(Samples.record(Samples.failing())));
        Golden.check("report/result-passed.json", ResultJson.of(Samples.record(Samples.passing())));
    }

    @Test
    void summary() {
        Golden.check("report/summary.md", MarkdownSummary.of(Samples.record(Samples.failing())));
    }

    @Test
    void aKilledRunIsCancelled() {
        var events = Samples.failing();
        var record = Samples.record(events.subList(0, 5));
        assertTrue(record.end().isEmpty());
        assertTrue(ResultJson.of(record).contains("\"end\" : \"cancelled\""));
    }

    @Test
    void allFilesLieInTheRunsFolder(@TempDir Path folder) throws Exception {
        var notes = write(folder.resolve("runs"));
        assertEquals(List.of(), notes);
        try (var files = Files.list(folder.resolve("runs/20261124-080000-ab12"))) {
            assertEquals(
                    List.of("findings.sarif", "junit.xml", "result.json", "summary.md"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsSaid(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("runs"), "a file where a folder should be");
        var notes = write(folder.resolve("runs"));
        assertEquals(4, notes.size());
        assertTrue(notes.get(0).startsWith("report 'result.json' could not be written: "), notes.get(0));
    }

    private static List<String> write(Path runs) {
        var notes = new ArrayList<String>();
        var record = new RunRecord();
        var reports = new Reports(record, Samples.plan(), runs::resolve, SARIF, notes::add);
        for (var event : Samples.failing()) {
            record.on(event);
            reports.on(event);
        }
        return notes;
    }

    @Test
    void namesOfTasks() {
        assertEquals(new TaskName("buildImage", "a", "linux/arm/v7"), TaskName.of("buildImage:a@linux/arm/v7"));
        assertEquals(new TaskName("sh", "user@host", ""), TaskName.of("sh:user@host"));
        assertEquals(new TaskName("announce", "", ""), TaskName.of("announce"));
        assertEquals(new TaskName("scan", "", "linux/amd64"), TaskName.of("scan@linux/amd64"));
        assertEquals(new TaskName("composeTest", "a:b/c.yml", ""), TaskName.of("composeTest:a:b/c.yml"));
    }

    @Test
    void durations() {
        assertEquals("0.0s", Texts.duration(Duration.ofMillis(-3)));
        assertEquals("59.9s", Texts.duration(Duration.ofMillis(59_900)));
        assertEquals("3m 07s", Texts.duration(Duration.ofSeconds(187)));
        assertEquals("1h 02m", Texts.duration(Duration.ofMinutes(62)));
    }
}
