package stages.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import stages.api.Digest;

/**
 * Names a repository and, in it, a tag or a digest, in the grammar of {@code distribution/reference}: {@code
 * [registry/]repository[:tag][@digest]}.
 *
 * <p>As everywhere in the field, a name without a registry is Docker Hub's: {@code node:22} is {@code
 * docker.io/library/node:22}, and that is how it prints. No tag is ever added.
 *
 * @param registry host and optional port, for example {@code ghcr.io}, {@code 127.0.0.1:5000}, {@code [::1]:5000}
 */
public record Reference(String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
    private static final String HUB = "docker.io";
    private static final int LONGEST = 255;
    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final Pattern REGISTRY =
            Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[0-9a-fA-F:]+])(?::[0-9]{1,5})?");
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}");

    public Reference {
        checkRegistry(registry);
        checkRepository(repository);
        tag.ifPresent(Reference::checkTag);
    }

    /**
     * Parses a reference.
     *
     * @throws IllegalArgumentException what is wrong and, where it is known, what to write instead
     */
    public static Reference parse(String text) {
        if (text.contains("://")) {
            throw bad(text, "is not an image reference: write it without '" + text.replaceFirst("://.*", "://") + "'");
        }
        int at = text.indexOf('@');
        Optional<Digest> digest = at < 0 ? Optional.empty() : Optional.of(new Digest(text.substring(at + 1)));
        String rest = at < 0 ? text : text.substring(0, at);
        int colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
        Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(rest.substring(colon + 1));
        return named(colon < 0 ? rest : rest.substring(0, colon), tag, digest);
    }

    public Reference withTag(String tag) {
        return new Reference(registry, repository, Optional.of(tag), Optional.empty());
    }

    public Reference withDigest(Digest digest) {
        return new Reference(registry, repository, Optional.empty(), Optional.of(digest));
    }

    @Override
    public String toString() {
        return registry + "/" + inRegistry();
    }

    /** The digest if there is one, as it says more than the tag, else the tag, else {@code latest}, the field's default. */
    String identifier() {
        return digest.map(Digest::toString).or(() -> tag).orElse("latest");
    }

    String inRegistry() {
        return repository
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }

    boolean isHub() {
        return registry.equals(HUB);
    }

    /** Where the registry answers: plain HTTP on this machine alone, Docker Hub at its own API host. */
    URI api(String path) {
        String scheme = Origin.isLoopback(registry.replaceFirst(":[0-9]+$", "")) ? "http" : "https";
        return URI.create(scheme + "://" + (isHub() ? "registry-1.docker.io" : registry) + "/v2/" + path);
    }

    static void checkTag(String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw bad(
                    tag,
                    "is not a tag: use up to 128 letters, digits, '_', '.' and '-', the first neither '.' nor '-'");
        }
    }

    private static Reference named(String name, Optional<String> tag, Optional<Digest> digest) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        if (!first.contains(".") && !first.contains(":") && !first.equalsIgnoreCase("localhost")) {
            checkRepository(name);
            return new Reference(HUB, slash < 0 ? "library/" + name : name, tag, digest);
        }
        String registry = first.matches("(?i)(index\\.|registry-1\\.)?docker\\.io") ? HUB : first;
        String repository = name.substring(slash + 1);
        boolean official = registry.equals(HUB) && !repository.contains("/");
        return new Reference(registry, official ? "library/" + repository : repository, tag, digest);
    }

    private static void checkRegistry(String registry) {
        if (registry.length() > LONGEST || !REGISTRY.matcher(registry).matches() || !isAddress(registry)) {
            throw bad(registry, "is not a registry: expected a host and an optional port, such as 'ghcr.io'");
        }
    }

    private static boolean isAddress(String registry) {
        try {
            URI uri = new URI("https://" + registry + "/");
            return uri.getHost() != null && uri.getPort() < 65536;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void checkRepository(String repository) {
        String lower = repository.toLowerCase(Locale.ROOT);
        if (!lower.equals(repository)) {
            throw bad(repository, "is not a repository name: upper case is not allowed, write '" + lower + "'");
        }
        boolean wellFormed = repository.length() <= LONGEST;
        for (String component : repository.split("/", -1)) {
            wellFormed = wellFormed && COMPONENT.matcher(component).matches();
        }
        if (!wellFormed) {
            throw bad(
                    repository,
                    "is not a repository name: use up to 255 lower case letters and digits, with '.', '_',"
                            + " '__' or '-' between them, in parts separated by '/'");
        }
    }

    private static IllegalArgumentException bad(String value, String what) {
        String shown = Untrusted.clean(value, LONGEST);
        return new IllegalArgumentException("'" + shown + "' " + what);
    }
}
