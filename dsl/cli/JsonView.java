package dsl.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dsl.store.RunEvent;
import dsl.store.RunObserver;
import stages.api.Json;

/** A run as JSON lines on standard output, {@code slipway.event/1}: every event as its journal has it, log lines too. */
final class JsonView implements RunObserver {
    private final Console console;

    JsonView(Console console) {
        this.console = console;
    }

    @Override
    public void on(RunEvent event) {
        var line = Json.MAPPER.createObjectNode().put("schema", "slipway.event/1");
        line.setAll((ObjectNode) Json.tree(event));
        console.line(line.toString());
    }
}
