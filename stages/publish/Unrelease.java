package stages.publish;

import com.github.zafarkhaja.semver.Version;
import java.io.IOException;
import java.util.*;
import stages.api.*;
import stages.registry.*;

/**
 * Puts tags that float from a version back to earlier ones. Only a float that stands at the version is touched; nothing is
 * deleted, and what cannot be undone is said.
 */
@Word("unrelease")
@Help("puts tags that float back to earlier versions; deletes nothing, and says what it cannot undo")
public record Unrelease(
        @Help("the service") Service service,
        @Help("version to go back from") String version,

        @Help("where each float goes back to, such as latest: '1.0.0'")
        Map<String, String> floats,

        @Help("where the service's images are: a registry's host and a path; the project's where absent")
        Optional<String> registry)
        implements Effect<Unreleased> {
    public Unrelease {
        floats = Collections.unmodifiableMap(new TreeMap<>(floats));
    }

    /**
     * A float, and where it stands.
     *
     * @param back to which version
     */
    private record Move(String tag, String back, Manifest target, Optional<Digest> stands) {
        private boolean isDone() {
            return stands.equals(Optional.of(target.digest()));
        }
    }

    @Override
    public Observation<Unreleased> observe(StageContext context) throws IOException, InterruptedException {
        check();
        try (var client = Registries.open(context)) {
            var bad = client.find(at(version)).map(Manifest::digest);
            if (bad.isEmpty()) return conflict("'" + at(version) + "' is not there, so no tag stands at it");
            for (var back : floats.values())
                if (client.find(at(back)).isEmpty()) return conflict("'" + at(back) + "', to go back to, is not there");
            var moves = moves(client);
            var open = moves.stream().filter(m -> m.stands().equals(bad)).filter(m -> !m.isDone());
            if (open.findAny().isEmpty()) return new Observation.Identical<>(unreleased(moves));
            var done = moves.stream().filter(Move::isDone).map(Move::tag).toList();
            return done.isEmpty()
                    ? new Observation.Absent<>()
                    : new Observation.Begun<>(String.join(", ", done) + " went back already");
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    private static Observation<Unreleased> conflict(String what) {
        return new Observation.Conflicting<>(what, "name versions that were published");
    }

    private void check() {
        var from = semantic(version);
        if (floats.isEmpty())
            throw new StageFailure("there is no tag to put back", "name them: floats: [latest: '1.0.0']");
        Tagging.check(floats.keySet(), "");
        floats.forEach((tag, back) -> {
            if (Versions.isVersion(tag))
                throw new StageFailure("'" + tag + "' is a version: what was published under it stays", "");
            var to = semantic(back);
            if (!to.isLowerThan(from))
                throw new StageFailure("'" + tag + "' cannot go back to " + back + ": it is not before " + version);
            if (!Versions.covers(tag, to)) throw new StageFailure("'" + tag + "' is no tag for version " + back);
        });
    }

    private static Version semantic(String version) {
        return Versions.of(version)
                .orElseThrow(() -> new StageFailure("'" + version + "' is no semantic version", "1.2.3"));
    }

    private List<Move> moves(RegistryClient client) throws IOException, InterruptedException {
        var moves = new ArrayList<Move>();
        for (var one : floats.entrySet()) {
            var target = client.get(at(one.getValue()));
            var stands = client.find(repository().withTag(one.getKey())).map(Manifest::digest);
            moves.add(new Move(one.getKey(), one.getValue(), target, stands));
        }
        return moves;
    }

    @Override
    public Unreleased run(StageContext context) throws IOException, InterruptedException {
        try (var client = Registries.open(context)) {
            var bad = client.get(at(version)).digest();
            for (var move : moves(client)) {
                if (move.isDone()) continue;
                if (move.stands().equals(Optional.of(bad))) put(client, move, context);
                else context.log("'" + move.tag() + "' stays: it does not stand at " + version);
            }
            context.summary(remains(bad));
            remains(bad).lines().filter(line -> !line.isEmpty()).forEach(context::log);
            return unreleased(moves(client));
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    private void put(RegistryClient client, Move move, StageContext context) throws IOException, InterruptedException {
        var tagging = new Tagging(client, repository(), move.target().digest());
        tagging.put(move.tag(), move.target(), context);
        tagging.verify(move.tag());
        context.log("'" + move.tag() + "' is " + move.back() + " again");
    }

    private String remains(Digest bad) {
        return """
                What cannot be undone of %s:

                - `%s` stays, and so does what pins it: `%s`
                - whoever pulled a tag that floats has the image until the next pull
                - its signatures and attestations stay, in the registry and in any public log
                - the git tag, the release's page and its claim stay: the version is used up
                - announcements stay
                """.formatted(
                service.name() + " " + version, at(version), repository().withDigest(bad));
    }

    private Unreleased unreleased(List<Move> moves) {
        var now = new TreeMap<String, Digest>();
        moves.forEach(move -> move.stands().ifPresent(digest -> now.put(move.tag(), digest)));
        return new Unreleased(repository().toString(), version, now);
    }

    private Reference at(String one) {
        return repository().withTag(Versions.tag(one));
    }

    private Reference repository() {
        return Repositories.of(registry, service.name());
    }
}
