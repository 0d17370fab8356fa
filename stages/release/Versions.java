package stages.release;

import com.github.zafarkhaja.semver.Version;
import java.io.IOException;
import java.util.*;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import stages.api.StageFailure;
import stages.git.Git;

/**
 * The versions of a service that were tagged in this repository, {@code SERVICE-vX.Y.Z}, by precedence, lowest first. A tag that is
 * no semantic version after the {@code v} is none of them.
 */
record Versions(String service, List<Tagged> all) {
    private static final String TAGS = "refs/tags/";

    /**
     * @param commit that the tag names, hex
     * @param reachable whether the commit that is checked out comes after it, or is it
     */
    record Tagged(Version version, String commit, boolean reachable) {}

    Versions {
        all = List.copyOf(all);
    }

    static Versions read(Git git, String service) throws IOException, InterruptedException {
        var reachable = lines(git, "for-each-ref", "--merged=HEAD", "--format=%(refname)", TAGS).stream()
                .collect(Collectors.toSet());
        var found = new ArrayList<Tagged>();
        for (var line : lines(git, "for-each-ref", "--format=%(refname)%00%(objectname)%00%(*objectname)", TAGS)) {
            var fields = line.split("\0", -1);
            var version = parse(service, fields[0]);
            if (version.isPresent())
                found.add(new Tagged(
                        version.get(), fields[2].isEmpty() ? fields[1] : fields[2], reachable.contains(fields[0])));
        }
        found.sort(Comparator.comparing(Tagged::version));
        return new Versions(service, found);
    }

    private static List<String> lines(Git git, String... arguments) throws IOException, InterruptedException {
        return git.run(arguments).orFail("asking for the tags").out().lines().toList();
    }

    static String tag(String service, Version version) {
        return service + "-v" + version;
    }

    /** The version of a tag of the service, given with or without {@code refs/tags/}. */
    static Optional<Version> parse(String service, String ref) {
        var name = ref.startsWith(TAGS) ? ref.substring(TAGS.length()) : ref;
        var prefix = service + "-v";
        return name.startsWith(prefix) ? version(name.substring(prefix.length())) : Optional.empty();
    }

    /** A version that an image's tag can hold: semantic version 2.0.0 without build metadata. */
    static Optional<Version> version(String text) {
        return Version.tryParse(text, true)
                .filter(version -> version.buildMetadata().isEmpty());
    }

    Optional<Tagged> find(Version version) {
        return all.stream().filter(tagged -> tagged.version().equals(version)).findFirst();
    }

    Optional<Tagged> highest(Predicate<Tagged> which) {
        return all.reversed().stream().filter(which).findFirst();
    }

    /** The highest version before this one in the history at hand; for a version proper, a version proper. */
    Optional<Tagged> before(Version version) {
        return highest(tagged -> tagged.reachable()
                && tagged.version().isLowerThan(version)
                && (version.isPreRelease() || tagged.version().isStable()));
    }

    /**
     * Refuses a version that cannot be released from this commit: one that is tagged elsewhere, or one that is lower than the last
     * and does not continue a line (the same major and minor version) that there is.
     */
    void refuseBackwards(Version version, String head) {
        var same = find(version);
        if (same.isPresent() && same.get().commit().equals(head)) return;
        if (same.isPresent())
            throw new StageFailure(
                    "'%s' is there already, and names commit %s, where %s is checked out"
                            .formatted(
                                    tag(service, version),
                                    Checkout.brief(same.get().commit()),
                                    Checkout.brief(head)),
                    "a version is released once: take a higher one, or check out that commit to go on with it");
        var last = highest(any -> true).map(Tagged::version).filter(version::isLowerThan);
        if (last.isEmpty()) return;
        var line = highest(tagged -> tagged.version().isSameMinorVersionAs(version)
                        && tagged.version().isSameMajorVersionAs(version))
                .map(Tagged::version);
        if (line.isEmpty() || line.get().isHigherThan(version))
            throw new StageFailure(
                    "%s is lower than %s, the last version of '%s'"
                            .formatted(version, line.orElse(last.get()), service),
                    line.isEmpty()
                            ? "take a higher version; a line that is maintained is one that has versions already"
                            : "the next version of that line is " + next(line.get()));
    }

    private static Version next(Version version) {
        return version.isPreRelease() ? version.toStableVersion() : version.nextPatchVersion();
    }

    /**
     * Tags for the image: the version, then {@code 1.2}, {@code 1} and {@code latest}, each only where no higher version of its line was
     * released. A pre-release has the first alone, and there is no {@code 0}, for below 1.0.0 each minor version may break.
     */
    List<String> imageTags(Version version) {
        var tags = new ArrayList<>(List.of(version.toString()));
        if (version.isPreRelease()) return tags;
        var higher = all.stream()
                .map(Tagged::version)
                .filter(other -> other.isStable() && other.isHigherThan(version))
                .toList();
        boolean major = higher.stream().noneMatch(version::isSameMajorVersionAs);
        boolean minor = higher.stream()
                .noneMatch(other -> version.isSameMajorVersionAs(other) && version.isSameMinorVersionAs(other));
        if (minor) tags.add(version.majorVersion() + "." + version.minorVersion());
        if (major && version.majorVersion() > 0) tags.add(Long.toString(version.majorVersion()));
        if (higher.isEmpty()) tags.add("latest");
        return tags;
    }
}
