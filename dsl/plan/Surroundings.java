package dsl.plan;

import dsl.host.GitTree;
import dsl.model.Project;
import java.nio.file.Path;
import stages.api.Commands;
import stages.api.Event;

/** Where a plan is made. */
public record Surroundings(Path root, Project project, Event event, GitTree tree, Commands commands) {}
