package stages.compose;

import java.util.Optional;
import java.util.regex.Matcher;

/** Groups of a match, empty where they took no part in it. */
final class Groups {
    private Groups() {}

    static String group(Matcher matcher, int number) {
        return Optional.ofNullable(matcher.group(number)).orElse("");
    }
}
