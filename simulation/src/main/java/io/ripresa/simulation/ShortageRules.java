package io.ripresa.simulation;

import io.ripresa.health.Shortages;
import io.ripresa.model.Attempt;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.spi.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What failed for want of memory waits until there is enough, and goes once. */
final class ShortageRules {

    /** After so long a live node has asked, and an answer that said otherwise is no longer good. */
    private static final Duration KNOWN = Duration.ofSeconds(20);

    private final Violations violations;
    private final World world;
    private final Books books;

    ShortageRules(Violations violations, World world, Books books) {
        this.violations = violations;
        this.world = world;
        this.books = books;
    }

    /** Before the books are brought up to date. */
    void reserved(List<Reservation.Item> items, Calm calm) {
        items.forEach(item -> reserved(item.attempt(), calm));
    }

    private void reserved(Attempt attempt, Calm calm) {
        Attempt.Passage passage = attempt.passage();
        WorkerMemory memory = lacked(attempt);
        if (memory == null || !passage.trial()) {
            return;
        }
        Gate gate = books.gates.get(GateKey.reachability(memory.dependency()));
        Instant since = calm.since();
        // One that came back well says more than readings do.
        boolean others = gate == null || gate.streak().successes() > 0;
        boolean known = since != null && !since.isAfter(passage.reservedAt().minus(KNOWN));
        violations.require(
                others || !known || !memory.isKnownToBeShort(passage.reservedAt(), KNOWN),
                Invariant.WAITS_FOR_MEMORY,
                () -> attempt.task() + " goes as a trial though there was too little of " + memory.dependency()
                        + " less than " + Shortages.STEADY.toSeconds() + " s ago; the gate's evidence is "
                        + (gate == null ? "" : gate.evidence()));
    }

    /** What the run before an attempt lacked, or null. */
    private @Nullable WorkerMemory lacked(Attempt attempt) {
        TaskTruth task = world.truth(attempt.task());
        SimulatedTaskSystem system = world.system(attempt.task().system());
        int causing = attempt.order().causingRun();
        if (task == null || system == null || causing < 1 || causing > task.latestRun()) {
            return null;
        }
        RunTruth run = task.runs().get(causing - 1);
        return run.lackedMemory() ? system.memory(run.worker) : null;
    }

    /**
     * An order for a re-run was accepted.
     *
     * @param times how many were, this one counted
     * @param granted how many of them a person granted
     */
    void ordered(TaskTruth task, int times, int granted) {
        RunTruth latest = task.latest();
        violations.require(
                latest == null || !latest.lackedMemory() || times <= 1 + granted,
                Invariant.ONE_AFTER_MEMORY,
                () -> task.descriptor().key() + " lacked memory in run " + task.latestRun()
                        + " and is ordered to run again, " + times + " times in all");
    }
}
