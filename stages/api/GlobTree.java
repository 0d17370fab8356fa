package stages.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import stages.api.GlobNode.Seq;

/** What {@link GlobParser} has read so far: finished parts, the groups that are open, and the last two tokens. */
final class GlobTree {

    /** The last thing read, as far as the meaning of a star, a dot or a quantifier depends on it. */
    enum Token {
        START,
        SLASH,
        DOT,
        GROUP_OPEN,
        GROUP_CLOSE,
        BRACE_OPEN,
        BRACE_CLOSE,
        COMMA,
        CLASS,
        STAR,
        GLOBSTAR,
        TEXT
    }

    /** An open group: its kind, one of <code>(@?+*!{</code>, what stands around it, and whether slashes or stars are in it. */
    static final class Group {
        final char kind;
        final int offset;
        final List<GlobNode> choices = new ArrayList<>();
        boolean slash;
        boolean star;
        private final List<GlobNode> around;

        private Group(char kind, int offset, List<GlobNode> around) {
            this.kind = kind;
            this.offset = offset;
            this.around = around;
        }
    }

    final Deque<Group> open = new ArrayDeque<>();
    List<GlobNode> parts = new ArrayList<>();
    Token previous = Token.START;
    Token beforePrevious = Token.START;

    void push(Token token, GlobNode node) {
        parts.add(node);
        remember(token);
    }

    /** A run of text counts as one token. */
    void remember(Token token) {
        if (token != Token.TEXT || previous != Token.TEXT) {
            beforePrevious = previous;
            previous = token;
        }
    }

    void open(char kind, int offset) {
        if (kind == '*') {
            mark(false);
        }
        open.push(new Group(kind, offset, parts));
        parts = new ArrayList<>();
        remember(kind == '{' ? Token.BRACE_OPEN : Token.GROUP_OPEN);
    }

    /** Ends a choice of the innermost group and begins the next. */
    void choice() {
        open.element().choices.add(sequence());
        parts = new ArrayList<>();
    }

    /** Leaves the innermost group and answers what was read since its last choice. */
    GlobNode close() {
        GlobNode last = sequence();
        parts = open.pop().around;
        return last;
    }

    GlobNode sequence() {
        return new Seq(List.copyOf(parts));
    }

    /** Notes a slash or a star in the extglob it stands in directly; for picomatch, {@code @(} is a plain group. */
    void mark(boolean slash) {
        for (Group group : open) {
            if ("!?+*".indexOf(group.kind) >= 0) {
                group.slash |= slash;
                group.star |= !slash;
                return;
            }
        }
    }

    boolean inBraces() {
        return open.stream().anyMatch(group -> group.kind == '{');
    }

    /** A dot that begins a name, or may, changes what a star behind it means. */
    Token dotKind() {
        boolean plain = open.isEmpty() && previous != Token.START && previous != Token.SLASH;
        return plain ? Token.TEXT : Token.DOT;
    }

    /** Whether two stars here can cross folders. */
    boolean startsGlobstar() {
        return switch (previous) {
            case START, SLASH, GROUP_OPEN, GROUP_CLOSE -> true;
            case COMMA, BRACE_OPEN, BRACE_CLOSE -> inBraces();
            case DOT, CLASS, STAR, GLOBSTAR, TEXT -> false;
        };
    }
}
