package stages.github;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import stages.api.StageFailure;

/**
 * A repository of a GitHub.
 *
 * @param api base address without a slash at its end: {@code https://api.github.com}, {@code https://HOST/api/v3}
 * @param repository {@code owner/name}
 */
record Site(URI api, String repository) {
    static final URI PUBLIC = URI.create("https://api.github.com");
    private static final Pattern REPOSITORY =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*/(?!\\.\\.?$)[A-Za-z0-9_.-]+");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127(?:\\.[0-9]{1,3}){3}");

    Site {
        if (!REPOSITORY.matcher(repository).matches())
            throw new StageFailure("'" + repository + "' is no repository of GitHub", "write repository: 'owner/name'");
    }

    /** @throws StageFailure where it is no address that a token may go to */
    static URI api(String address) {
        try {
            var uri = URI.create(address.strip().replaceFirst("/+$", ""));
            if (speaks(uri) && uri.getRawQuery() == null && uri.getRawFragment() == null) return uri;
        } catch (IllegalArgumentException e) {
            // Said below, without quoting: an address may hold a password.
        }
        throw new StageFailure(
                "the address of GitHub's API is not one of HTTPS",
                "write api: 'https://HOST/api/v3'; only this machine is spoken to in plain HTTP");
    }

    /** Whether it is HTTPS, or plain HTTP on this machine, and names no user. */
    static boolean speaks(URI uri) {
        var host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null) return false;
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return scheme.equals("https")
                || scheme.equals("http")
                        && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    URI at(String path) {
        return URI.create(api + "/repos/" + repository + path);
    }

    /** Whether a call there may carry the token as one to the API may. */
    boolean isHome(URI uri) {
        return origin(uri).equals(origin(api));
    }

    /**
     * The address that a release's {@code upload_url} names, without its template.
     *
     * @throws GitHubException where it is none of this site: the API's own host, or {@code uploads.} in the place of {@code api.}
     */
    URI upload(String template) throws GitHubException {
        try {
            var uri = URI.create(template.replaceFirst("\\{.*}$", ""));
            if (speaks(uri) && (isHome(uri) || origin(uri).equals(uploads())) && uri.getRawQuery() == null) return uri;
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw GitHubException.lasting(
                "GitHub names an address for uploads that is none of '" + api.getHost() + "'",
                "check the address of the API and what stands between");
    }

    private String uploads() {
        return origin(api).replaceFirst("^https://api\\.", "https://uploads.");
    }

    private static String origin(URI uri) {
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }
}
