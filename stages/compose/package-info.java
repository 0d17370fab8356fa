/**
 * Compose files: whether they are right ({@link stages.compose.ValidateCompose}), and whether what they describe comes up
 * with the images that were built ({@link stages.compose.ComposeTest}). While planning a file is read as text
 * ({@link stages.composefile}); when it runs, compose's own resolved model is what counts. Whatever is created in an engine
 * carries the run's labels and a project of its own, and is gone when the stage ends; {@link stages.compose.Leftovers}
 * removes what a killed run could not.
 */
@NullMarked
package stages.compose;

import org.jspecify.annotations.NullMarked;
