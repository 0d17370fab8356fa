package stages.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Proves who asks. Prints no secret.
 *
 * @param secret a password or, where the user name is {@code <token>}, an identity token (an OAuth 2 refresh token), as
 *     Docker's credential helpers have it
 */
public record Credentials(String username, String secret) {
    private static final String TOKEN = "<token>";

    static Credentials identityToken(String token) {
        return new Credentials(TOKEN, token);
    }

    boolean isIdentityToken() {
        return username.equals(TOKEN);
    }

    String basic() {
        byte[] pair = (username + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
