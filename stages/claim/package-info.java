/**
 * Who releases what, kept outside of the machine: one git ref for each service and version, made once, so that it is a lock,
 * and holding the record by which the release can be finished on another machine. No checkout, branch, tag or
 * remote-tracking ref is touched.
 */
@NullMarked
package stages.claim;

import org.jspecify.annotations.NullMarked;
