package io.ripresa.simulation;

import io.ripresa.model.Disposition;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a run of the simulation came to.
 *
 * @param seed from which it was made
 * @param journal computes {@link #journalHash()}: nine runs in ten never ask for it
 * @param dispositions tasks by disposition, in the order of the enum
 * @param effort what it took
 * @param violations broken rules; empty when all is well
 * @param virtualDuration how long it was in virtual time
 */
public record SimulationReport(
        long seed,
        Supplier<String> journal,
        Map<Disposition, Integer> dispositions,
        Effort effort,
        List<Violation> violations,
        Duration virtualDuration) {

    /**
     * What it took.
     *
     * @param attempts attempts issued
     * @param wasted of them, those that failed
     * @param ticks calls of a node
     * @param crashes nodes that died
     * @param pauses nodes that stopped in the middle of a step
     * @param failedCalls calls to store and task system that failed
     * @param peakLoadRatio the busiest second of any dependency after its last outage, by its capacity
     */
    public record Effort(
            int attempts, int wasted, int ticks, int crashes, int pauses, int failedCalls, double peakLoadRatio) {}

    public SimulationReport {
        dispositions = Collections.unmodifiableMap(new TreeMap<>(dispositions));
        violations = List.copyOf(violations);
    }

    /** SHA-256 of the journal's text, hexadecimal: the same seed has the same. */
    public String journalHash() {
        return journal.get();
    }

    public int count(Disposition disposition) {
        return dispositions.getOrDefault(disposition, 0);
    }

    /** Whether no rule was broken. */
    public boolean isClean() {
        return violations.isEmpty();
    }

    /** The report for people, the seed first. */
    public String describe() {
        StringBuilder text = new StringBuilder("seed " + seed + ": " + dispositions + ", " + effort + ", journal "
                + journalHash().substring(0, 12) + ", " + virtualDuration);
        for (Violation violation : violations) {
            text.append(System.lineSeparator()).append("  ").append(violation);
        }
        return text.toString();
    }
}
