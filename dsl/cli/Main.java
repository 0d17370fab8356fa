package dsl.cli;

public final class Main {
    private Main() {}

    public static int run(String[] a) {
        return 0;
    }
}
