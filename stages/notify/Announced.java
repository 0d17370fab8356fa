package stages.notify;

import stages.api.Result;

/** @param text what was said, one line */
public record Announced(String text) implements Result {}
