package stages.notify;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import stages.api.*;

/**
 * Tells channels, and remembers in a cache folder what it told them: the same text of the same release is told once, and
 * another one replaces it where the channel can. What fails is a finding, and fails nothing.
 */
final class Announcer {
    private final StageContext context;
    private final Webhook webhook;
    private final Optional<Released> released;
    private final String text;

    Announcer(StageContext context, Webhook webhook, Optional<Released> released, String text) {
        this.context = context;
        this.webhook = webhook;
        this.released = released;
        this.text = text;
    }

    /** @param secret name of the secret that is the channel's address */
    void tell(Channel channel, String secret) throws InterruptedException {
        var who = "'" + secret + "'";
        try {
            var hook = Webhook.address(context.secret(secret));
            who = "'" + secret + "' at '" + hook.getHost() + "'";
            tell(channel, hook, who);
        } catch (IOException | StageFailure e) {
            warn(who, String.valueOf(e.getMessage()));
        }
    }

    private void tell(Channel channel, URI hook, String who) throws IOException, InterruptedException {
        var memory = memory(channel, hook);
        var told = memory.isPresent() && Files.exists(memory.get())
                ? Optional.of(Files.readString(memory.get()))
                : Optional.<String>empty();
        var before = told.map(t -> t.split("\n", 2)[0]);
        if (told.filter(t -> t.endsWith("\n" + Digest.of(text))).isPresent()) {
            context.log("told " + who + " already");
            return;
        }
        if (before.isPresent() && !channel.updates()) {
            note(who, "told it something else of this release before, which it cannot change: nothing is said again");
            return;
        }
        var changed = before.isPresent() && changed(channel, hook, before.get());
        var id = changed ? before.orElseThrow() : said(channel, hook);
        context.log((changed ? "changed what was told to " : "told ") + who);
        if (memory.isPresent()) Files.writeString(memory.get(), id + "\n" + Digest.of(text));
    }

    /** Nothing is remembered of what belongs to no release. */
    private Optional<Path> memory(Channel channel, URI hook) {
        return released.map(r -> context.cacheFolder("announced")
                .resolve(Digest.of(channel + "\n" + hook + "\n" + r.gitTag() + "\n" + r.subject())
                        .hex()));
    }

    /** Whether it could: somebody may have deleted the message. */
    private boolean changed(Channel channel, URI hook, String id) throws IOException, InterruptedException {
        if (!id.matches("[0-9]{1,20}")) return false;
        var answer = webhook.send("PATCH", channel.edits(hook, id), channel.body(text, released));
        if (answer.status() == 404) return false;
        good(answer);
        return true;
    }

    private String said(Channel channel, URI hook) throws IOException, InterruptedException {
        var answer = webhook.send("POST", channel.posts(hook), channel.body(text, released));
        good(answer);
        return channel.id(answer.body()).orElse("-");
    }

    private static void good(Webhook.Answer answer) throws IOException {
        if (!answer.good()) throw new IOException("it answered " + answer.status());
    }

    private void warn(String who, String what) {
        find(Finding.Level.WARNING, who + " was not told: " + what);
    }

    private void note(String who, String what) {
        find(Finding.Level.NOTE, who + ": " + what);
    }

    private void find(Finding.Level level, String message) {
        var place = Finding.Place.of(released.map(Released::gitTag).orElse("announce"));
        context.finding(new Finding(level, "announce", "slipway", message, place, Optional.empty()));
        context.log(message);
    }
}
