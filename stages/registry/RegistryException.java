package stages.registry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import stages.api.StageFailure;

/**
 * Says what a registry was asked, what came of it and what to do next. Holds no secret; what the registry said is cut in
 * length and free of control characters.
 */
public final class RegistryException extends RuntimeException {
    private final Reference at;
    private final String operation;
    private final Failure failure;

    /**
     * What went wrong.
     *
     * @param status HTTP status, 0 where there was no answer
     * @param codes the registry's error codes, as listed in the distribution specification
     * @param passing true where the same request may well succeed a little later
     * @param retryAfter how long the registry asks to wait
     */
    record Failure(
            int status,
            List<String> codes,
            String detail,
            String hint,
            boolean passing,
            Optional<Duration> retryAfter) {
        Failure {
            codes = List.copyOf(codes);
        }

        /** A failure that no repetition mends. */
        static Failure lasting(String detail, String hint) {
            return new Failure(0, List.of(), detail, hint, false, Optional.empty());
        }

        static Failure passing(String detail, String hint) {
            return new Failure(0, List.of(), detail, hint, true, Optional.empty());
        }
    }

    RegistryException(Reference at, String operation, Failure failure, @Nullable Throwable cause) {
        super(
                operation + " '" + at.inRegistry() + "' at registry '" + at.registry() + "' failed: "
                        + failure.detail(),
                cause);
        this.at = at;
        this.operation = operation;
        this.failure = failure;
    }

    RegistryException after(int attempts) {
        Failure f = failure;
        String detail = f.detail() + " (" + attempts + " attempts)";
        return attempts == 1
                ? this
                : new RegistryException(
                        at,
                        operation,
                        new Failure(f.status(), f.codes(), detail, f.hint(), f.passing(), f.retryAfter()),
                        this);
    }

    /** The same, as a stage says it. */
    public StageFailure toFailure() {
        StageFailure same = new StageFailure(getMessage(), hint());
        same.initCause(this);
        return same;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public String registry() {
        return at.registry();
    }

    public String repository() {
        return at.repository();
    }

    /** What was attempted, for example {@code get manifest}. */
    public String operation() {
        return operation;
    }

    /** The HTTP status, empty where the registry gave none. */
    public OptionalInt status() {
        return failure.status() == 0 ? OptionalInt.empty() : OptionalInt.of(failure.status());
    }

    /** The registry's error codes, for example {@code MANIFEST_UNKNOWN}. */
    public List<String> codes() {
        return failure.codes();
    }

    public String detail() {
        return failure.detail();
    }

    /** What to do next, empty where nothing is known to help. */
    public String hint() {
        return failure.hint();
    }

    Optional<Duration> retryAfter() {
        return failure.retryAfter();
    }

    boolean isPassing() {
        return failure.passing();
    }
}
