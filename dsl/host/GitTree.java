package dsl.host;

import dsl.word.Mismatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.*;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import stages.api.Command;
import stages.api.Commands;
import stages.api.SourceTree;

/**
 * The files of a git work tree, each with the object id of its content: git's own where the file is as committed or
 * staged, computed the same way where it is not. So nothing that git has read already is read again.
 */
public final class GitTree implements SourceTree {
    private final Path root;
    private final Map<String, String> staged = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private final TreeSet<String> files = new TreeSet<>();
    private final TreeSet<String> ignored = new TreeSet<>();
    private final Map<String, String> hashed = new HashMap<>();

    /**
     * @throws Mismatch where the folder is in no git work tree
     */
    public GitTree(Path root, Commands commands) throws IOException, InterruptedException {
        this.root = root;
        var lists = lists(root, commands);
        for (var line : lists.get(0)) staged(line);
        var removed = new HashSet<String>();
        for (var line : lists.get(1)) {
            var path = line.substring(2);
            if (line.charAt(0) == '?' || line.charAt(0) == 'C') changed.add(path);
            if (line.charAt(0) == 'R') removed.add(path);
        }
        staged.keySet().removeAll(removed);
        changed.removeAll(removed);
        files.addAll(staged.keySet());
        files.addAll(changed);
        files.removeIf(f -> !staged.containsKey(f) && f.endsWith("/"));
        ignored.addAll(Arrays.asList(lists.get(2)));
    }

    /** What is staged, what differs from it, what is ignored: git reads the folders for each, so they are made side by side. */
    private static List<String[]> lists(Path root, Commands commands) throws IOException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = Stream.of(
                            List.of("-s"),
                            List.of("-t", "-m", "-o", "-d", "--exclude-standard"),
                            List.of("-o", "-i", "--exclude-standard", "--directory"))
                    .map(o -> threads.submit(() -> list(root, commands, o)))
                    .toList();
            var lists = new ArrayList<String[]>();
            for (var one : asked) lists.add(one.get());
            return lists;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            if (e.getCause() instanceof IOException cause) throw cause;
            throw new IOException(e.getCause());
        }
    }

    private static String[] list(Path root, Commands commands, List<String> options)
            throws IOException, InterruptedException {
        var exit = commands.read(
                Command.of("git", "ls-files", "-z").and(options).in(root).with("GIT_OPTIONAL_LOCKS", "0"));
        if (exit.code() != 0)
            throw new Mismatch(
                    "'" + root + "' is in no git repository", "run 'git init' there, or name the repository with -C");
        return exit.out().isEmpty() ? new String[0] : exit.out().split("\0");
    }

    /** {@code mode SP object SP stage TAB path}; a submodule (mode 160000) counts as a file that holds its commit. */
    private void staged(String line) {
        var tab = line.indexOf('\t');
        var words = line.substring(0, tab).split(" ", -1);
        staged.put(line.substring(tab + 1), words[1] + (words[0].equals("100644") ? "" : " " + words[0]));
    }

    @Override
    public SortedSet<String> files() {
        return Collections.unmodifiableSortedSet(files);
    }

    @Override
    public SortedSet<String> ignored() {
        return Collections.unmodifiableSortedSet(ignored);
    }

    @Override
    public Optional<String> read(String path) {
        var file = root.resolve(path).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file)) return Optional.empty();
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Identifies a file's content and mode. */
    public synchronized String id(String path) {
        if (!changed.contains(path)) return staged.getOrDefault(path, "absent");
        return hashed.computeIfAbsent(path, this::hash);
    }

    private String hash(String path) {
        var file = root.resolve(path);
        try {
            if (Files.isSymbolicLink(file))
                return blob(Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8)) + " 120000";
            return blob(Files.readAllBytes(file)) + (Files.isExecutable(file) ? " 100755" : "");
        } catch (NoSuchFileException e) {
            return "absent";
        } catch (IOException e) {
            throw new Mismatch("file '" + path + "' cannot be read: " + e.getMessage(), "");
        }
    }

    /** Git's object id of a blob (gitformat: {@code "blob " size NUL content}), with the repository's hash. */
    private String blob(byte[] content) {
        var sha256 = staged.values().stream()
                .findFirst()
                .filter(id -> id.length() >= 64)
                .isPresent();
        try {
            var hash = MessageDigest.getInstance(sha256 ? "SHA-256" : "SHA-1");
            hash.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
