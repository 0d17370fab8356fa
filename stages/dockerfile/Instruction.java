package stages.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One instruction of a Dockerfile, its continuation lines joined.
 *
 * @param keyword in lower case
 * @param flags {@code --name=value} words before the arguments
 * @param line of its first line, from 1
 */
record Instruction(String keyword, List<String> flags, String arguments, int line) {

    static Instruction of(String text, char escape, int line) {
        List<String> words = words(text, escape);
        String keyword = words.get(0).toLowerCase(Locale.ROOT);
        var flags = new ArrayList<String>();
        int at = text.indexOf(words.get(0)) + words.get(0).length();
        for (String word : words.subList(1, words.size())) {
            if (!word.startsWith("--")) {
                break;
            }
            at = text.indexOf(word, at) + word.length();
            if (word.equals("--")) {
                break;
            }
            flags.add(word);
        }
        return new Instruction(keyword, List.copyOf(flags), text.substring(at).strip(), line);
    }

    /** The instruction that an {@code ONBUILD} holds. */
    Optional<Instruction> triggered(char escape) {
        boolean holds = keyword.equals("onbuild") && !arguments.isEmpty();
        return holds ? Optional.of(of(arguments, escape, line)) : Optional.empty();
    }

    /** Values of a flag, in order: of {@code --mount=x --mount=y} those are x and y. */
    List<String> flag(String name) {
        String start = "--" + name + "=";
        return flags.stream()
                .filter(flag -> flag.startsWith(start))
                .map(flag -> flag.substring(start.length()))
                .toList();
    }

    /** Words parted by white space outside of quotes; quotes and escapes stay in them. */
    static List<String> words(String text, char escape) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                add(words, word);
                continue;
            }
            word.append(c);
            if (c == escape && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
        }
        add(words, word);
        return words;
    }

    private static void add(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
