/** Questions to git, for the areas that ask some; a library, without a stage. Knows {@link stages.api} alone. */
@NullMarked
package stages.git;

import org.jspecify.annotations.NullMarked;
