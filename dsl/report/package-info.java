/**
 * What is told of plans, problems and runs, as text and as files: {@link dsl.report.ProblemText}, {@link
 * dsl.report.PlanJson}, and {@link dsl.report.Reports}, an observer that writes a run's files at its end. Renders to
 * strings and to a given folder and prints nothing; the console in {@code dsl.cli} prints. Knows {@link dsl.model} and
 * {@link dsl.run}.
 */
@NullMarked
package dsl.report;

import org.jspecify.annotations.NullMarked;
