package dsl.syntax;

import dsl.model.Location;
import dsl.model.Problem;
import dsl.word.Quoted;
import java.util.*;
import org.codehaus.groovy.ast.ASTNode;

/** Collects what is wrong with one script. */
public final class Problems {
    private final String file;
    private final String[] lines;
    private final Set<Problem> found = new LinkedHashSet<>();

    /** @param length how many characters are meant */
    public record Place(Location location, int length) {}

    public Problems(String file, String text) {
        this.file = file;
        this.lines = text.split("\n", -1);
    }

    /** @param message as {@link Quoted} takes it */
    public void add(String code, ASTNode at, String hint, String message, Object... values) {
        add(code, place(at), hint, message, values);
    }

    public void add(String code, Place at, String hint, String message, Object... values) {
        found.add(new Problem(code, at.location(), Math.max(1, at.length()), Quoted.text(message, values), hint));
    }

    public void add(Problem problem) {
        found.add(problem);
    }

    public Place place(ASTNode node) {
        int length = node.getLastColumnNumber() - node.getColumnNumber();
        return place(
                Math.max(0, node.getLineNumber()),
                Math.max(0, node.getColumnNumber()),
                node.getLastLineNumber() == node.getLineNumber() ? length : 1);
    }

    public Place place(int line, int column, int length) {
        return new Place(new Location(file, line, column), length);
    }

    /** The text from the start of one node to the start of another, or to the end of the line. */
    public String between(ASTNode from, ASTNode to) {
        if (from.getLineNumber() < 1) return "";
        var line = lines[from.getLineNumber() - 1];
        var end = from.getLineNumber() == to.getLineNumber() ? to.getColumnNumber() - 1 : line.length();
        return line.substring(Math.min(from.getColumnNumber() - 1, end), Math.min(end, line.length()));
    }

    public String file() {
        return file;
    }

    public boolean none() {
        return found.isEmpty();
    }

    /** All that was found, which is then forgotten. */
    public List<Problem> taken() {
        var all = List.copyOf(found);
        found.clear();
        return all;
    }
}
