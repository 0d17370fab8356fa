package dsl.model;

/**
 * A place in a script.
 *
 * @param file as the user would name it, relative to where they stand
 * @param line first line is 1, 0 where it is not known
 * @param column first column is 1, 0 where it is not known
 */
public record Location(String file, int line, int column) implements Comparable<Location> {
    public static Location of(String file) {
        return new Location(file, 0, 0);
    }

    @Override
    public int compareTo(Location o) {
        var byFile = file.compareTo(o.file);
        if (byFile != 0) return byFile;
        return line != o.line ? Integer.compare(line, o.line) : Integer.compare(column, o.column);
    }

    @Override
    public String toString() {
        return line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
