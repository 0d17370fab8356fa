package stages.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stages.FakeTree;
import stages.api.Service;

class BuildInputsTest {
    private static Service service(String dockerfile, String context) {
        return service(dockerfile, context, Optional.empty(), Map.of());
    }

    private static Service service(
            String dockerfile, String context, Optional<String> target, Map<String, String> arguments) {
        return new Service(
                "s", dockerfile, context, target, arguments, List.of(), List.of(), List.of(), Optional.empty());
    }

    private static BuildInputs inputs(String dockerfile) {
        return BuildInputs.of(service("Dockerfile", "."), new FakeTree().with("Dockerfile", dockerfile));
    }

    private static void assertReads(List<String> reads, String dockerfile) {
        var inputs = inputs(dockerfile);
        assertEquals(Optional.empty(), inputs.unknown());
        assertEquals(reads, inputs.reads());
    }

    private static void assertWhole(String why, String dockerfile) {
        var inputs = inputs(dockerfile);
        assertEquals(Optional.of(why + ": the whole repository counts"), inputs.unknown());
        assertTrue(inputs.includes("any/file"));
    }

    @Test
    void readsTheSourcesOfCopyAndAdd() {
        assertReads(List.of("package.json", "package-lock.json", "src", "tools/x y", "b"), """
                FROM node:22 AS build
                COPY --chown=1000:1000 package.json ./package-lock.json ./
                COPY /src/ src/
                COPY ["tools/x y", "/t/"]
                ADD ../../b https://example.org/x.tar.gz git@example.org:a/b.git /b/
                COPY --from=build /app /app
                COPY --from=nginx:1 /etc/nginx /etc/nginx
                """);
    }

    @Test
    void joinsContinuationLinesAndSkipsCommentsBetweenThem() {
        assertReads(List.of("a", "b", "c d"), """
                # escape=`
                FROM scratch
                COPY a `
                # a comment

                    b `\s\s
                    /x/
                COPY "c d" /y
                """);
        assertReads(List.of("a"), "# syntax=docker/dockerfile:1.7\n\n# escape=`\nFROM x\nCOPY a \\\n /b\n");
    }

    @Test
    void readsNothingOfHeredocs() {
        assertReads(List.of("a"), """
                FROM busybox
                RUN <<EOF cat <<-'B' && echo "x <<NOT"
                COPY no /no
                EOF
                COPY no either
                \tB
                COPY <<one <<two a /dest/
                COPY no /no
                one
                two
                """);
    }

    @Test
    void replacesVariablesByTheirDefaultsArgumentsAndEnvironment() {
        String dockerfile = """
                ARG ROOT=packages
                ARG NODE=22
                FROM --platform=$BUILDPLATFORM node:${NODE}-slim AS base
                ARG ROOT
                ARG NAME=core DIR="${ROOT}/${NAME}"
                ENV SUB src
                FROM base
                ARG TARGETARCH
                COPY $DIR/$SUB ${MISSING:-${NAME}.json} '$literal' ${NAME:+x} dist/${TARGETARCH}/app /app/
                """;
        assertReads(List.of("packages/core/src", "core.json", "$literal", "x", "dist/*/app"), dockerfile);
        var tree = new FakeTree().with("Dockerfile", dockerfile);
        var given = BuildInputs.of(service("Dockerfile", ".", Optional.empty(), Map.of("NAME", "rest")), tree);
        assertEquals("packages/rest/src", given.reads().get(0));
        assertTrue(given.includes("dist/arm64/app/x"));
    }

    @Test
    void readsWhatRunMountsOfTheContext() {
        assertReads(List.of("package.json", "."), """
                FROM node AS build
                RUN --mount=type=cache,target=/root/.npm --mount=type=bind,source=package.json,target=package.json \\
                    --mount=type=bind,from=build,source=/x,target=/y --mount=type=secret,id=a npm ci
                RUN --mount=target=/all ls
                """);
    }

    @Test
    void countsOnlyStagesThatTheTargetNeeds() {
        String dockerfile = """
                FROM a:1 AS Unused
                COPY unused .
                FROM b:2 AS deps
                COPY deps .
                FROM deps AS build
                COPY build .
                FROM c:3
                COPY --from=build /x /x
                RUN --mount=from=d:4,target=/d true
                """;
        assertReads(List.of("deps", "build"), dockerfile);
        assertEquals(
                List.of("b:2", "c:3", "d:4"),
                inputs(dockerfile).images().stream().map(BaseImage::reference).toList());
        var tree = new FakeTree().with("Dockerfile", dockerfile);
        var target = service("Dockerfile", ".", Optional.of("unused"), Map.of());
        assertEquals(List.of("unused"), BuildInputs.of(target, tree).reads());
        var none = service("Dockerfile", ".", Optional.of("nowhere"), Map.of());
        assertEquals(
                Optional.of("`Dockerfile` has no stage 'nowhere': the whole repository counts"),
                BuildInputs.of(none, tree).unknown());
    }

    @Test
    void namesTheImagesItBuildsOn() {
        var images = inputs("""
                        ARG TAG=1
                        FROM --platform=$BUILDPLATFORM node:$TAG AS build
                        FROM scratch AS empty
                        FROM app-$TARGETARCH:${NONE}
                        COPY --from=0 / /
                        """).images();
        assertEquals(
                List.of(
                        new BaseImage(
                                "node:1", Optional.of("build"), Optional.of("$BUILDPLATFORM"), 2, Optional.empty()),
                        new BaseImage("app-$TARGETARCH:", Optional.empty(), Optional.empty(), 4, Optional.of("NONE"))),
                images);
    }

    @Test
    void countsTheWholeContextWhereAPathCannotBeTold() {
        assertWhole(
                "`Dockerfile`, line 3, copies a path that depends on 'WHAT', which has no value here",
                "FROM x\nARG WHAT\nCOPY ${WHAT} /\n");
        assertWhole(
                "`Dockerfile`, line 2, copies a path that depends on 'A', which has no value here",
                "FROM x\nCOPY ${A%.*} /\n");
        assertWhole("`Dockerfile` has no FROM", "RUN x\n");
        assertWhole(
                "`Dockerfile` is read by 'example/frontend:1', not by Docker's own front end",
                "# syntax=example/frontend:1\nFROM x\n");
        var missing = BuildInputs.of(service("a/Dockerfile", "./a/"), new FakeTree());
        assertEquals(Optional.of("there is no `a/Dockerfile`: all of `a` counts"), missing.unknown());
        assertTrue(missing.includes("a/b"));
        assertFalse(missing.includes("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "\\",
                "ONBUILD",
                "FROM",
                "COPY",
                "# escape=`",
                "FROM x\nCOPY",
                "FROM x\nRUN <<A",
                "FROM x\nCOPY [\"a\"",
                "FROM x\nENV",
                "FROM x\nARG",
                "FROM x\nCOPY '",
                "FROM x\nONBUILD COPY a /b",
                "FROM ${",
                "FROM x\nRUN --mount",
                "FROM x\nCOPY --from= a b",
                "FROM x AS",
                "\uFEFFFROM x\nCOPY a[ /b"
            })
    void survivesWhateverADockerfileHolds(String dockerfile) {
        var inputs = inputs(dockerfile);
        assertTrue(inputs.includes("Dockerfile"));
        assertTrue(inputs.includes(".dockerignore"));
    }

    @Test
    void saysWhichPatternItCannotRead() {
        assertWhole(
                "`Dockerfile` copies a pattern that cannot be read: pattern 'a[', character 2: '[' is never closed;"
                        + " write '\\[' for the character",
                "FROM x\nCOPY a[ /b\n");
        var tree = new FakeTree().with("Dockerfile", "FROM x\nCOPY a /\n").with(".dockerignore", "b\n[z-a]\n");
        assertEquals(
                "`.dockerignore`, line 2, cannot be read: pattern '[z-a]', character 2: the range 'z-a' is reversed:"
                        + " the whole repository counts",
                BuildInputs.of(service("Dockerfile", "."), tree).unknown().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "src/a.ts, true",
        "src/deep/b.ts, true",
        "src, true",
        "srcs/a.ts, false",
        "package.json, true",
        "package-lock.json, true",
        "package-x/file, true",
        "packages/a, false",
        "img/a1.png, true",
        "img/ab.png, false",
        "Dockerfile, true",
        "README.md, false",
    })
    void matchesAsDockerCopies(String path, boolean read) {
        var inputs = inputs("FROM x\nCOPY src package*[^s] package.json img/a[0-9].png /x/\n");
        assertEquals(read, inputs.includes(path));
    }

    /** Cases after the documented rules of Docker's ignore files. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "docs                    | docs/a.md           | true",
                "docs/                   | docs/a.md           | true",
                "/docs                   | docs/a.md           | true",
                "docs                    | x/docs/a.md         | false",
                "**/docs                 | x/docs/a.md         | true",
                "**/docs                 | docs/a.md           | true",
                "*.md                    | a.md                | true",
                "*.md                    | x/a.md              | false",
                "**/*.md                 | x/y/a.md            | true",
                "*/temp*                 | x/temporary/y       | true",
                "*/temp*                 | temp                | false",
                "temp?                   | tempa               | true",
                "temp?                   | temp/              | false",
                "*,!src                  | src/a.ts            | false",
                "*,!src                  | lib/a.ts            | true",
                "*,!src,src/x            | src/x/y             | true",
                "*.md,!README.md         | README.md           | false",
                "!README.md,*.md         | README.md           | true",
                "#docs                   | #docs               | false",
                " # docs                 | # docs              | false",
                "a**/*.txt               | a/b/c.txt           | true",
                "a**b                    | ax/b                | true",
                "**log                   | x/a.log             | true",
                "a/**                    | a/b/c               | true",
                "a/**/c                  | a/c                 | true",
                "a(b)+{c}                | a(b)+{c}/x          | true",
                "a\\*b                   | a*b                 | true",
                "a\\*b                   | axb                 | false",
                "[!a]x                   | !x                  | true",
                "[!a]x                   | bx                  | false",
                ".                       | a                   | false",
                "../a                    | a                   | true",
            })
    void leavesOutAsDockerIgnores(String patterns, String path, boolean ignored) {
        var tree = new FakeTree()
                .with("Dockerfile", "FROM x\nCOPY . .\n")
                .with(".dockerignore", patterns.replace(",", "\n"));
        var inputs = BuildInputs.of(service("Dockerfile", "."), tree);
        assertEquals(Optional.empty(), inputs.unknown());
        assertEquals(ignored, !inputs.includes(path.strip()));
    }

    @Test
    void prefersTheDockerfilesOwnIgnoreFile() {
        var tree = new FakeTree()
                .with("app/Dockerfile", "FROM x\nCOPY . .\n")
                .with("app/.dockerignore", "a\n")
                .with("app/Dockerfile.dockerignore", "\uFEFF**/b\n**/Dockerfile\n");
        var inputs = BuildInputs.of(service("app/Dockerfile", "app"), tree);
        assertTrue(inputs.includes("app/a"));
        assertFalse(inputs.includes("app/x/b"));
        assertFalse(inputs.includes("b"));
        assertTrue(inputs.includes("app/Dockerfile"));
        assertTrue(inputs.includes("app/Dockerfile.dockerignore"));
        assertFalse(inputs.includes("app/x/Dockerfile"));
        assertEquals(List.of("app"), inputs.reads());
    }

    @Test
    void listsTheFilesOfTheTreeThatTheBuildReads() {
        var tree = new FakeTree()
                .with("Dockerfile", "FROM x\nCOPY a (x)/*.ts /x/\n")
                .with(".dockerignore", "**/*.md\n")
                .with("a/b.ts", "a/b.md", "a.ts", "a-b/c", "(x)/y.ts", "(x)/z/y.ts", "b");
        assertEquals(
                new TreeSet<>(List.of("(x)/y.ts", ".dockerignore", "Dockerfile", "a/b.ts")),
                BuildInputs.of(service("Dockerfile", "."), tree).files(tree));
    }
}
