package stages.image;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Tells from the lines of {@code --progress=plain} which step is at work: {@code 3/7 RUN npm ci}. */
record BuildProgress(Consumer<String> progress) implements Consumer<String> {
    private static final Pattern STEP = Pattern.compile("#\\d+ \\[(?:.* )?(\\d+/\\d+)] (.+)");
    private static final Pattern EXPORT = Pattern.compile("#\\d+ exporting to .*");

    @Override
    public void accept(String line) {
        var step = STEP.matcher(line);
        if (step.matches()) progress.accept(step.group(1) + " " + step.group(2));
        else if (EXPORT.matcher(line).matches()) progress.accept("exporting");
    }
}
