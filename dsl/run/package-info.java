/**
 * Runs a plan: {@link dsl.run.Runner} walks it on virtual threads and tells what happens as {@link dsl.store.RunEvent}s.
 * Holds the cache, the content store, the journal, processes, masks and cancellation. Knows {@link dsl.model} and
 * {@code dsl.plan}; never Groovy, never the console.
 */
@NullMarked
package dsl.run;

import org.jspecify.annotations.NullMarked;
