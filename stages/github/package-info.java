/**
 * GitHub's releases and code scanning by its REST API (version 2022-11-28), also of an enterprise server. Nothing that is
 * published is touched again; every answer is data, and the token goes to the API and its upload host alone.
 */
@NullMarked
package stages.github;

import org.jspecify.annotations.NullMarked;
