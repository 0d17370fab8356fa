package stages.api;

import java.util.List;
import stages.api.GlobNode.Alt;
import stages.api.GlobNode.Deep;
import stages.api.GlobNode.End;
import stages.api.GlobNode.Literal;
import stages.api.GlobNode.Seq;

/**
 * What can be told of a glob without running it.
 *
 * @param written the pattern less {@code !} and {@code ./}
 * @param prefix the plain text that it begins with
 * @param base the folder, or file, that all it can match lies in, or is
 * @param rest what follows the prefix
 * @param suffix the plain text that it ends with
 */
record GlobShape(String written, Form form, String prefix, String base, GlobNode rest, String suffix) {

    enum Form {
        /** One path. */
        PATH,
        /** A folder and all in it: {@code a/b/**}. */
        FOLDER,
        /** Every path: {@code **}. */
        ALL,
        /** Something else. */
        OTHER
    }

    enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    private static final GlobNode ALL_BELOW =
            new Alt(List.of(new Seq(List.of(new Literal("/"), new Deep())), new End()));

    static GlobShape of(GlobNode node, String written) {
        List<GlobNode> parts = node instanceof Seq(List<GlobNode> all) ? all : List.of(node);
        int literals = 0;
        var prefix = new StringBuilder();
        while (literals < parts.size() && parts.get(literals) instanceof Literal(String text)) {
            prefix.append(text);
            literals++;
        }
        List<GlobNode> rest = parts.subList(literals, parts.size());
        boolean wholeNames = rest.isEmpty() || endsName(rest.getFirst());
        String base = prefix.substring(0, wholeNames ? prefix.length() : Math.max(0, prefix.lastIndexOf("/")));
        return new GlobShape(written, form(rest, base), prefix.toString(), base, new Seq(rest), suffix(rest));
    }

    private static Form form(List<GlobNode> rest, String base) {
        if (rest.isEmpty()) {
            return Form.PATH;
        }
        if (rest.equals(List.of(ALL_BELOW))) {
            return Form.FOLDER;
        }
        return base.isEmpty() && rest.equals(List.of(new Deep())) ? Form.ALL : Form.OTHER;
    }

    /** Whether the node matches nothing that goes on with the name before it. */
    private static boolean endsName(GlobNode node) {
        return switch (node) {
            case Literal(String text) -> text.startsWith("/");
            case End() -> true;
            case Alt(List<GlobNode> choices) -> choices.stream().allMatch(GlobShape::endsName);
            case Seq(List<GlobNode> parts) -> !parts.isEmpty() && endsName(parts.getFirst());
            default -> false;
        };
    }

    private static String suffix(List<GlobNode> parts) {
        var suffix = new StringBuilder();
        for (int i = parts.size() - 1; i >= 0 && parts.get(i) instanceof Literal(String text); i--) {
            suffix.insert(0, text);
        }
        return suffix.toString();
    }

    Answer judge(String path) {
        return switch (form) {
            case ALL -> Answer.YES;
            case PATH -> answer(path.equals(prefix));
            case FOLDER ->
                answer(path.startsWith(prefix)
                        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/'));
            case OTHER -> other(path);
        };
    }

    private Answer other(String path) {
        if (!path.endsWith(suffix) || !path.startsWith(prefix)) {
            return Answer.NO;
        }
        return path.equals(written) ? Answer.YES : Answer.UNKNOWN; // a path spelt as the pattern is meant by it
    }

    private static Answer answer(boolean yes) {
        return yes ? Answer.YES : Answer.NO;
    }
}
