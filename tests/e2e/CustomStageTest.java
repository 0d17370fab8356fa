package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages of others: a Groovy file beside the script, a Java record from a jar. */
@Tag("lab")
class CustomStageTest {
    @TempDir
    Path folder;

    @Test
    void aRecordFromAJarIsAWordLikeAnyOther() throws Exception {
        var tiny = Checkout.tiny(folder).script("imageSize(buildImage(project.service('tiny')), limit: 1)");
        tiny.pipeline("check").with(2);
        var source = Path.of("examples/java-stage");
        var classes = Files.createDirectories(folder.resolve("acme"));
        var home = System.getProperty("java.home") + "/bin/";
        var jar = folder.resolve("acme.jar").toString();
        Checkout.peer(
                home + "javac",
                "--release",
                "21",
                "-d",
                classes.toString(),
                "-cp",
                "target/pipeline/slipway.jar",
                source.resolve("acme/ImageSize.java").toString(),
                source.resolve("acme/AcmeStages.java").toString());
        Checkout.peer("cp", "-R", source.resolve("META-INF").toString(), classes.toString());
        Checkout.peer(home + "jar", "--create", "--file", jar, "-C", classes.toString(), ".");
        var with = tiny.with("SLIPWAY_CLASSPATH", jar);
        assertTrue(with.pipeline("stages", "imageSize").with(0).out().contains("the most that a platform may take"));
        with.pipeline("ci").with(0);
        assertEquals(
                List.of("imageSize:tiny"),
                with.pipeline("ci", "--json").with(0).tasks("passed", true).stream()
                        .filter(t -> t.startsWith("imageSize"))
                        .toList());
        var refused = with.script("imageSize(buildImage(project.service('tiny')), limit: -1)")
                .withCache(tiny.cache())
                .pipeline("ci", "--json")
                .with(4);
        assertEquals(List.of("imageSize:tiny"), refused.tasks("refused", true), "the limit is no part of the key");
    }

    @Test
    void aGroovyStageRefusesPassesAndFailsAtItsLine() throws Exception {
        var tiny = Checkout.tiny(folder)
                .write("stages/atMost.groovy", """
                        stage {
                            describe 'Refuses an image with many layers'
                            input  'image', Image
                            option 'limit', Integer, default: 10
                            output 'layers', Integer
                            run { context ->
                                def most = image.platforms.collect { it.layers.size() }.max()
                                if (limit < 0) throw new IllegalStateException("a limit of ${limit} is none")
                                if (most > limit) context.finding(level: 'error', rule: 'layers', message: "${image.name} has ${most} layers")
                                [layers: most]
                            }
                        }
                        """)
                .script(
                        "def image = buildImage(project.service('tiny'))\ndef count = atMost(image)\nsh(\"echo layers-${count.layers}\") { named 'said'; when { count.layers == 1 } }");
        assertTrue(tiny.pipeline("ci", "--json").with(0).tasks("passed", false).contains("sh:said"));
        var refused = tiny.script("atMost(buildImage(project.service('tiny')), limit: 0)")
                .pipeline("ci")
                .with(4);
        assertTrue(refused.err().contains("tiny has 1 layers"), refused.err());
        var failed = tiny.script("atMost(buildImage(project.service('tiny')), limit: -1)")
                .pipeline("ci")
                .with(1);
        assertTrue(
                failed.err().contains("a limit of -1 is none") && failed.err().contains(":8"), failed.err());
        assertFalse(failed.err().contains("\tat "), failed.err());
        var wrong = tiny.script("atMost(buildImage(project.service('tiny')), limt: 1)")
                .pipeline("check")
                .with(2);
        assertTrue(wrong.err().contains("did you mean 'limit'?"), wrong.err());
    }
}
