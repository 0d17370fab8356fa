/**
 * What a Dockerfile and its ignore file say of a build: which files of the repository it reads, which images it starts
 * from. A library for areas of stages; holds no stage and knows {@link stages.api} alone.
 */
@NullMarked
package stages.dockerfile;

import org.jspecify.annotations.NullMarked;
