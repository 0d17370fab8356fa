package stages.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stages.api.Json;

/**
 * What clients of MCP are told to start a server in a container, over standard input and output.
 *
 * @param name that the client shows
 * @param image reference by digest
 * @param command after the image's name; may be empty
 */
record Clients(String name, String image, List<String> command) {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");

    private List<String> arguments() {
        var all = new ArrayList<>(List.of("run", "--interactive", "--rm", image));
        all.addAll(command);
        return all;
    }

    /** {@code claude_desktop_config.json}. */
    String claudeDesktop() {
        return json(Map.of("mcpServers", Map.of(name, server())));
    }

    /** {@code .vscode/mcp.json}. */
    String vsCode() {
        var server = new LinkedHashMap<String, Object>(Map.of("type", "stdio"));
        server.putAll(server());
        return json(Map.of("servers", Map.of(name, server)));
    }

    /** {@code ~/.codex/config.toml}. A JSON string is a basic string of TOML 1.0.0 too. */
    String codex() {
        var key = BARE.matcher(name).matches() ? name : Json.line(name);
        return "[mcp_servers.%s]\ncommand = \"docker\"\nargs = [%s]"
                .formatted(
                        key,
                        String.join(", ", arguments().stream().map(Json::line).toList()));
    }

    private Map<String, Object> server() {
        var server = new LinkedHashMap<String, Object>();
        server.put("command", "docker");
        server.put("args", arguments());
        return server;
    }

    private static String json(Object value) {
        try {
            var printer = new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
            printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            return Json.MAPPER
                    .writer(printer)
                    .without(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON for a client", e);
        }
    }
}
