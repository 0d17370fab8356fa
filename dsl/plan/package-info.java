/**
 * From a loaded pipeline to a {@link dsl.model.Plan}: facts are gathered, {@code stages { }} is evaluated, what a change
 * does not reach is left out, stages are split by platform, and every task gets its recipe. Needs git, never Docker.
 */
@NullMarked
package dsl.plan;

import org.jspecify.annotations.NullMarked;
