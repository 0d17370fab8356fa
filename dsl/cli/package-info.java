/**
 * The command line: {@link dsl.cli.Cli} parses it and joins loading, planning, running and reporting, which it is given
 * as a {@link dsl.cli.Workspace}. The only user of picocli, for help and completion (its first parse would cost more than
 * a third of the time that a plan may take), and {@link dsl.cli.Console} is the only place that prints. Nothing but the
 * entry point knows this package.
 */
@NullMarked
package dsl.cli;

import org.jspecify.annotations.NullMarked;
