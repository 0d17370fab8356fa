package dsl.report;

import dsl.model.Plan;
import dsl.store.RunEvent;
import dsl.store.RunObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes a run's files into its folder when it ends: {@code result.json}, {@code junit.xml}, {@code findings.sarif},
 * {@code summary.md}. A file that cannot be written is said and changes nothing else.
 */
public final class Reports implements RunObserver {
    private final RunRecord run;
    private final Plan plan;
    private final Function<String, Path> folders;
    private final FindingsSarif sarif;
    private final Consumer<String> note;
    private final List<Path> written = new ArrayList<>();

    /**
     * @param run told of each event before this is
     * @param folders gives a run's folder by its id
     */
    public Reports(
            RunRecord run, Plan plan, Function<String, Path> folders, FindingsSarif sarif, Consumer<String> note) {
        this.run = run;
        this.plan = plan;
        this.folders = folders;
        this.sarif = sarif;
        this.note = note;
    }

    @Override
    public void on(RunEvent event) {
        if (!(event instanceof RunEvent.RunEnded)) return;
        write("result.json", () -> ResultJson.of(run));
        write("junit.xml", () -> JunitXml.of(run));
        write("summary.md", () -> MarkdownSummary.of(run));
        findings();
    }

    private void findings() {
        try {
            var files = sarif.of(run, plan);
            for (int i = 0; i < files.size(); i++) {
                var text = files.get(i);
                write(i == 0 ? "findings.sarif" : "findings-" + (i + 1) + ".sarif", () -> text);
            }
        } catch (RuntimeException e) {
            failed("findings.sarif", e);
        }
    }

    private void write(String name, Supplier<String> text) {
        try {
            var folder = Files.createDirectories(folders.apply(run.run()));
            written.add(Files.writeString(folder.resolve(name), text.get()));
        } catch (IOException | RuntimeException e) {
            failed(name, e);
        }
    }

    private void failed(String name, Exception e) {
        note.accept(
                "report '" + name + "' could not be written: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }

    public List<Path> written() {
        return List.copyOf(written);
    }
}
