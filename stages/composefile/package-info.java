/**
 * What a compose file says, read as text: which files of the repository it names, its services and ports, and where each
 * stands. A library for areas of stages; holds no stage and knows {@link stages.api} alone.
 */
@NullMarked
package stages.composefile;

import org.jspecify.annotations.NullMarked;
