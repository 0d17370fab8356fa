package dsl.report;

import dsl.model.Problem;
import java.util.List;
import java.util.Map;
import stages.api.Json;

/** Problems of scripts as SARIF 2.1.0. */
public final class ProblemSarif {
    private ProblemSarif() {}

    public static String of(List<Problem> problems) {
        var rules = problems.stream().map(Problem::code).distinct().sorted().toList();
        var results = ProblemText.sorted(problems).stream()
                .map(p -> result(p, rules.indexOf(p.code())))
                .toList();
        return Json.pretty(Sarif.of(List.of(Sarif.Run.of("slipway", "slipway/check/", rules, results)))) + "\n";
    }

    private static Sarif.Result result(Problem p, int rule) {
        var at = p.location();
        var place = new Sarif.Physical(
                new Sarif.Artifact(Sarif.uri(at.file())), Sarif.Region.at(at.line(), at.column(), p.length()));
        var text = p.hint().isEmpty() ? p.message() : p.message() + "\n" + p.hint();
        var locations = at.file().isEmpty() ? List.<Sarif.Location>of() : List.of(new Sarif.Location(place, List.of()));
        return new Sarif.Result(p.code(), rule, "error", new Sarif.Message(text), locations, Map.of(), List.of());
    }
}
