/**
 * Images: lint, build, bill of materials, scan. A build has no effect outside of the machine: its bytes go to the content
 * store, one task per platform, and the index over them is assembled here. Scanners read the same bytes through a layout
 * that names one platform, and their answer is compared with the platform asked for. Other areas meet an image only as
 * {@link stages.api.Image}.
 */
@NullMarked
package stages.image;

import org.jspecify.annotations.NullMarked;
