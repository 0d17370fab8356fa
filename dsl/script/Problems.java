package dsl.script;

import dsl.model.Location;
import dsl.model.Problem;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;

/** Collects what is wrong with one script. */
final class Problems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(String code, ASTNode at, String message, String hint) {
        int length = at.getLastLineNumber() == at.getLineNumber() ? at.getLastColumnNumber() - at.getColumnNumber() : 1;
        found.add(new Problem(code, at(at), Math.max(1, length), message, hint));
    }

    void add(Problem problem) {
        found.add(problem);
    }

    Location at(ASTNode node) {
        return new Location(file, Math.max(0, node.getLineNumber()), Math.max(0, node.getColumnNumber()));
    }

    String file() {
        return file;
    }

    List<Problem> found() {
        return found;
    }
}
