package dsl.script;

import dsl.model.Location;
import dsl.model.Problem;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;

/** Collects what is wrong with one script. */
final class Problems {
    private final String file;
    private final String[] lines;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file, String text) {
        this.file = file;
        this.lines = text.split("\n", -1);
    }

    void add(String code, ASTNode at, String message, String hint) {
        int length = at.getLastLineNumber() == at.getLineNumber() ? at.getLastColumnNumber() - at.getColumnNumber() : 1;
        found.add(new Problem(code, at(at), Math.max(1, length), message, hint));
    }

    /** @param word what stands at the place */
    void add(String code, Location at, String word, String message, String hint) {
        var problem = new Problem(code, at, Math.max(1, word.length()), message, hint);
        if (!found.contains(problem)) found.add(problem);
    }

    void add(Problem problem) {
        found.add(problem);
    }

    Location at(ASTNode node) {
        return new Location(file, Math.max(0, node.getLineNumber()), Math.max(0, node.getColumnNumber()));
    }

    /** The text from the start of one node to the start of another, or to the end of the line. */
    String between(ASTNode from, ASTNode to) {
        if (from.getLineNumber() < 1) return "";
        var line = lines[from.getLineNumber() - 1];
        var end = from.getLineNumber() == to.getLineNumber() ? to.getColumnNumber() - 1 : line.length();
        return line.substring(Math.min(from.getColumnNumber() - 1, end), Math.min(end, line.length()));
    }

    String file() {
        return file;
    }

    List<Problem> found() {
        return found;
    }
}
