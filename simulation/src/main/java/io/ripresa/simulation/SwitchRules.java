package io.ripresa.simulation;

import io.ripresa.model.Control;
import io.ripresa.spi.TaskSystem.RerunOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * What the kill switch ends besides what nodes do: orders that were accepted and wait. Of an order that a node gives
 * after it, because it was stopped on the way, {@link WorldRules} judges the time.
 */
final class SwitchRules {

    /** So long after the switch an order that was accepted before may still begin a run. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final Violations violations;
    private final VirtualTime time;
    /** Attempts whose orders were accepted and have begun no run. */
    private final Set<String> waiting = new HashSet<>();

    private final Set<String> ended = new HashSet<>();
    private Instant stoppedAt = Instant.MIN;

    SwitchRules(Violations violations, VirtualTime time) {
        this.violations = violations;
        this.time = time;
    }

    void switched(Control control) {
        if (control.stopped()) {
            stoppedAt = control.since();
            ended.addAll(waiting);
            waiting.clear();
        }
    }

    /** A task system that lets orders lapse accepted one, or did so again. */
    void accepted(RerunOrder order) {
        ended.remove(order.attemptId());
        waiting.add(order.attemptId());
    }

    /** A run began by an order. A first start may begin by itself once nothing holds it. */
    void began(RunTruth run, String attemptId) {
        waiting.remove(attemptId);
        Instant now = time.instant();
        violations.require(
                run.key().number() == 1 || !ended.contains(attemptId) || !now.isAfter(stoppedAt.plus(AT_ONCE)),
                Invariant.SWITCH_ENDS_ORDERS,
                () -> run.key() + " began by attempt " + attemptId + ", ordered before the kill switch was turned on, "
                        + Duration.between(stoppedAt, now) + " after that");
    }
}
