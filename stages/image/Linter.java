package stages.image;

import java.io.IOException;
import java.util.List;
import stages.api.Finding;
import stages.api.StageContext;
import stages.api.Tool;

/** One of the programs that look at a Dockerfile. */
sealed interface Linter permits Hadolint, DockerCheck {
    /** Its name in the table of tools. */
    String tool();

    /** @throws stages.api.StageFailure with file and line where the Dockerfile does not parse */
    List<Finding> lint(Tool tool, StageContext context) throws IOException, InterruptedException;
}
