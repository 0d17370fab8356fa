package stages.api;

import java.util.List;
import java.util.regex.Pattern;
import stages.api.GlobNode.Alt;
import stages.api.GlobNode.Deep;
import stages.api.GlobNode.End;
import stages.api.GlobNode.Literal;
import stages.api.GlobNode.More;
import stages.api.GlobNode.Not;
import stages.api.GlobNode.One;
import stages.api.GlobNode.Repeat;
import stages.api.GlobNode.Run;
import stages.api.GlobNode.Seq;
import stages.api.GlobTree.Group;
import stages.api.GlobTree.Token;

/**
 * Reads the glob syntax of picomatch 4 with {@code dot} and {@code posix} on, as it applies to repository paths.
 *
 * <p>Stricter where picomatch matches nothing or something odd without a word: a bracket, brace, parenthesis or quote
 * without its partner, an escaped letter, a reversed range, a path that no repository has. Wider in three places:
 * {@code {1..12}} counts, a repeated group such as {@code +(a|aa)} keeps its meaning, and a name may hold a line break.
 */
final class GlobParser {
    private static final int MAX_DEPTH = 50;
    private static final Pattern BARE_EXTENSION = Pattern.compile("\\*\\*(?:\\.\\w+)+");
    private static final Pattern TAIL = Pattern.compile("\\.[^\\\\/.]+");
    private static final Literal SLASH = new Literal("/");

    private final String pattern;
    private final GlobTree tree = new GlobTree();
    private int at;
    private int nameStart;
    private int rangeValues;

    private GlobParser(String pattern, int from) {
        this.pattern = pattern;
        this.at = from;
        this.nameStart = from;
    }

    /** Reads {@code pattern} from {@code from} on; offsets in errors count from the pattern's start. */
    static GlobNode parse(String pattern, int from) {
        // picomatch reads '**.js', alone, as any file of that extension in any folder
        if (BARE_EXTENSION.matcher(pattern).region(from, pattern.length()).matches()) {
            return new Seq(List.of(new Deep(), new Literal(pattern.substring(from + 2))));
        }
        var parser = new GlobParser(pattern, from);
        GlobNode node = parser.sequence();
        parser.checkName(pattern.length());
        return node;
    }

    private GlobNode sequence() {
        while (at < pattern.length()) {
            token();
        }
        if (!tree.open.isEmpty()) {
            throw GlobSyntaxException.neverClosed(pattern, tree.open.element().offset);
        }
        return tree.sequence();
    }

    private void token() {
        char c = peek(0);
        if ("!?+*@".indexOf(c) >= 0 && peek(1) == '(' && peek(2) != '?') {
            open(c, 2);
            return;
        }
        switch (c) {
            case '\\' -> escape();
            case '"' -> quoted();
            case '[' -> bracket();
            case '(' -> group();
            case ')' -> closeGroup();
            case '{' -> brace();
            case '}' -> closeBrace();
            case '|' -> pipe();
            case ',' -> comma();
            case '/' -> slash();
            case '.' -> push(tree.dotKind(), new Literal("."), 1);
            case '?' -> question();
            case '+' -> plus();
            case '*' -> stars();
            case ']' -> throw GlobSyntaxException.closesNothing(pattern, at);
            default -> push(Token.TEXT, new Literal(String.valueOf(c)), 1);
        }
    }

    private char peek(int ahead) {
        return at + ahead < pattern.length() ? pattern.charAt(at + ahead) : 0;
    }

    private void push(Token token, GlobNode node, int length) {
        tree.push(token, node);
        at += length;
    }

    private void remember(Token token, int length) {
        tree.remember(token);
        at += length;
    }

    private void escape() {
        if (at + 1 == pattern.length()) {
            throw new GlobSyntaxException(pattern, at, "nothing follows the '\\'");
        }
        char c = peek(1);
        if (Character.isLetterOrDigit(c)) {
            throw GlobSyntaxException.noEscape(pattern, at);
        }
        if (c == '/' || c == '.') {
            at++;
            return;
        }
        if (c == '*') {
            tree.mark(false);
        }
        push(Token.TEXT, new Literal(String.valueOf(c)), 2);
    }

    private void quoted() {
        int end = pattern.indexOf('"', at + 1);
        if (end < 0) {
            throw GlobSyntaxException.neverClosed(pattern, at);
        }
        push(Token.TEXT, new Literal(pattern.substring(at + 1, end)), end + 1 - at);
    }

    private void bracket() {
        var bracket = new GlobBracket(pattern, at);
        GlobNode set = new GlobNode.Chars(bracket.read());
        String whole = pattern.substring(at, bracket.end());
        // picomatch: plain characters in brackets also stand for themselves, as in 'app/[slug]/page.tsx'
        boolean plain = GlobBracket.isPlain(whole.substring(1, whole.length() - 1));
        push(Token.CLASS, plain ? new Alt(List.of(new Literal(whole), set)) : set, whole.length());
    }

    private void slash() {
        if (tree.open.isEmpty()) {
            checkName(at);
            nameStart = at + 1;
        }
        tree.mark(true);
        push(Token.SLASH, SLASH, 1);
    }

    private void checkName(int end) {
        String name = pattern.substring(Math.min(nameStart, end), end);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            String what = name.isEmpty() ? "an empty name" : "'" + name + "'";
            String advice = "write paths from the repository's root, and 'folder/**' for all below a folder";
            int offset = Math.min(nameStart, pattern.length() - 1);
            throw new GlobSyntaxException(pattern, offset, what + " is in no path; " + advice);
        }
    }

    private void question() {
        if (tree.previous == Token.GROUP_CLOSE && tree.parts.getLast() instanceof Repeat) {
            remember(Token.TEXT, 1); // picomatch: a lazy quantifier, which changes nothing
        } else if (tree.previous == Token.GROUP_CLOSE) {
            push(Token.TEXT, new Repeat(tree.parts.removeLast(), 0, false), 1);
        } else {
            push(Token.TEXT, new One(), 1);
        }
    }

    private void plus() {
        if (tree.previous == Token.CLASS || tree.previous == Token.GROUP_CLOSE || tree.previous == Token.BRACE_CLOSE) {
            push(Token.TEXT, new Repeat(tree.parts.removeLast(), 1, true), 1);
        } else {
            push(Token.TEXT, new Literal("+"), 1);
        }
    }

    private void group() {
        if (peek(1) == '?') {
            throw new GlobSyntaxException(pattern, at, "'(?' is no glob; write '\\(' for the character");
        }
        open('(', 1);
    }

    private void open(char kind, int length) {
        if (tree.open.size() == MAX_DEPTH) {
            throw new GlobSyntaxException(pattern, at, "groups are nested more than %d deep".formatted(MAX_DEPTH));
        }
        tree.open(kind, at + length - 1);
        at += length;
    }

    private void pipe() {
        if (tree.open.isEmpty() || tree.open.element().kind == '{') {
            push(Token.TEXT, new Literal("|"), 1);
        } else {
            tree.choice();
            remember(Token.TEXT, 1);
        }
    }

    private void comma() {
        if (!tree.open.isEmpty() && tree.open.element().kind == '{') {
            tree.choice();
        } else {
            tree.parts.add(new Literal(","));
        }
        remember(Token.COMMA, 1);
    }

    private void closeGroup() {
        Group group = closing(false);
        tree.choice();
        tree.close();
        GlobNode body = new Alt(List.copyOf(group.choices));
        GlobNode node = switch (group.kind) {
            case '!' -> negation(group, body);
            case '?' -> new Repeat(body, 0, false);
            case '+' -> new Repeat(body, 1, true);
            case '*' -> new Repeat(body, 0, true);
            default -> body;
        };
        push(Token.GROUP_CLOSE, node, 1);
    }

    /** Anything but {@code body}: as picomatch has it, the rest of the pattern decides how far the look ahead goes. */
    private GlobNode negation(Group group, GlobNode body) {
        String rest = pattern.substring(at + 1);
        boolean last = rest.chars().allMatch(c -> c == ')');
        GlobNode anything = group.slash ? new Deep() : new Run();
        GlobNode tail = group.slash || last ? new End() : new Seq(List.of());
        if (group.star && tree.open.isEmpty() && TAIL.matcher(rest).matches()) {
            tail = new GlobParser(pattern, at + 1).sequence();
        }
        return new Seq(List.of(new Not(new Seq(List.of(body, tail))), anything));
    }

    private void brace() {
        GlobRange range = GlobRange.at(pattern, at);
        if (range == null) {
            open('{', 1);
        } else {
            rangeValues += range.values().size();
            if (rangeValues > GlobRange.MAX_VALUES) {
                throw GlobRange.tooLong(pattern, at);
            }
            push(Token.BRACE_CLOSE, range.node(), range.length());
        }
    }

    private void closeBrace() {
        Group group = closing(true);
        if (!group.choices.isEmpty()) {
            tree.choice();
            tree.close();
            push(Token.BRACE_CLOSE, new Alt(List.copyOf(group.choices)), 1);
        } else {
            GlobNode body = tree.close();
            push(Token.BRACE_OPEN, new Literal("{"), 0);
            push(Token.BRACE_OPEN, body, 0);
            push(Token.BRACE_CLOSE, new Literal("}"), 1);
        }
    }

    private Group closing(boolean brace) {
        if (tree.open.isEmpty()) {
            throw GlobSyntaxException.closesNothing(pattern, at);
        }
        Group group = tree.open.element();
        if ((group.kind == '{') != brace) {
            throw GlobSyntaxException.neverClosed(pattern, group.offset);
        }
        return group;
    }

    private void stars() {
        int run = 1;
        while (peek(run) == '*') {
            run++;
        }
        if (run > 1 && peek(run) == '(' && peek(run + 1) != '?') {
            run--; // the last one opens a group
        }
        tree.mark(false);
        if (run == 2 && tree.startsGlobstar()) {
            globstar();
        } else {
            nameGuard();
            push(Token.STAR, new Run(), run);
        }
    }

    /** A star that begins a name matches no empty one; behind a dot, neither the name '.' nor '..'. */
    private void nameGuard() {
        if (tree.previous == Token.DOT) {
            tree.parts.add(new Not(
                    new Seq(List.of(new Repeat(new Literal("."), 0, false), new Alt(List.of(SLASH, new End()))))));
        }
        boolean begins = tree.previous == Token.START || tree.previous == Token.SLASH || tree.previous == Token.DOT;
        if (begins && peek(1) != '*') {
            tree.parts.add(new More());
        }
    }

    /** {@code **}: with the slashes around it any number of folders, none included. */
    private void globstar() {
        Token prior = tree.previous;
        boolean afterStar = tree.beforePrevious == Token.STAR || tree.beforePrevious == Token.GLOBSTAR;
        at += 2;
        while (pattern.startsWith("/**", at) && (peek(3) == 0 || peek(3) == '/')) {
            at += 3;
        }
        boolean slashBefore = prior == Token.SLASH && tree.parts.getLast().equals(SLASH);
        if (slashBefore && !afterStar && isLast()) {
            tree.parts.removeLast();
            push(Token.GLOBSTAR, new Alt(List.of(new Seq(List.of(SLASH, new Deep())), new End())), 0);
        } else if (slashBefore && peek(0) == '/') {
            tree.parts.removeLast();
            folders(new Seq(List.of(SLASH, new Deep(), SLASH)), SLASH, peek(1) == 0 ? SLASH : new End());
        } else if (prior == Token.START && peek(0) == '/') {
            folders(new Seq(List.of()), new Seq(List.of(new Deep(), SLASH)));
        } else if (staysGlobstar()) {
            push(Token.GLOBSTAR, new Deep(), 0);
        } else {
            push(Token.STAR, new Run(), 0);
        }
    }

    private void folders(GlobNode... choices) {
        push(Token.GLOBSTAR, new Alt(List.of(choices)), 0);
        tree.mark(true);
        remember(Token.SLASH, 1);
        nameStart = tree.open.isEmpty() ? at : nameStart;
    }

    /** Whether nothing but closing parentheses follows, none of them a negation's. */
    private boolean isLast() {
        boolean closes = pattern.substring(at).chars().allMatch(c -> c == ')');
        return closes && tree.open.stream().noneMatch(group -> group.kind == '!');
    }

    private boolean staysGlobstar() {
        return switch (peek(0)) {
            case 0, '/', '(', ')', '{' -> true;
            case ',', '}' -> tree.inBraces();
            case '@' -> peek(1) == '(';
            default -> false;
        };
    }
}
