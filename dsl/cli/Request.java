package dsl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dsl.store.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stages.api.Json;

/**
 * What a run was asked for, {@code slipway.request/1}, kept with it.
 *
 * @param arguments as they were typed
 * @param inputs as a plan takes them: text, or true for a flag
 */
record Request(String schema, String pipeline, List<String> arguments, Map<String, Object> inputs) {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    static Request of(String pipeline, List<String> arguments, Map<String, Object> inputs) {
        return new Request("slipway.request/1", pipeline, List.copyOf(arguments), new LinkedHashMap<>(inputs));
    }

    /** @throws IllegalArgumentException where the run's file is damaged */
    static Request of(RunFolder run) throws IOException {
        return Json.read(Files.readString(run.path().resolve("request.json")), Request.class);
    }

    JsonNode json() {
        return Json.tree(this);
    }

    /** The command that asks for the same again, without what was forced; one can paste it. */
    String again() {
        var words = new ArrayList<String>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--force")) i++;
            else if (!arguments.get(i).startsWith("--force=")) words.add(quoted(arguments.get(i)));
        }
        return Cli.PROGRAM + " " + String.join(" ", words);
    }

    /** The program over the same repository, for other verbs. */
    String program() {
        int at = arguments.indexOf("-C");
        return at < 0 || at + 1 == arguments.size()
                ? Cli.PROGRAM
                : Cli.PROGRAM + " -C " + quoted(arguments.get(at + 1));
    }

    /** A word of a POSIX shell. */
    static String quoted(String word) {
        return SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
