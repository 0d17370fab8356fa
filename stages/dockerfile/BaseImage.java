package stages.dockerfile;

import java.util.Optional;

/**
 * An image that a Dockerfile builds on or copies from, not one of its own stages and not {@code scratch}.
 *
 * @param reference with arguments replaced; variables of the platform are left as {@code $TARGETARCH}
 * @param stage name of the stage that begins with it, where it has one
 * @param platform as given by {@code --platform}, variables of the platform left as {@code $BUILDPLATFORM}
 * @param line of the instruction, from 1
 * @param missing the variable that has no value here, so that {@code reference} cannot be resolved
 */
public record BaseImage(
        String reference, Optional<String> stage, Optional<String> platform, int line, Optional<String> missing) {}
