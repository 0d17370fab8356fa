package dsl.script;

import java.nio.file.*;
import java.util.*;

class Show {
    public static void main(String[] a) throws Exception {
        var text = Files.readString(Path.of(a[0]));
        var lines = text.split("\n");
        var l = new Scripts(Words.all(), Set.of("plan"), Optional.empty())
                .load(List.of(), List.of(new Scripts.Source(a[0], text)));
        var problems = new ArrayList<>(l.problems());
        if (problems.isEmpty())
            for (var p : l.pipelines())
                try {
                    p.declare(Map.of(), (t, o) -> stages.api.Changes.all("t"))
                            .declarations()
                            .forEach(System.out::println);
                } catch (dsl.model.Problem.Found f) {
                    problems.addAll(f.problems());
                }
        for (var p : problems) {
            System.out.println(p.location() + ": " + p.code() + ": " + p.message());
            if (p.location().line() > 0) {
                System.out.println(
                        "  | " + lines[Math.min(lines.length, p.location().line()) - 1]);
                System.out.println(
                        "  | " + " ".repeat(Math.max(0, p.location().column() - 1)) + "^".repeat(p.length()));
            }
            if (!p.hint().isEmpty()) System.out.println("  " + p.hint());
        }
    }
}
