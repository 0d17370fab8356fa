package stages.github;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.regex.Pattern;
import stages.api.*;

/**
 * Gives what scanners found to GitHub's code scanning, and waits until it is taken in. Uploaded twice, the same category of
 * the same commit replaces itself, so nothing is looked up before.
 */
@Word("uploadSarif")
@Help("uploads scan results to GitHub's code scanning; needs the secret GITHUB_TOKEN")
@Uses("git")
public record UploadSarif(
        @Help("what scanners found in images") List<ScanReport> scans,
        @Help("SARIF 2.1.0 files, relative to the root") List<String> files,

        @Help("full ref that the results are of; the event's or the branch where absent")
        Optional<String> ref,

        @Help("repository on GitHub, owner/name; GITHUB_REPOSITORY or the git remote's where absent")
        Optional<String> repository,

        @Help("base address of the API, for an enterprise server https://HOST/api/v3; GITHUB_API_URL where absent")
        Optional<String> api,

        @Help("longest time to wait for each file until GitHub has taken it in") @Default("5m")
        Duration patience)
        implements Effect<SarifUploaded> {
    private static final Pattern REF = Pattern.compile("refs/(heads|tags|pull)/.+");
    private static final Duration POLL = Duration.ofSeconds(2);

    public UploadSarif {
        scans = List.copyOf(scans);
        files = List.copyOf(files);
    }

    @Override
    public Observation<SarifUploaded> observe(StageContext context) {
        return new Observation.Absent<>();
    }

    @Override
    public SarifUploaded run(StageContext context) throws IOException, InterruptedException {
        return run(context, Patience.byDefault(context.clock()));
    }

    /** All is checked before the first upload. */
    SarifUploaded run(StageContext context, Patience waiting) throws IOException, InterruptedException {
        var all = read(context);
        var commit = context.commit()
                .orElseThrow(() -> new StageFailure("there is no commit that the results could be of", "commit first"));
        var at = ref(context);
        var remote = new GitRemote(context, "origin");
        try (var client = Connection.open(context, api, repository, remote, waiting)) {
            var ids = new ArrayList<String>();
            for (var file : all) {
                var body = Map.of("commit_sha", commit, "ref", at, "sarif", file.packed());
                var id = client.post("/code-scanning/sarifs", body).path("id").asText();
                context.log("uploaded '" + file.name() + "': " + file.runs() + " runs, " + file.results() + " results");
                await(client, file, id, context);
                ids.add(id);
            }
            return new SarifUploaded(
                    ids,
                    all.stream().mapToInt(SarifFile::runs).sum(),
                    all.stream().mapToInt(SarifFile::results).sum());
        } catch (GitHubException e) {
            throw e.toFailure();
        }
    }

    private List<SarifFile> read(StageContext context) throws IOException {
        var all = new ArrayList<SarifFile>();
        for (var scan : scans) all.add(SarifFile.of("the scan of " + scan.name(), ScanSarif.of(scan)));
        for (var file : files) all.add(SarifFile.of(file, Files.readString(inside(context, file))));
        if (all.isEmpty()) throw new StageFailure("there is nothing to upload", "scans: [scan], or files: ['x.sarif']");
        return all;
    }

    private static Path inside(StageContext context, String file) throws IOException {
        var root = context.root().toRealPath();
        var path = root.resolve(file);
        if (!Files.isRegularFile(path)) throw new StageFailure("there is no file '" + file + "'");
        if (!path.toRealPath().startsWith(root)) throw new StageFailure("'" + file + "' is outside of the repository");
        return path;
    }

    private String ref(StageContext context) throws IOException, InterruptedException {
        var event =
                Optional.of(context.event().ref()).filter(r -> REF.matcher(r).matches());
        if (ref.isEmpty() && event.isPresent()) return event.get();
        var at = ref.isPresent()
                ? ref.get()
                : context.commands()
                        .read(Command.of("git", "symbolic-ref", "--quiet", "HEAD"))
                        .out()
                        .strip();
        if (REF.matcher(at).matches()) return at;
        throw new StageFailure("which branch the results are of is not known", "write ref: 'refs/heads/main'");
    }

    private void await(GitHubClient client, SarifFile file, String id, StageContext context)
            throws IOException, InterruptedException {
        var waiting = client.patience();
        var end = waiting.clock().instant().plus(patience);
        while (true) {
            var answer = client.find("/code-scanning/sarifs/" + GitHubClient.encode(id));
            var status = answer.map(a -> a.path("processing_status").asText()).orElse("pending");
            if (status.equals("complete")) return;
            if (status.equals("failed")) {
                var errors = new ArrayList<String>();
                answer.ifPresent(a -> a.path("errors").forEach(e -> errors.add(Refusal.clean(e.asText()))));
                throw new StageFailure("GitHub did not take '" + file.name() + "'", "mend what it names", errors);
            }
            if (!waiting.clock().instant().plus(POLL).isBefore(end))
                throw new StageFailure(
                        "GitHub has not taken in '" + file.name() + "' within " + patience.toSeconds() + " s",
                        "it may yet: look at the repository's code scanning page");
            context.progress("waiting for GitHub to take in " + file.name());
            waiting.sleeper().sleep(POLL);
        }
    }
}
