package dsl.word;

/** Messages for people: lower case, values in single quotes. */
public final class Quoted {
    private Quoted() {}

    /** @param template {@code {}} stands for a value in single quotes, {@code %s} for one without */
    public static String text(String template, Object... values) {
        return template.replace("{}", "'%s'").formatted(values);
    }
}
