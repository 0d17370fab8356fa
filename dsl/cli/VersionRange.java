package dsl.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A range of versions: {@code >=0.15}, {@code <3}, or both with a comma between. Numbers are compared part by part, absent
 * ones are 0; a pre-release comes before its release.
 */
record VersionRange(List<Bound> bounds) {
    record Bound(boolean atLeast, String version) {}

    /** @throws IllegalArgumentException where a part begins with neither {@code >=} nor {@code <} */
    static VersionRange of(String text) {
        var bounds = new ArrayList<Bound>();
        for (var part : text.split(",")) {
            var bound = part.strip();
            if (bound.isEmpty()) continue;
            if (bound.startsWith(">="))
                bounds.add(new Bound(true, bound.substring(2).strip()));
            else if (bound.startsWith("<") && !bound.startsWith("<="))
                bounds.add(new Bound(false, bound.substring(1).strip()));
            else throw new IllegalArgumentException("'" + text + "' is no range of versions, such as '>=1.2,<2'");
        }
        return new VersionRange(List.copyOf(bounds));
    }

    boolean holds(String version) {
        return bounds.stream().allMatch(b -> compare(version, b.version()) >= 0 == b.atLeast());
    }

    static int compare(String a, String b) {
        var left = numbers(a);
        var right = numbers(b);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int order = Long.compare(at(left, i), at(right, i));
            if (order != 0) return order;
        }
        return Boolean.compare(!a.contains("-"), !b.contains("-"));
    }

    private static long[] numbers(String version) {
        var parts = version.split("[-+]", 2)[0].split("\\.");
        var numbers = new long[parts.length];
        for (int i = 0; i < parts.length; i++) numbers[i] = number(parts[i]);
        return numbers;
    }

    private static long number(String part) {
        var digits = part.chars().takeWhile(Character::isDigit).limit(15).count();
        return digits == 0 ? 0 : Long.parseLong(part.substring(0, (int) digits));
    }

    private static long at(long[] numbers, int i) {
        return i < numbers.length ? numbers[i] : 0;
    }
}
