package stages.compose;

import java.util.List;
import stages.api.Finding;
import stages.api.Output;
import stages.api.Result;

/**
 * What is wrong with a compose file.
 *
 * @param file relative to the repository's root
 * @param services of the resolved model, sorted; none where there is no model
 */
public record ComposeReport(String file, List<String> services, List<Finding> findings) implements Result {
    public ComposeReport {
        services = List.copyOf(services);
        findings = List.copyOf(findings);
    }

    @Output
    public int errors() {
        return (int) findings.stream().filter(Finding::refuses).count();
    }
}
