package stages.api;

/** @param text Markdown */
public record Notes(String version, String text) implements Result {}
