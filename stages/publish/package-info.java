/** Puts images into registries, when the proof that they may go there is at hand. */
@NullMarked
package stages.publish;

import org.jspecify.annotations.NullMarked;
