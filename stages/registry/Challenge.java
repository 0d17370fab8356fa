package stages.registry;

import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants to be asked, from {@code WWW-Authenticate} (RFC 9110, section 11.6.1).
 *
 * @param scheme lower case
 * @param parameters by lower case name
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern PART = Pattern.compile("\\G[\\s,]*(" + TOKEN
            + ")(?:\\s*=\\s*(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|(" + TOKEN + "))|(?=\\s|,|$))");
    private static final int LONGEST = 4096;

    /** Returns the challenge that this client can meet, a token before a password. */
    static Optional<Challenge> of(HttpHeaders headers) {
        Map<String, Challenge> challenges = new TreeMap<>();
        for (String header : headers.allValues("WWW-Authenticate")) {
            Challenge current = new Challenge("", new TreeMap<>());
            Matcher part = PART.matcher(header.length() > LONGEST ? "" : header);
            while (part.find()) {
                String name = String.valueOf(part.group(1)).toLowerCase(Locale.ROOT);
                String value =
                        part.group(2) == null ? part.group(3) : part.group(2).replaceAll("\\\\(.)", "$1");
                if (value == null) {
                    current = new Challenge(name, new TreeMap<>());
                    challenges.putIfAbsent(name, current);
                } else {
                    current.parameters().put(name, value);
                }
            }
        }
        return Optional.ofNullable(challenges.get("bearer")).or(() -> Optional.ofNullable(challenges.get("basic")));
    }

    /** The same without the scope, which belongs to the call that was turned away. */
    Challenge withoutScope() {
        Map<String, String> others = new TreeMap<>(parameters);
        others.remove("scope");
        return new Challenge(scheme, others);
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
