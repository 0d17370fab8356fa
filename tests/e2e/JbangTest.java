package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("lab")
class JbangTest {
    @TempDir
    Path folder;

    @Test
    void throughJbangItIsTheSameProgram() throws Exception {
        var tiny = Checkout.tiny(folder);
        assertEquals(
                tiny.pipeline("plan", "ci", "--json").with(0).out(),
                jbang(tiny, "plan", "ci", "--json").with(0).out());
        var direct = tiny.pipeline("ci", "--json").with(0);
        assertEquals(List.of("buildImage:tiny@linux/amd64", "buildImage:tiny"), direct.tasks("passed", false));
        assertEquals(
                List.of("buildImage:tiny@linux/amd64", "buildImage:tiny"),
                jbang(tiny, "ci", "--json").with(0).tasks("passed", true));
        assertEquals(2, jbang(tiny, "nothing").code());
    }

    static Checkout.Ended jbang(Checkout checkout, String... arguments) throws Exception {
        var builder = checkout.builder(arguments);
        var command = new ArrayList<>(
                List.of("jbang", Path.of("pipeline.java").toAbsolutePath().toString()));
        command.addAll(builder.command().subList(1, builder.command().size()));
        return Checkout.run(builder.command(command));
    }
}
