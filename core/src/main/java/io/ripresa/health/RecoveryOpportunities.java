package io.ripresa.health;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How many failed or held tasks could come back now, and why the others could not.
 *
 * @param now tasks that go as fast as their dependencies take them
 * @param others the rest, by reason, alphabetically
 */
public record RecoveryOpportunities(long now, List<Reason> others) {

    public RecoveryOpportunities {
        others = List.copyOf(others);
    }

    /**
     * Tasks that stand still for one reason.
     *
     * @param why what they wait for, as the rest of a sentence that begins with how many
     * @param tasks how many, at least 1
     */
    public record Reason(String why, long tasks) {}

    /** Failed or held tasks in all. */
    public long total() {
        return now + others.stream().mapToLong(Reason::tasks).sum();
    }

    /** For people. */
    public String sentence() {
        if (total() == 0) {
            return "No task has failed or is held.";
        }
        String rest = others.stream()
                .map(reason -> reason.tasks() + " " + reason.why())
                .collect(Collectors.joining(", "));
        return now + " of " + total() + " can come back now" + (rest.isEmpty() ? "." : "; " + rest + ".");
    }
}
