package stages.api;

import java.io.IOException;

/**
 * Something that a plan rests on, evaluated while planning from git, the event and the files alone. A record, as a stage
 * is. Its value is recorded with the plan, and taken from there on a resume.
 *
 * @param <T> a record, or a list, set or map of strings; must survive JSON
 */
public interface Fact<T> {
    T evaluate(FactContext context) throws IOException, InterruptedException;
}
