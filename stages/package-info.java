/**
 * The lists of what comes with Slipway: {@link stages.Catalog}, its words, and {@link stages.Toolbox}, the tools they
 * start. Adding a stage is a line in the first; a new tool is an entry in the second.
 */
@NullMarked
package stages;

import org.jspecify.annotations.NullMarked;
