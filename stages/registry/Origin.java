package stages.registry;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Scheme, host and port: who is spoken to, and so who may see a proof of identity. */
record Origin(String scheme, String host, int port) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127(?:\\.[0-9]{1,3}){3}");

    /** @throws IllegalArgumentException the address is not one of HTTP */
    static Origin of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !scheme.matches("https?")) {
            throw new IllegalArgumentException("not an HTTP address");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, host.toLowerCase(Locale.ROOT), port);
    }

    boolean isPlain() {
        return scheme.equals("http");
    }

    /** Judged by the text alone: a name that merely resolves to this machine is not loopback. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
