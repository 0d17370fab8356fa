package stages.composefile;

import java.util.Optional;
import java.util.function.Supplier;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import stages.api.Finding;

/** A file is no YAML. */
public final class SyntaxError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Finding.Place place;

    private SyntaxError(String message, Finding.Place place) {
        super(message);
        this.place = place;
    }

    public Finding finding() {
        return new Finding(
                Finding.Level.ERROR, "syntax", "compose", String.valueOf(getMessage()), place, Optional.empty());
    }

    public static <T> T guard(String file, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            var place = mark == null
                    ? Finding.Place.of(file)
                    : new Finding.Place(file, mark.getLine() + 1, mark.getColumn() + 1);
            throw new SyntaxError("not valid YAML: " + e.getProblem(), place);
        } catch (YAMLException e) {
            throw new SyntaxError("not valid YAML: " + e.getMessage(), Finding.Place.of(file));
        }
    }
}
