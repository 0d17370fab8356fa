/**
 * What a change reaches. Git says which paths changed ({@link stages.changes.DetectChanges}), each subject of the project
 * says which paths are its inputs (a Dockerfile by what it copies, {@link stages.dockerfile.BuildInputs}), and the two are
 * brought together with a sentence for every answer. Where something cannot be told, more is selected, never less, and
 * the reason says so. File names, branch names and revisions are data: nothing of them is ever an option or a shell word.
 */
@NullMarked
package stages.changes;

import org.jspecify.annotations.NullMarked;
