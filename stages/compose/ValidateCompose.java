package stages.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.*;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import stages.api.*;
import stages.composefile.*;

/** Finds what is wrong with a compose file without an engine: its model, missing variables, ports published twice. */
@Help("checks a compose file without starting it")
@Word("validateCompose")
@Cached
@Uses("docker compose")
public record ValidateCompose(@Help("the compose file") ComposeFile file)
        implements Stage<ComposeReport>, Gate<ComposeReport>, ReadsSources {
    @Override
    public ComposeReport run(StageContext context) throws IOException, InterruptedException {
        ComposeFiles files;
        try {
            files = ComposeConfig.files(context, file);
        } catch (SyntaxError e) {
            return new ComposeReport(file.file(), List.of(), List.of(e.finding()));
        }
        var findings = missing(files, ComposeConfig.variables(context, file));
        if (findings.stream().anyMatch(Finding::refuses)) return new ComposeReport(file.file(), List.of(), findings);
        var exit = ComposeConfig.run(context, file);
        if (exit.code() != 0) {
            findings.addAll(new ModelErrors(files, file.file())
                    .findings(exit.tail(), context.root().toString()));
            return new ComposeReport(file.file(), List.of(), findings);
        }
        var services = ComposeConfig.model(exit).withObject("/services");
        findings.addAll(clashes(services, files));
        var names = new TreeSet<String>();
        services.fieldNames().forEachRemaining(names::add);
        return new ComposeReport(file.file(), List.copyOf(names), findings);
    }

    @Override
    public Verdict judge(ComposeReport report, Instant now) {
        return Verdict.of(report.findings());
    }

    @Override
    public Sources sources(SourceTree tree) {
        return ComposeFiles.plan(file, tree).sources(tree);
    }

    /** An included file is left to compose where it has variables of its own. */
    private static List<Finding> missing(ComposeFiles files, Map<String, String> variables) {
        var findings = new ArrayList<Finding>();
        var first = true;
        for (var root : files.roots().entrySet()) {
            if (first || !files.ownVariables())
                for (var scalar : Nodes.values(root.getValue()))
                    for (var missing : Interpolation.missing(scalar.getValue(), variables))
                        findings.add(finding(missing, place(root.getKey(), scalar, missing.offset())));
            first = false;
        }
        return findings;
    }

    private static Finding finding(Interpolation.Missing missing, Finding.Place place) {
        var said = missing.message().isEmpty() ? "" : ": " + missing.message();
        return missing.required()
                ? ModelErrors.error(
                        "missing-variable",
                        "required variable '" + missing.name() + "' has no value" + said + "; give it in 'variables'",
                        place)
                : new Finding(
                        Finding.Level.WARNING,
                        "unset-variable",
                        "compose",
                        "variable '" + missing.name() + "' has no value and no default, it becomes empty",
                        place,
                        Optional.empty());
    }

    /** Exact within a scalar of one line; a longer one is named by where it begins. */
    private static Finding.Place place(String file, ScalarNode scalar, int offset) {
        var place = ModelErrors.at(file, scalar);
        if (scalar.getStartMark().getLine() != scalar.getEndMark().getLine()) return place;
        int quote = scalar.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
        return new Finding.Place(file, place.line(), place.column() + quote + offset);
    }

    private record Publishes(String service, PublishedPort port) {}

    private static List<Finding> clashes(ObjectNode services, ComposeFiles files) {
        var seen = new ArrayList<Publishes>();
        var findings = new ArrayList<Finding>();
        services.properties().forEach(service -> {
            for (JsonNode port : service.getValue().path("ports")) {
                var published = new PublishedPort(
                        port.path("host_ip").asText(),
                        port.path("published").asText(),
                        port.path("protocol").asText("tcp"));
                if (published.port().isEmpty()) continue;
                for (var other : seen)
                    if (other.port.clashes(published))
                        findings.add(ModelErrors.error(
                                "port-clash",
                                "port " + published.port() + "/" + published.protocol() + " is published by '"
                                        + other.service + "' and again by '" + service.getKey() + "'",
                                place(files, service.getKey(), published.port())));
                seen.add(new Publishes(service.getKey(), published));
            }
        });
        return findings;
    }

    /** The last item of the service's ports that holds the number: of two within one service, the second is the clash. */
    private static Finding.Place place(ComposeFiles files, String service, String port) {
        for (var root : files.roots().entrySet()) {
            var ports = Nodes.child(root.getValue(), "services")
                    .flatMap(all -> Nodes.child(all, service))
                    .flatMap(one -> Nodes.child(one, "ports"));
            if (ports.isEmpty()) continue;
            Node found = ports.get();
            for (var item : Nodes.items(ports.get()))
                if (Nodes.values(item).stream()
                        .anyMatch(value -> value.getValue().matches("(.*\\D)?" + port + "(\\D.*)?"))) found = item;
            return ModelErrors.at(root.getKey(), found);
        }
        return Finding.Place.of(files.roots().keySet().stream().findFirst().orElse(service));
    }
}
