package dsl.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.plan.Repo;
import dsl.word.Mismatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTreeTest {
    @TempDir
    Path folder;

    @Test
    void aFileHasTheIdThatGitWouldGiveItWhetherCommittedOrNot() throws Exception {
        var repo = new Repo(folder)
                .git("init", "-q")
                .write("a", "one\n")
                .write("sub/b", "two\n")
                .commit();
        var committed = repo.tree().id("a");
        repo.write("a", "other\n");
        var edited = repo.tree().id("a");
        assertNotEquals(committed, edited);
        assertEquals(edited, repo.commit().tree().id("a"));
        repo.write("new", "one\n");
        assertEquals(committed, repo.tree().id("new"));
    }

    @Test
    void modesLinksAndOddNamesCount() throws Exception {
        var repo = new Repo(folder)
                .git("init", "-q")
                .write("run", "#!\n")
                .write("with space\nand \"line\"", "x")
                .write("ü", "x");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("run"));
        var plain = repo.tree().id("run");
        Files.setPosixFilePermissions(folder.resolve("run"), PosixFilePermissions.fromString("rwxr-xr-x"));
        var executable = repo.tree().id("run");
        assertNotEquals(plain, executable);
        var link = repo.tree().id("link");
        repo.commit();
        assertEquals(
                List.of(executable, link),
                List.of(repo.tree().id("run"), repo.tree().id("link")));
        assertEquals(
                List.of("link", "run", "with space\nand \"line\"", "ü"),
                List.copyOf(repo.tree().files()));
    }

    @Test
    void deletedAndIgnoredFilesAreNoneOfTheTree() throws Exception {
        var repo = new Repo(folder)
                .git("init", "-q")
                .write("a", "1")
                .write("b", "1")
                .write(".gitignore", "out/\n")
                .commit();
        Files.delete(folder.resolve("b"));
        repo.write("out/made", "x");
        assertEquals(List.of(".gitignore", "a"), List.copyOf(repo.tree().files()));
        assertEquals(List.of("out/"), List.copyOf(repo.tree().ignored()));
    }

    @Test
    void aFolderWithinARepositoryIsATreeOfItsOwn() throws Exception {
        new Repo(folder).git("init", "-q").write("x/a", "1").write("y/b", "1").commit();
        var inner = new Repo(folder.resolve("x")).write("c", "2");
        assertEquals(List.of("a", "c"), List.copyOf(inner.tree().files()));
        assertTrue(inner.tree().read("../y/b").isEmpty());
    }

    @Test
    void anUnbornBranchHasItsUntrackedFilesAndNoRepositoryIsSaid() throws Exception {
        assertThrows(Mismatch.class, () -> new Repo(folder).tree());
        assertEquals(
                List.of("a"),
                List.copyOf(new Repo(folder)
                        .git("init", "-q")
                        .write("a", "1")
                        .tree()
                        .files()));
    }
}
