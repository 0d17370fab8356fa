package stages.release;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import stages.api.RepositoryFile;
import stages.api.StageFailure;

/** A Mustache template of release notes. Its values are Markdown already; nothing is escaped again. */
record NotesTemplate(String name, String text) {
    static NotesTemplate of(Optional<RepositoryFile> file) {
        return file.map(given -> new NotesTemplate(given.path(), given.content()))
                .orElseGet(() -> new NotesTemplate("the default template", DEFAULT));
    }

    /** @throws StageFailure where the template cannot be read, or names what there is not */
    String render(Map<String, Object> values) {
        try {
            var rendered = Mustache.compiler()
                    .escapeHTML(false)
                    .strictSections(true)
                    .emptyStringIsFalse(true)
                    .compile(text)
                    .execute(values);
            return rendered.strip().replaceAll("\\n{3,}", "\n\n") + "\n";
        } catch (MustacheException.Context e) {
            throw new StageFailure(
                    "'%s', line %d, names '%s', which there is not".formatted(name, e.lineNo, e.key),
                    "there are " + String.join(", ", new TreeSet<>(values.keySet())));
        } catch (MustacheParseException e) {
            throw new StageFailure(
                    "'%s' is no Mustache template: %s".formatted(name, e.getMessage()),
                    "close what is opened: {{#changes}} ... {{/changes}}");
        } catch (MustacheException | UnsupportedOperationException e) {
            throw new StageFailure(
                    "'%s' cannot be filled in: %s".formatted(name, e.getMessage()),
                    "templates that include others are not read");
        }
    }

    private static final String DEFAULT = """
            # {{service}} {{version}}

            {{#preRelease}}
            This is a pre-release: no tag but its own stands for it.

            {{/preRelease}}
            ## What changed{{#previous}} since {{previous}}{{/previous}}

            {{^changes}}
            Nothing but the version.

            {{/changes}}
            {{#changes}}
            ### {{heading}}

            {{#entries}}
            - {{entry}}
            {{/entries}}

            {{/changes}}
            {{#comparison}}
            [All commits]({{comparison}})

            {{/comparison}}
            ## Get it

            ```sh
            docker pull {{image}}
            ```

            {{#tagList}}
            Tags: {{tagList}}

            {{/tagList}}
            | Platform | Digest |
            |---|---|
            | all | `{{digest}}` |
            {{#platforms}}
            | {{platform}} | `{{digest}}` |
            {{/platforms}}

            ## Verify it

            {{#verification}}
            ```sh
            {{#commands}}
            {{command}}
            {{/commands}}
            ```

            The key signs without a public log, so cosign is told not to look for one.
            {{/verification}}
            Signed by {{key}}{{#judges}}; before it was published, verified by {{judges}}{{/judges}}.

            {{#sbom}}
            Bill of materials: {{packages}} packages, SPDX 2.3 and CycloneDX 1.6 for each platform, made by {{tool}}.

            {{/sbom}}
            {{#mcp}}
            ## Use it as an MCP server

            Claude Desktop, `claude_desktop_config.json`:

            ```json
            {{claudeDesktop}}
            ```

            Codex CLI, `~/.codex/config.toml`:

            ```toml
            {{codex}}
            ```

            VS Code, `.vscode/mcp.json`:

            ```json
            {{vsCode}}
            ```

            {{#tools}}
            Tools: {{tools}}

            {{/tools}}
            {{/mcp}}
            ## Requirements

            {{#requirements}}
            - {{requirement}}
            {{/requirements}}
            """;
}
