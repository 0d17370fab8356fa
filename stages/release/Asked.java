package stages.release;

import com.github.zafarkhaja.semver.Version;
import java.util.Optional;
import java.util.regex.Pattern;
import stages.api.Event;
import stages.api.StageFailure;

/** Which version was asked for, as far as it can be told without the history. */
sealed interface Asked {
    /** This one, of a tag that is there. */
    record Tag(Version version, String ref) implements Asked {}

    /** This one; with {@code pre}, its next pre-release of that kind. */
    record Given(Version version, Optional<String> pre) implements Asked {}

    /** What the commits make of the last. */
    record Next(Optional<String> pre) implements Asked {}

    Pattern PRE = Pattern.compile("[0-9A-Za-z-]*[A-Za-z-][0-9A-Za-z-]*");
    String TAGS = "refs/tags/";

    /** @throws StageFailure where it is no version, or several that differ */
    static Asked of(NewRelease release, Event event) {
        var service = release.service().name();
        var text = filled(release.version());
        var pre = filled(release.pre());
        if (pre.isPresent() && !PRE.matcher(pre.get()).matches())
            throw new StageFailure(
                    "'%s' is no name of a pre-release".formatted(pre.get()), "take a word, such as 'rc' or 'beta'");
        var given = text.filter(other -> !other.equals("next")).map(other -> version(service, other));
        var named = filled(release.fromTag()).map(ref -> tag(service, ref));
        var tag = named.or(() -> Optional.of(event.ref())
                .filter(ref -> ref.startsWith(TAGS))
                .flatMap(ref -> Versions.parse(service, ref).map(version -> new Tag(version, ref))));
        if (tag.isPresent()) return agreed(tag.get(), given, pre);
        if (given.isPresent()) return given(given.get(), pre);
        if (text.isPresent()) return new Next(pre);
        throw new StageFailure(
                "nothing says which version of '" + service + "' to release",
                "give a version, 'next', or a tag such as '" + service + "-v1.0.0'");
    }

    private static Optional<String> filled(Optional<String> text) {
        return text.map(String::strip).filter(stripped -> !stripped.isEmpty());
    }

    private static Version version(String service, String text) {
        return Versions.version(text).orElseThrow(() -> {
            var bare = text.startsWith(service + "-") ? text.substring(service.length() + 1) : text;
            var version =
                    Version.tryParse(bare.replaceFirst("^[vV=]+", ""), false).map(Version::withoutBuildMetadata);
            var why = text.contains("+")
                    ? "'" + text + "' holds '+', which no tag of an image can"
                    : "'" + text + "' is no semantic version";
            return new StageFailure(
                    why,
                    version.map(meant -> "did you mean '" + meant + "'?")
                            .orElse("write it as '1.2.3' or '1.2.3-rc.1', or take 'next'"));
        });
    }

    private static Tag tag(String service, String ref) {
        var version = Versions.parse(service, ref)
                .orElseThrow(() -> new StageFailure(
                        "'" + ref + "' is no tag of a version of '" + service + "'",
                        "such a tag is '" + service + "-v1.0.0'"));
        return new Tag(version, ref.startsWith(TAGS) ? ref : TAGS + ref);
    }

    private static Asked agreed(Tag tag, Optional<Version> given, Optional<String> pre) {
        if (given.isPresent() && !given.get().equals(tag.version()))
            throw new StageFailure(
                    "version '%s' is asked for, but the tag '%s' says '%s'"
                            .formatted(given.get(), tag.ref().substring(TAGS.length()), tag.version()),
                    "leave the version out, or push the tag that belongs to it");
        if (pre.isPresent()
                && tag.version()
                        .preReleaseVersion()
                        .filter(has -> has.startsWith(pre.get()))
                        .isEmpty())
            throw new StageFailure(
                    "a pre-release '%s' is asked for, but the tag '%s' says '%s'"
                            .formatted(pre.get(), tag.ref().substring(TAGS.length()), tag.version()),
                    "leave 'pre' out: the tag has the whole version");
        return tag;
    }

    private static Asked given(Version version, Optional<String> pre) {
        if (pre.isPresent() && version.isPreRelease())
            throw new StageFailure(
                    "'%s' is a pre-release already, and 'pre' names one too".formatted(version),
                    "leave 'pre' out, or give '%s'".formatted(version.toStableVersion()));
        return new Given(version, pre);
    }
}
