package stages.github;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import stages.api.StageFailure;

/** A call that GitHub did not answer as hoped. */
final class GitHubException extends IOException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String hint;
    private final boolean passing;
    private final transient Optional<Duration> wait;

    /**
     * @param status of HTTP, 0 where there was no answer
     * @param passing whether it may go better soon
     * @param wait what GitHub asks for, where it limits requests: then nothing was done
     */
    GitHubException(int status, String message, String hint, boolean passing, Optional<Duration> wait) {
        super(message);
        this.status = status;
        this.hint = hint;
        this.passing = passing;
        this.wait = wait;
    }

    static GitHubException lasting(String message, String hint) {
        return new GitHubException(0, message, hint, false, Optional.empty());
    }

    GitHubException after(int tries) {
        return tries == 1
                ? this
                : new GitHubException(status, getMessage() + " (tried " + tries + " times)", hint, passing, wait);
    }

    int status() {
        return status;
    }

    boolean passing() {
        return passing;
    }

    Optional<Duration> limited() {
        return wait;
    }

    StageFailure toFailure() {
        return new StageFailure(String.valueOf(getMessage()), hint);
    }
}
