package dsl.run;

import dsl.host.Masks;
import dsl.model.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import stages.api.StageFailure;

/** Values behind references: {@code env:NAME}, {@code file:PATH} from the root, or nothing for the variable of the secret's name. */
final class Secrets {
    private Secrets() {}

    static String read(RunSettings settings, String name, String reference) {
        if (reference.startsWith("file:")) return file(settings, name, reference.substring("file:".length()));
        var variable = reference.isEmpty() ? name : reference.replaceFirst("^env:", "");
        var value = settings.environment().get(variable);
        if (value != null) return value;
        throw new StageFailure("secret '" + name + "': the variable '" + variable + "' is not set", "set it");
    }

    private static String file(RunSettings settings, String name, String path) {
        try {
            return Files.readString(settings.root().resolve(path)).stripTrailing();
        } catch (IOException e) {
            throw new StageFailure("secret '" + name + "': cannot read '" + path + "'", "make the file readable");
        }
    }

    /** Masks every secret of a plan from the start; one that cannot be had fails its task, when that asks for it. */
    static Masks masks(Plan plan, RunSettings settings) {
        var values = new ArrayList<String>();
        settings.caching().key().ifPresent(values::add);
        for (var task : plan.tasks())
            task.controls().secrets().forEach((name, reference) -> {
                try {
                    values.add(read(settings, name, reference));
                } catch (StageFailure e) {
                    return;
                }
            });
        return new Masks(values);
    }
}
