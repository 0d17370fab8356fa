package stages.api;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes patterns and paths, the same ones for the same seed, within what picomatch and we should read alike. */
final class GlobGenerator {
    private static final List<String> WORDS =
            List.of("a", "b", "ab", "src", "x.ts", ".env", "a b", "é", "b-1", "@x", "a$", "d.ts");
    private static final List<String> PATH_WORDS =
            List.of("a", "b", "ab", "src", "x.ts", ".ts", ".env", "c", "1", "-", ".d", "é", " ");
    private static final List<String> ATOMS =
            List.of("[ab]", "[^a]", "[!a]", "[a-c]", "[[:alpha:]]", "[^0-9]", "\\*", "[.]", "[]a]", "**", ".", "[a-]");
    private static final List<String> GROUPS = List.of("{a..c}", "{1..3}", "*.ts", ".*", "{a}", "(a|b)", "[ab]+");
    private static final List<String> REPEATED = List.of("a", "ab|c", "src|b", "[ab]", "x.ts|.env");
    private static final Pattern RANGE = Pattern.compile("\\{\\w\\.\\.\\w}");

    /**
     * Where picomatch is odd: three stars, a quantifier behind a group, {@code ?} as the first of a group, dots in braces
     * that are no range, and an extension behind a negation within braces.
     */
    private static final Pattern ODD = Pattern.compile("\\*\\*\\*|\\)\\+|\\(\\?|!\\(.*\\)\\?|\\{.*!\\(.*\\)\\.");

    private final Random random;

    GlobGenerator(long seed) {
        this.random = new Random(seed);
    }

    String pattern() {
        while (true) {
            String pattern = join(1 + random.nextInt(4), "/", i -> name());
            boolean exclusion = pattern.startsWith("!") && !pattern.startsWith("!(");
            if (!exclusion && pattern.length() <= 40 && isReadAlike(pattern)) {
                return pattern;
            }
        }
    }

    String path() {
        return join(1 + random.nextInt(4), "/", i -> {
            String name = join(1 + random.nextInt(3), "", n -> pick(PATH_WORDS));
            return name.equals(".") || name.equals("..") ? "a" : name;
        });
    }

    private static boolean isReadAlike(String pattern) {
        String rest = RANGE.matcher(pattern).replaceAll("");
        // where picomatch writes its expression a second time, a dot in plain text loses its escape
        boolean writtenTwice = !rest.equals(pattern) || pattern.contains("[[:");
        boolean dotName = ("/" + pattern + "/").contains("/./");
        return !ODD.matcher(pattern).find()
                && !rest.contains("..")
                && !dotName
                && !(writtenTwice && rest.contains("."));
    }

    private String name() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> "**";
            case 2 -> pick(WORDS);
            default -> join(1 + random.nextInt(3), "", i -> piece(0));
        };
    }

    private String piece(int depth) {
        return switch (random.nextInt(depth > 1 ? 5 : 12)) {
            case 0, 1 -> pick(WORDS);
            case 2 -> "*";
            case 3 -> "?";
            case 4 -> pick(ATOMS);
            case 5, 6 -> "{" + choices(",", depth) + "}";
            case 7 -> "@(" + choices("|", depth) + ")";
            case 8 -> "!(" + choices("|", depth) + ")";
            case 9 -> "?(" + choices("|", depth) + ")";
            case 10 -> pick(List.of("+(", "*(")) + pick(REPEATED) + ")";
            default -> pick(GROUPS);
        };
    }

    private String choices(String separator, int depth) {
        return join(
                1 + random.nextInt(3),
                separator,
                i -> join(random.nextInt(3), "", n -> {
                    String piece = piece(depth + 1);
                    return random.nextInt(6) == 0 ? piece + "/" + piece(depth + 1) : piece;
                }));
    }

    private static String join(int count, String separator, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(separator));
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
