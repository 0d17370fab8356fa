package stages.api;

import java.util.Optional;

/**
 * A release that is public.
 *
 * @param page where it can be read, where it has a page
 */
public record Released(Digest subject, String service, String version, String gitTag, Optional<String> page)
        implements Evidence {}
