package dsl.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of SARIF 2.1.0 (OASIS) that is written here; names are the standard's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Sarif(@JsonProperty("$schema") String schema, String version, List<Run> runs) {
    static Sarif of(List<Run> runs) {
        return new Sarif("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", runs);
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Run(
            Tool tool,
            Optional<Automation> automationDetails,
            String columnKind,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Result> results) {
        static Run of(String tool, String category, List<String> rules, List<Result> results) {
            var described = rules.stream().map(Rule::new).toList();
            return new Run(
                    new Tool(new Driver(tool, described)),
                    Optional.of(new Automation(category)),
                    "utf16CodeUnits",
                    results);
        }
    }

    record Tool(Driver driver) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Driver(String name, List<Rule> rules) {}

    record Rule(String id) {}

    /** @param id ends with {@code /}: all of it is the category, no part names a single run (SARIF 3.17.3) */
    record Automation(String id) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Result(
            String ruleId,
            int ruleIndex,
            String level,
            Message message,
            List<Location> locations,
            Map<String, String> partialFingerprints,
            List<Suppression> suppressions) {}

    record Message(String text) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Location(Physical physicalLocation, List<Logical> logicalLocations) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Physical(Artifact artifactLocation, Optional<Region> region) {}

    record Artifact(String uri) {}

    record Logical(String fullyQualifiedName) {}

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Region(int startLine, int startColumn, int endColumn) {
        /** Columns are left out where there is none. */
        static Optional<Region> at(int line, int column, int length) {
            if (line < 1) return Optional.empty();
            if (column < 1) return Optional.of(new Region(line, 0, 0));
            return Optional.of(new Region(line, column, length < 1 ? 0 : column + length));
        }
    }

    record Suppression(String kind, String status, String justification) {
        static Suppression accepted(String why) {
            return new Suppression("external", "accepted", why);
        }
    }

    /** A path as a relative reference (RFC 3986): separators stay, everything unusual is escaped. */
    static String uri(String path) {
        var text = new StringBuilder();
        for (byte b : path.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "/-._~@".indexOf(c) >= 0)) text.append(c);
            else text.append(String.format("%%%02X", (int) c));
        }
        return text.toString();
    }
}
