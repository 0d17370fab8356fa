/**
 * What a release is, and what is said of it. {@link stages.release.NewRelease} settles version, commit, tags and changes from
 * git and the event; nothing of that changes while the release is made. {@link stages.release.ReleaseNotes} writes it up
 * once the image is verified. Versions are compared by a library of semantic versioning; commit messages are read by
 * Conventional Commits 1.0.0, as people write them. Messages, names of authors and names of tags are other people's: they are never
 * an option, and in Markdown they are text.
 */
@NullMarked
package stages.release;

import org.jspecify.annotations.NullMarked;
