package stages.publish;

import com.github.zafarkhaja.semver.Version;
import java.util.Optional;
import java.util.regex.Pattern;

/** Semantic versions as tags say them: with or without {@code v}, and {@code _} for the {@code +} that no tag can hold. */
final class Versions {
    private static final Pattern VERSION = Pattern.compile("v?\\d+\\.\\d+\\.\\d+([-+_].*)?");
    private static final Pattern MAJOR = Pattern.compile("v?\\d+");
    private static final Pattern MINOR = Pattern.compile("v?\\d+\\.\\d+");

    private Versions() {}

    /** Whether a tag looks like a version, and so is put once, be it a valid one or not. */
    static boolean isVersion(String tag) {
        return VERSION.matcher(tag).matches();
    }

    static Optional<Version> of(String tag) {
        return Version.tryParse(tag.replaceFirst("^v", "").replaceFirst("_", "+"), true)
                .filter(version -> isVersion(tag));
    }

    static String tag(String version) {
        return version.replace('+', '_');
    }

    /** Whether a tag that floats may stand for a version: {@code 1} for all of 1.x.y, {@code latest} and names for any. */
    static boolean covers(String floating, Version version) {
        var plain = floating.replaceFirst("^v", "");
        if (MAJOR.matcher(floating).matches()) return plain.equals(Long.toString(version.majorVersion()));
        if (MINOR.matcher(floating).matches())
            return plain.equals(version.majorVersion() + "." + version.minorVersion());
        return true;
    }
}
