package stages;

import java.util.List;
import stages.changes.BranchTags;
import stages.changes.DetectChanges;
import stages.claim.ClaimRelease;
import stages.claim.RecordRelease;
import stages.compose.ComposeTest;
import stages.compose.ValidateCompose;
import stages.github.GithubRelease;
import stages.github.UploadSarif;
import stages.image.BuildImage;
import stages.image.LintDockerfile;
import stages.image.MakeSbom;
import stages.image.ScanImage;
import stages.mcp.McpHandshake;
import stages.notify.Announce;
import stages.publish.PublishBranch;
import stages.publish.PublishTags;
import stages.publish.StageImage;
import stages.publish.Unrelease;
import stages.release.NewRelease;
import stages.release.ReleaseNotes;
import stages.shell.ServiceChecks;
import stages.shell.Sh;
import stages.signing.MakeProvenance;
import stages.signing.SignImage;
import stages.signing.VerifyImage;

/** Every stage and fact that comes with Slipway, in the order of the reference. */
public final class Catalog {
    public static final List<Class<? extends Record>> WORDS = List.of(
            DetectChanges.class,
            BranchTags.class,
            NewRelease.class,
            LintDockerfile.class,
            ClaimRelease.class,
            ServiceChecks.class,
            BuildImage.class,
            MakeSbom.class,
            ScanImage.class,
            McpHandshake.class,
            ValidateCompose.class,
            ComposeTest.class,
            MakeProvenance.class,
            SignImage.class,
            VerifyImage.class,
            PublishBranch.class,
            StageImage.class,
            RecordRelease.class,
            PublishTags.class,
            Unrelease.class,
            ReleaseNotes.class,
            GithubRelease.class,
            UploadSarif.class,
            Sh.class,
            Announce.class);

    private Catalog() {}
}
