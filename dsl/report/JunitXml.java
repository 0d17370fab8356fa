package dsl.report;

import dsl.store.Outcome;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A run as JUnit XML, in the form that Jenkins, GitLab and GitHub's report actions read: one test suite, one test case
 * for each task. A refusal is a {@code failure}, a failure an {@code error}; what did not run, and what was allowed to
 * fail, is {@code skipped} with the reason.
 */
public final class JunitXml {
    private final XMLStreamWriter xml;

    private JunitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    public static String of(RunRecord run) {
        var text = new StringWriter();
        try {
            new JunitXml(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text)).suites(run);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write XML to memory", e);
        }
        return text.append('\n').toString();
    }

    private void suites(RunRecord run) throws XMLStreamException {
        var tasks = run.tasks();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        open("testsuites", "name", "slipway");
        counts(run, tasks);
        open("testsuite", "name", run.pipeline(), "timestamp", run.started().toString(), "hostname", "");
        counts(run, tasks);
        for (var task : tasks) testCase(task);
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void counts(RunRecord run, List<TaskRecord> tasks) throws XMLStreamException {
        attribute("tests", String.valueOf(tasks.size()));
        attribute("failures", count(tasks, "failure"));
        attribute("errors", count(tasks, "error"));
        attribute("skipped", count(tasks, "skipped"));
        attribute("time", seconds(run.took()));
    }

    private static String count(List<TaskRecord> tasks, String kind) {
        return String.valueOf(tasks.stream().filter(t -> kind(t).equals(kind)).count());
    }

    private static String kind(TaskRecord task) {
        if (task.allowed()) return "skipped";
        return switch (task.outcome()) {
            case Outcome.Passed p -> "";
            case Outcome.Refused r -> "failure";
            case Outcome.Failed f -> "error";
            case Outcome.Skipped s -> "skipped";
            case Outcome.Blocked b -> "skipped";
            case Outcome.Cancelled c -> "skipped";
        };
    }

    private void testCase(TaskRecord task) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        open("testcase", "name", task.id(), "classname", task.name().word(), "time", seconds(task.took()));
        var kind = kind(task);
        if (!kind.isEmpty()) {
            open(kind, "message", (task.allowed() ? "allowed to fail: " : "") + task.reason());
            if (!kind.equals("skipped")) attribute("type", task.word());
            xml.writeCharacters(valid(body(task)));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String body(TaskRecord task) {
        var text = new StringBuilder();
        if (task.outcome() instanceof Outcome.Failed f) {
            f.details().forEach(l -> text.append('\n').append(l));
            if (!f.hint().isEmpty()) text.append('\n').append(f.hint());
        }
        task.findings().stream()
                .map(FindingText::of)
                .forEach(l -> text.append('\n').append(l));
        return text.isEmpty() ? "" : text.append('\n').toString();
    }

    private void open(String element, String... attributes) throws XMLStreamException {
        xml.writeStartElement(element);
        for (int i = 0; i < attributes.length; i += 2) attribute(attributes[i], attributes[i + 1]);
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, valid(value));
    }

    private static String seconds(Duration d) {
        return String.format(Locale.ROOT, "%.3f", d.toMillis() / 1000.0);
    }

    /** Without the characters that XML 1.0 cannot hold. */
    private static String valid(String text) {
        var kept = new StringBuilder();
        text.codePoints()
                .filter(c -> c == '\t'
                        || c == '\n'
                        || (c >= ' ' && c <= 0xd7ff)
                        || (c >= 0xe000 && c <= 0xfffd)
                        || c > 0xffff)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
