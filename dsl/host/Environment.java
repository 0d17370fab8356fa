package dsl.host;

import dsl.word.Controls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import stages.api.StageFailure;

/**
 * What tasks get of the machine's variables and secrets. A secret is a reference: {@code env:NAME}, {@code file:PATH} from
 * the root, or nothing for the variable of the secret's name.
 *
 * @param root the repository's root
 * @param variables the caller's
 * @param passThrough prefixes of further variables that processes get, such as {@code TRIVY_}
 */
public record Environment(Path root, Map<String, String> variables, List<String> passThrough) {
    /** The variables of a task's processes: what all get, see {@link Processes#scrub}, its own, its secrets. */
    public Map<String, String> of(Controls task) {
        var given = Processes.scrub(variables, passThrough);
        task.env().forEach((name, value) -> {
            var own = value.isEmpty() ? variables.get(name) : value;
            if (own != null) given.put(name, own);
        });
        task.secrets().keySet().forEach(name -> given.put(name, secret(task, name)));
        return given;
    }

    /** @throws StageFailure where the task does not declare it, or it cannot be had */
    public String secret(Controls task, String name) {
        var reference = task.secrets().get(name);
        if (reference == null)
            throw new StageFailure(
                    "the task declares no secret '" + name + "'", "add: secrets " + name + ": 'env:NAME'");
        if (reference.startsWith("file:")) return file(name, reference.substring("file:".length()));
        var variable = reference.isEmpty() ? name : reference.replaceFirst("^env:", "");
        var value = variables.get(variable);
        if (value != null) return value;
        throw new StageFailure("secret '" + name + "': the variable '" + variable + "' is not set", "set it");
    }

    private String file(String name, String path) {
        try {
            return Files.readString(root.resolve(path)).stripTrailing();
        } catch (IOException e) {
            throw new StageFailure("secret '" + name + "': cannot read '" + path + "'", "make the file readable");
        }
    }

    /** Masks the secrets of all tasks, and one more; one that cannot be had fails its task, when that asks for it. */
    public Masks masks(Stream<Controls> tasks, Optional<String> more) {
        var values = new ArrayList<String>();
        more.ifPresent(values::add);
        tasks.forEach(task -> task.secrets().keySet().forEach(name -> {
            try {
                values.add(secret(task, name));
            } catch (StageFailure e) {
                return;
            }
        }));
        return new Masks(values);
    }
}
