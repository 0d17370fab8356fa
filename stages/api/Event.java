package stages.api;

import java.util.Optional;

/**
 * What started a run, as the CI system tells it. Names and revisions are untrusted input.
 *
 * @param name as GitHub names it: {@code push}, {@code pull_request}, {@code merge_group}, {@code workflow_dispatch},
 *     {@code schedule}; empty where there is none
 * @param ref the full ref, {@code refs/heads/main}, {@code refs/tags/v1}, {@code refs/pull/7/merge}
 * @param base revision to compare with, where the event holds one: base of a pull request or merge group, {@code before} of a push
 * @param number of the pull request
 * @param fork whether it comes from another repository
 */
public record Event(
        String name,
        String ref,
        Optional<String> base,
        Optional<Integer> number,
        Optional<String> defaultBranch,
        boolean fork) {
    public static Event none() {
        return new Event("", "", Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    public Event withDefaultBranch(String branch) {
        return new Event(name, ref, base, number, Optional.of(branch), fork);
    }

    public boolean present() {
        return !name.isEmpty();
    }

    /** Whether somebody without write access may have written what runs. */
    public boolean untrusted() {
        return name.startsWith("pull_request");
    }
}
