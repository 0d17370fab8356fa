package stages.api;

import java.util.List;

/**
 * What a glob means, as a tree. The texts it is held against are paths of a repository: relative, with {@code /} between
 * names, without empty, {@code .} or {@code ..} names.
 */
sealed interface GlobNode {

    /** This text itself. */
    record Literal(String text) implements GlobNode {}

    /** One character that is no {@code /}. */
    record One() implements GlobNode {}

    /** Any number of characters within one name. */
    record Run() implements GlobNode {}

    /** Any number of characters, over any number of folders. */
    record Deep() implements GlobNode {}

    /** One character of a class; never {@code /}. */
    record Chars(GlobChars set) implements GlobNode {}

    /** One after the other. */
    record Seq(List<GlobNode> parts) implements GlobNode {}

    /** One of these. */
    record Alt(List<GlobNode> choices) implements GlobNode {}

    /** At least {@code min} times, at most once if not {@code many}. */
    record Repeat(GlobNode body, int min, boolean many) implements GlobNode {}

    /** Holds, without reading on, where {@code body} does not match from here. */
    record Not(GlobNode body) implements GlobNode {}

    /** Holds at the end of the path. */
    record End() implements GlobNode {}

    /** Holds before the end of the path. */
    record More() implements GlobNode {}
}
