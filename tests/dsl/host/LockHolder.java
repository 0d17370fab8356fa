package dsl.host;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that takes a lock in a folder and keeps it until it is killed. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (var held = new MachineLocks(Path.of(arguments[0])).take(arguments[1], () -> {})) {
            System.out.println("holds " + held);
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }
}
