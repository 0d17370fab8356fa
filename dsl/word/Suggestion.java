package dsl.word;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code did you mean 'x'?}, or nothing where no candidate is near. */
    public static String of(String word, Collection<String> candidates) {
        return nearest(word, candidates).map(w -> "did you mean '" + w + "'?").orElse("");
    }

    /** The candidate with the fewest edits, at most a third of the word's length and at least one. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        var limit = Math.max(1, (word.length() + 1) / 3);
        return candidates.stream()
                .filter(c -> Math.abs(c.length() - word.length()) <= limit)
                .filter(c -> distance(word.toLowerCase(java.util.Locale.ROOT), c.toLowerCase(java.util.Locale.ROOT))
                        <= limit)
                .min(Comparator.<String>comparingInt(c -> distance(word, c)).thenComparing(c -> c));
    }

    /** Edits between two words; a swap of neighbours counts as one (optimal string alignment). */
    static int distance(String a, String b) {
        var d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) d[i][0] = i;
        for (int j = 0; j <= b.length(); j++) d[0][j] = j;
        for (int i = 1; i <= a.length(); i++)
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        return d[a.length()][b.length()];
    }
}
