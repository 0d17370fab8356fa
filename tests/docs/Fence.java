package docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A fenced block of a document.
 *
 * @param language the first word behind the fence
 * @param file the second, where there is one
 */
record Fence(String language, String file, String text) {
    private static final Pattern BLOCK =
            Pattern.compile("^```(\\S+)[ ]?(\\S*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    static List<Fence> of(Path document) throws IOException {
        var fences = new ArrayList<Fence>();
        var block = BLOCK.matcher(Files.readString(document));
        while (block.find()) fences.add(new Fence(block.group(1), block.group(2), block.group(3)));
        return fences;
    }
}
