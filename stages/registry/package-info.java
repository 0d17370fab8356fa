/**
 * Speaks the OCI distribution protocol to one registry or many: reads and writes manifests and blobs, byte for byte.
 *
 * <p>{@link stages.registry.RegistryClient} is the door. What it returns has been checked against the digest that was
 * asked for; what it sends are the bytes it was given. Every failure that concerns a registry is one {@link
 * stages.registry.RegistryException}, an {@code IOException} concerns local files alone, and an interrupt ends the
 * request under way at once. The client starts no process and reads no environment: {@link stages.registry.Registries}
 * opens it for a stage, with what that stage's context gives.
 */
@NullMarked
package stages.registry;

import org.jspecify.annotations.NullMarked;
