package dsl.syntax;

import java.io.*;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The classes of one compiled script, by name, in a file: how many, then name, length and bytes of each, then how many. */
record KeptClasses(Path file) {
    /** Makes the script among the classes. */
    static <T> T instance(Map<String, byte[]> classes, Class<T> base) {
        var loader = new Loader(classes, Objects.requireNonNull(base.getClassLoader()));
        try {
            for (var name : classes.keySet()) {
                var type = loader.loadClass(name);
                if (base.isAssignableFrom(type))
                    return base.cast(type.getDeclaredConstructor().newInstance());
            }
            throw new IllegalStateException("no script among " + classes.keySet());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes, ClassLoader parent) {
            super(parent);
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            var bytes = classes.get(name);
            if (bytes == null) throw new ClassNotFoundException(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    /** An entry that cannot be read is as good as none: it is written anew. */
    Optional<Map<String, byte[]>> read() {
        if (!Files.exists(file)) return Optional.empty();
        try (var in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            var classes = new LinkedHashMap<String, byte[]>();
            for (int left = in.readInt(); left > 0; left--) classes.put(in.readUTF(), in.readNBytes(in.readInt()));
            return in.readInt() == classes.size() ? Optional.of(classes) : discard();
        } catch (IOException | IllegalArgumentException e) {
            return discard();
        }
    }

    private Optional<Map<String, byte[]>> discard() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Best effort: without it the next start compiles again. */
    void write(Map<String, byte[]> classes) {
        try {
            var folder = Files.createDirectories(Objects.requireNonNull(file.getParent()));
            var part = Files.createTempFile(folder, "part", ".tmp");
            Files.write(part, bytes(classes));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            return;
        }
    }

    private static byte[] bytes(Map<String, byte[]> classes) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(classes.size());
        for (var c : classes.entrySet()) {
            out.writeUTF(c.getKey());
            out.writeInt(c.getValue().length);
            out.write(c.getValue());
        }
        out.writeInt(classes.size());
        return bytes.toByteArray();
    }
}
