/**
 * Telling people what happened: in the log, the summary and channels. Addresses of channels are secrets, of which only the
 * host is said, and no channel can fail a release.
 */
@NullMarked
package stages.notify;

import org.jspecify.annotations.NullMarked;
