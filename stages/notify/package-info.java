/** Telling people what happened. For now into the log and the run's summary alone. */
@NullMarked
package stages.notify;

import org.jspecify.annotations.NullMarked;
