/**
 * The machine that a run happens on: its processes, their variables and secrets, what of their output must not
 * be seen, the files of a work tree, the code of stages. Knows {@link stages.api} and {@link dsl.word}.
 */
@NullMarked
package dsl.host;

import org.jspecify.annotations.NullMarked;
