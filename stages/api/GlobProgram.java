package stages.api;

import java.util.*;

/**
 * A glob as a non-deterministic automaton. A search visits each pair of state and position at most once, so that no
 * pattern and no name can make it slow: the time is bounded by pattern length times path length, and by the square of
 * the path length where {@code !(...)} can start anywhere.
 */
final class GlobProgram {
    private static final int MATCH = 0;

    private enum Op {
        MATCH,
        CHAR,
        ONE,
        ANY,
        SET,
        SPLIT,
        NOT,
        END,
        MORE
    }

    private final List<Op> ops = new ArrayList<>();
    private final List<GlobChars> sets = new ArrayList<>();
    private int[] next = new int[64];
    private int[] argument = new int[64];
    private final int start;

    GlobProgram(GlobNode node) {
        emit(Op.MATCH, 0, 0);
        start = compile(new GlobNode.Seq(List.of(node, new GlobNode.End())), MATCH);
    }

    /** Tells whether the automaton matches all of {@code path} from {@code position} on. */
    boolean matches(String path, int position) {
        return new Search(path).run(start, position);
    }

    private int emit(Op op, int arg, int to) {
        int at = ops.size();
        if (at == next.length) {
            next = Arrays.copyOf(next, at * 2);
            argument = Arrays.copyOf(argument, at * 2);
        }
        ops.add(op);
        argument[at] = arg;
        next[at] = to;
        return at;
    }

    /** Adds the states of {@code node}, followed by state {@code to}, and answers the first of them. */
    private int compile(GlobNode node, int to) {
        return switch (node) {
            case GlobNode.Literal(String text) -> literal(text, to);
            case GlobNode.One() -> emit(Op.ONE, 0, to);
            case GlobNode.Run() -> loop(Op.ONE, to);
            case GlobNode.Deep() -> loop(Op.ANY, to);
            case GlobNode.Chars(GlobChars set) -> {
                sets.add(set);
                yield emit(Op.SET, sets.size() - 1, to);
            }
            case GlobNode.Seq(List<GlobNode> parts) -> {
                int at = to;
                for (int i = parts.size() - 1; i >= 0; i--) {
                    at = compile(parts.get(i), at);
                }
                yield at;
            }
            case GlobNode.Alt(List<GlobNode> choices) -> {
                int at = compile(choices.getLast(), to);
                for (int i = choices.size() - 2; i >= 0; i--) {
                    at = emit(Op.SPLIT, compile(choices.get(i), to), at);
                }
                yield at;
            }
            case GlobNode.Repeat repeat -> repeat(repeat, to);
            case GlobNode.Not(GlobNode body) -> emit(Op.NOT, compile(body, MATCH), to);
            case GlobNode.End() -> emit(Op.END, 0, to);
            case GlobNode.More() -> emit(Op.MORE, 0, to);
        };
    }

    private int literal(String text, int to) {
        int at = to;
        for (int i = text.length() - 1; i >= 0; i--) {
            at = emit(Op.CHAR, text.charAt(i), at);
        }
        return at;
    }

    private int loop(Op body, int to) {
        int split = emit(Op.SPLIT, 0, to);
        argument[split] = emit(body, 0, split);
        return split;
    }

    private int repeat(GlobNode.Repeat repeat, int to) {
        if (!repeat.many()) {
            return emit(Op.SPLIT, compile(repeat.body(), to), to);
        }
        int split = emit(Op.SPLIT, 0, to);
        argument[split] = compile(repeat.body(), split);
        return repeat.min() == 0 ? split : argument[split];
    }

    /** One search over one path: depth first, each pair of state and position once. */
    private final class Search {
        private final String path;
        private final Map<Integer, byte[]> answers = new HashMap<>();

        Search(String path) {
            this.path = path;
        }

        boolean run(int first, int position) {
            int width = path.length() - position + 1;
            var visited = new BitSet(ops.size() * width);
            var open = new IntStack();
            open.push(first, position);
            while (!open.isEmpty()) {
                int at = open.popPosition();
                int state = open.popState();
                if (state == MATCH) {
                    return true;
                }
                int index = state * width + at - position;
                if (!visited.get(index)) {
                    visited.set(index);
                    step(state, at, open);
                }
            }
            return false;
        }

        private void step(int state, int at, IntStack open) {
            boolean more = at < path.length();
            char c = more ? path.charAt(at) : 0;
            switch (ops.get(state)) {
                case CHAR -> open.pushIf(more && c == argument[state], next[state], at + 1);
                case ONE -> open.pushIf(more && c != '/', next[state], at + 1);
                case ANY -> open.pushIf(more, next[state], at + 1);
                case SET -> open.pushIf(more && sets.get(argument[state]).contains(c), next[state], at + 1);
                case SPLIT -> {
                    open.push(next[state], at);
                    open.push(argument[state], at);
                }
                case NOT -> open.pushIf(!ahead(state, at), next[state], at);
                case END -> open.pushIf(!more, next[state], at);
                case MORE -> open.pushIf(more, next[state], at);
                case MATCH -> throw new AssertionError("the search ends before it steps from its goal");
            }
        }

        private boolean ahead(int state, int at) {
            byte[] known = answers.computeIfAbsent(state, any -> new byte[path.length() + 1]);
            if (known[at] == 0) {
                known[at] = (byte) (run(argument[state], at) ? 1 : -1);
            }
            return known[at] > 0;
        }
    }

    /** Pairs of state and position that are still to be visited. */
    private static final class IntStack {
        private int[] values = new int[64];
        private int size;

        boolean isEmpty() {
            return size == 0;
        }

        void pushIf(boolean holds, int state, int position) {
            if (holds) {
                push(state, position);
            }
        }

        void push(int state, int position) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = state;
            values[size++] = position;
        }

        int popPosition() {
            return values[--size];
        }

        int popState() {
            return values[--size];
        }
    }
}
