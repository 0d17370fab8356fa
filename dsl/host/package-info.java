/**
 * The machine that a run happens on: its processes, what of their output must not be seen, the files of a work tree.
 * Knows {@link stages.api} and, for what it refuses, {@link dsl.word}.
 */
@NullMarked
package dsl.host;

import org.jspecify.annotations.NullMarked;
