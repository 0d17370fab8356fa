/**
 * What stages of several areas ask of the Docker engine: that it holds the very bytes that were built. No stages here,
 * only helpers; they know {@link stages.api} alone.
 */
@NullMarked
package stages.engine;

import org.jspecify.annotations.NullMarked;
