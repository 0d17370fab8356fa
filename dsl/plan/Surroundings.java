package dsl.plan;

import java.nio.file.Path;
import stages.api.Commands;
import stages.api.Event;

/** Where a plan is made. */
public record Surroundings(Path root, Event event, GitTree tree, Commands commands) {}
