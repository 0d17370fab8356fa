package stages.notify;

import java.util.Optional;
import stages.api.*;

/** Says in the log and in the run's summary what was published. Saying it twice does no harm, so nothing is looked up. */
@Help("says what was published, in the log and in the summary")
@Word("announce")
public record Announce(
        @Help("what was published") Optional<Published> published,

        @Help("what to say; names repository, tags and digest where it is not given")
        Optional<String> message)
        implements Effect<Announced> {
    @Override
    public Observation<Announced> observe(StageContext context) {
        return new Observation.Absent<>();
    }

    @Override
    public Announced run(StageContext context) {
        var text = message.or(() -> published.map(Announce::text))
                .map(given -> given.strip().replaceAll("\\s*\\R\\s*", " "))
                .orElseThrow(() ->
                        new StageFailure("there is nothing to announce", "give it what was published, or a message"));
        context.log(text);
        context.summary(escape(text));
        return new Announced(text);
    }

    private static String text(Published published) {
        var tags = published.tags().isEmpty() ? "no tag" : String.join(", ", published.tags());
        return "published " + published.repository() + " (" + tags + ") " + published.subject();
    }

    /** Names of branches and tags are other people's: as text they can be no markup. */
    private static String escape(String text) {
        return text.replaceAll("[\\\\`*_{}\\[\\]<>()#+!|~&]", "\\\\$0");
    }
}
