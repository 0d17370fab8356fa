package dsl.plan;

import dsl.host.GitTree;
import java.nio.file.Path;
import stages.api.Commands;
import stages.api.Event;

/** Where a plan is made. */
public record Surroundings(Path root, Event event, GitTree tree, Commands commands) {}
