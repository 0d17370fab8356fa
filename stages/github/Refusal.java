package stages.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import stages.api.Json;

/**
 * An answer that is not the one hoped for.
 *
 * @param call as a person would say it: {@code 'POST /repos/acme/shop/releases'}
 * @param now when it came
 */
record Refusal(String call, int status, HttpHeaders headers, String body, Instant now) {
    private static final Set<Integer> PASSING = Set.of(408, 500, 502, 503, 504);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int LONGEST = 400;

    GitHubException failure() {
        var wait = wait(said());
        var said = said();
        var message = "GitHub answered " + status + " to " + call + (said.isEmpty() ? "" : ": " + said);
        return new GitHubException(status, message, hint(wait), PASSING.contains(status), wait);
    }

    /** What GitHub's "Best practices for using the REST API" asks for: the header, the reset, or a minute. */
    private Optional<Duration> wait(String said) {
        if (status == 503 && header("retry-after").isPresent()) return retryAfter();
        if (status != 403 && status != 429) return Optional.empty();
        if (header("retry-after").isPresent()) return retryAfter().or(() -> Optional.of(MINUTE));
        var spent = header("x-ratelimit-remaining").equals(Optional.of("0"));
        var reset = header("x-ratelimit-reset").filter(r -> r.matches("[0-9]{1,12}"));
        if (spent && reset.isPresent()) {
            var until = Instant.ofEpochSecond(Long.parseLong(reset.get())).plusSeconds(1);
            return Optional.of(notNegative(Duration.between(theirs(), until)));
        }
        return status == 429 || said.contains("rate limit") ? Optional.of(MINUTE) : Optional.empty();
    }

    private Optional<Duration> retryAfter() {
        var value = header("retry-after").orElse("");
        if (value.matches("[0-9]{1,9}")) return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        return date(value).map(until -> notNegative(Duration.between(theirs(), until)));
    }

    /** The time by their clock, which the reset is told by. */
    private Instant theirs() {
        return header("date").flatMap(Refusal::date).orElse(now);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private Optional<String> header(String name) {
        return headers.firstValue(name).map(String::strip);
    }

    private String hint(Optional<Duration> wait) {
        if (wait.isPresent())
            return "it limits requests for " + wait.get().toSeconds()
                    + " s more: run the same command again then, what is done stays done";
        return switch (status) {
            case 401 -> "the token is wrong or has expired: set it anew and run the same command again";
            case 403 -> "the token lacks a right: 'contents: write' for releases, 'security-events: write' for SARIF";
            case 404 -> "there is no such repository, or the token may not see it";
            default -> PASSING.contains(status) ? "run the same command again: what is done stays done" : "";
        };
    }

    /** {@code message} and {@code errors} of GitHub's error form; of anything else, the beginning. */
    private String said() {
        try {
            var json = Json.<JsonNode>read(body, JsonNode.class);
            if (json == null || !json.isObject()) return clean(body);
            var parts = new ArrayList<String>();
            parts.add(json.path("message").asText(""));
            for (var error : json.path("errors")) if (parts.size() < 6) parts.add(error(error));
            parts.removeIf(String::isBlank);
            return clean(String.join(", ", parts));
        } catch (IllegalArgumentException e) {
            return clean(body.replaceAll("<[^>]*>", " "));
        }
    }

    private static String error(JsonNode error) {
        if (error.isTextual()) return error.asText();
        var words = new ArrayList<String>();
        for (var name : new String[] {"resource", "field", "code", "message"})
            words.add(error.path(name).asText(""));
        words.removeIf(String::isBlank);
        return String.join(" ", words);
    }

    boolean has(String code) {
        return said().contains(code);
    }

    static String clean(String text) {
        var cut = text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text;
        var clean = cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "..." : clean;
    }
}
