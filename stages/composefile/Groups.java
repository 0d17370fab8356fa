package stages.composefile;

import java.util.Optional;
import java.util.regex.Matcher;

/** Groups of a match, empty where they took no part in it. */
public final class Groups {
    private Groups() {}

    public static String group(Matcher matcher, int number) {
        return Optional.ofNullable(matcher.group(number)).orElse("");
    }
}
