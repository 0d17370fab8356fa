package acme;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import stages.api.Cached;
import stages.api.Default;
import stages.api.Finding;
import stages.api.Finding.Level;
import stages.api.Finding.Place;
import stages.api.Gate;
import stages.api.Help;
import stages.api.Image;
import stages.api.Policy;
import stages.api.Result;
import stages.api.Stage;
import stages.api.StageContext;
import stages.api.Verdict;
import stages.api.Word;

/** Measures an image and refuses one that is too large. What is so is cached; whether we accept it is asked each time. */
@Word("imageSize")
@Help("measures an image and refuses one that is too large")
@Cached
public record ImageSize(
        @Help("the image") Image image,
        @Help("the most that a platform may take, in MiB, compressed") @Policy @Default("200") int limit)
        implements Stage<ImageSize.Report>, Gate<ImageSize.Report> {

    /** @param mebibytes of all layers, of the largest platform */
    public record Report(long mebibytes) implements Result {}

    @Override
    public Report run(StageContext context) {
        var largest = image.platforms().stream()
                .mapToLong(p -> p.layers().stream().mapToLong(l -> l.size()).sum())
                .max()
                .orElse(0);
        context.log(image.name() + " takes " + (largest >> 20) + " MiB");
        return new Report(largest >> 20);
    }

    @Override
    public Verdict judge(Report report, Instant now) {
        if (report.mebibytes() <= limit) return new Verdict.Passed(List.of());
        var message = "takes " + report.mebibytes() + " MiB, more than " + limit;
        var finding = new Finding(Level.ERROR, "image-size", "imageSize", message, Place.of(image.name()), Optional.empty());
        return Verdict.of(List.of(finding));
    }
}
