package stages.mcp;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import stages.api.Platform;
import stages.api.StageContext;
import stages.api.StageFailure;

/**
 * Where a conversation takes place, for what is said of its failure.
 *
 * @param transport as a person would name it
 * @param said the last lines that the server logged
 */
record Scene(StageContext context, Platform platform, String transport, Duration within, Supplier<List<String>> said) {
    void at(String step) {
        context.progress(platform + ", " + transport + ": " + step);
    }

    StageFailure silent(String step) {
        return failure(
                step, "no answer within " + within.toString().substring(2).toLowerCase(Locale.ROOT), "");
    }

    StageFailure failure(String step, String what, String hint) {
        var last = said.get();
        var foreign = last.stream().anyMatch(line -> line.contains("exec format error"));
        var emulation = "the engine cannot run " + platform + ": install emulation for it (binfmt_misc and QEMU)";
        return new StageFailure(
                platform + ", " + transport + ", " + step + ": " + what, foreign ? emulation : hint, last);
    }
}
