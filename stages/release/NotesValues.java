package stages.release;

import java.util.*;
import stages.api.*;

/** What a template of notes can name. Everything is there in each release, empty where there is nothing to say. */
record NotesValues(ReleaseNotes stage, Links links) {
    Map<String, Object> all() {
        var release = stage.release();
        var staged = stage.verified().staged();
        var image = staged.repository() + "@" + staged.subject();
        var values = new LinkedHashMap<String, Object>();
        values.put("service", Markdown.text(release.service().name()));
        values.put("version", release.version());
        values.put("gitTag", release.gitTag());
        values.put("commit", links.commit(release.commit()));
        values.put("preRelease", release.preRelease());
        values.put("previous", release.previous().orElse(""));
        values.put("changes", changes(release));
        values.put(
                "comparison",
                release.previous()
                        .flatMap(old -> links.comparison(release.service().name() + "-v" + old, release.gitTag()))
                        .orElse(""));
        values.put("image", image);
        values.put("repository", staged.repository());
        values.put("digest", staged.subject().value());
        values.put("tagList", code(release.tags()));
        values.put("platforms", platforms(staged));
        values.put("key", Markdown.code(stage.verified().key()));
        values.put(
                "judges",
                Markdown.list(
                        stage.verified().judges().stream().map(Markdown::text).toList()));
        var commands = new Verification(stage.verified(), image, stage.key()).commands();
        values.put("verification", commands.isEmpty() ? List.of() : Map.of("commands", each("command", commands)));
        values.put("sbom", stage.sbom().<Object>map(NotesValues::sbom).orElse(List.of()));
        values.put(
                "mcp",
                release.service().mcp().<Object>map(mcp -> mcp(mcp, image)).orElse(List.of()));
        values.put("requirements", each("requirement", requirements(staged)));
        return values;
    }

    private List<Map<String, Object>> changes(Release release) {
        var changes = new ArrayList<Map<String, Object>>();
        new Entries(links)
                .byKind(release)
                .forEach((kind, lines) ->
                        changes.add(Map.of("heading", kind.heading(), "entries", each("entry", lines))));
        return changes;
    }

    private static List<Map<String, String>> each(String name, List<String> values) {
        return values.stream().map(value -> Map.of(name, value)).toList();
    }

    private static List<Map<String, String>> platforms(Staged staged) {
        return staged.platforms().entrySet().stream()
                .map(entry -> Map.of(
                        "platform",
                        entry.getKey().value(),
                        "digest",
                        entry.getValue().value()))
                .toList();
    }

    private static Map<String, String> sbom(Sbom sbom) {
        return Map.of("packages", Integer.toString(sbom.packages().size()), "tool", Markdown.text(sbom.tool()));
    }

    private Map<String, String> mcp(Service.Mcp mcp, String image) {
        var clients = new Clients(stage.release().service().name(), image, mcp.command());
        return Map.of(
                "claudeDesktop", clients.claudeDesktop(),
                "codex", clients.codex(),
                "vsCode", clients.vsCode(),
                "tools", code(answer().map(Handshake.Answer::tools).orElse(List.of())));
    }

    private static String code(List<String> names) {
        return String.join(", ", names.stream().map(Markdown::code).toList());
    }

    private List<String> requirements(Staged staged) {
        var platforms =
                staged.platforms().keySet().stream().map(Platform::value).toList();
        var needed = new ArrayList<String>();
        needed.add("a container engine for " + String.join(" or ", platforms));
        answer().ifPresent(answer -> needed.add(
                "a client that speaks MCP " + Markdown.text(answer.protocol()) + ", as the release was tried with"));
        if (!new Verification(stage.verified(), "", stage.key()).commands().isEmpty())
            needed.add("to verify it: cosign 2.5 or newer, and the public key " + Markdown.code(stage.key()));
        return needed;
    }

    private Optional<Handshake.Answer> answer() {
        return stage.handshake()
                .filter(Handshake::declared)
                .flatMap(shaken -> shaken.answers().values().stream().findFirst());
    }
}
