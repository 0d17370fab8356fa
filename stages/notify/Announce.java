package stages.notify;

import java.util.List;
import java.util.Optional;
import stages.api.*;

/**
 * Says in the log, in the run's summary and in channels what was released. A channel that fails never fails a release: it
 * is a finding. Where a release was announced before, from this machine, Discord's message is changed if it says something
 * else; Slack's webhooks and plain ones cannot change what they said, and are told nothing a second time.
 */
@Help("says what was released: in the log, in the summary, and to Slack, Discord and other webhooks")
@Word("announce")
public record Announce(
        @Help("what was released") Optional<Released> released,

        @Help("what was published, where there is no release")
        Optional<Published> published,

        @Help("what to say; names the release, or repository, tags and digest, where it is not given")
        Optional<String> message,

        @Help("declared secrets that are addresses of Slack's incoming webhooks")
        List<String> slack,

        @Help("declared secrets that are addresses of Discord's webhooks")
        List<String> discord,

        @Help("declared secrets that are addresses to post JSON to")
        List<String> webhooks)
        implements Effect<Announced> {
    public Announce {
        slack = List.copyOf(slack);
        discord = List.copyOf(discord);
        webhooks = List.copyOf(webhooks);
    }

    /** Channels do not tell what was said in them; what this machine said is looked up when it speaks. */
    @Override
    public Observation<Announced> observe(StageContext context) {
        return new Observation.Absent<>();
    }

    @Override
    public Announced run(StageContext context) throws InterruptedException {
        try (var webhook = new Webhook()) {
            return run(context, webhook);
        }
    }

    Announced run(StageContext context, Webhook webhook) throws InterruptedException {
        var text = message.or(() -> released.map(Announce::text))
                .or(() -> published.map(Announce::text))
                .map(given -> given.strip().replaceAll("\\s*\\R\\s*", " "))
                .orElseThrow(() -> new StageFailure(
                        "there is nothing to announce", "give it what was released or published, or a message"));
        context.log(text);
        context.summary(escape(text));
        var announcer = new Announcer(context, webhook, released, text);
        for (var name : slack) announcer.tell(Channel.SLACK, name);
        for (var name : discord) announcer.tell(Channel.DISCORD, name);
        for (var name : webhooks) announcer.tell(Channel.WEBHOOK, name);
        return new Announced(text);
    }

    private static String text(Released released) {
        return "released " + released.service() + " " + released.version() + " " + released.subject()
                + released.page().map(page -> " " + page).orElse("");
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
