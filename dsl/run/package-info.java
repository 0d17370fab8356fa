/**
 * Runs a plan: {@link dsl.run.Runner} walks it on virtual threads and tells what happens as {@link dsl.store.RunEvent}s.
 * Holds scheduling, tries, verdicts and cancellation; what the machine gives is {@code dsl.host}'s, what is kept is
 * {@code dsl.store}'s. Never Groovy, never the console.
 */
@NullMarked
package dsl.run;

import org.jspecify.annotations.NullMarked;
