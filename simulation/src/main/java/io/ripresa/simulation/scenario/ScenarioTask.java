package io.ripresa.simulation.scenario;

import io.ripresa.model.SideEffects;
import org.jspecify.annotations.Nullable;

/** What is true of one task. Belongs to the world; who recovers knows its number alone. */
final class ScenarioTask {

    /** Where it stands in its task system. */
    enum State {
        EXPECTED,
        SCHEDULED,
        HELD,
        RUNNING,
        FAILED,
        SUCCEEDED
    }

    final int number;
    final int dependency;
    final @Nullable Trouble hidden;
    final SideEffects sideEffects;
    final long arrival;
    final long work;
    final boolean counted;

    State state = State.EXPECTED;
    int runs;
    long firstStartedAt = -1;
    long runStartedAt = -1;
    long failedAt = -1;
    long recoveredAt = -1;
    boolean struckByOutage;
    boolean wasHeld;
    boolean effectPossible;
    boolean givenUp;
    boolean closed;
    boolean ownFailureExcused;
    /** The first run may have taken effect and a second one would not be safe: only a person can bring it back. */
    boolean lostToSafety;
    /** Whether the present run was released after the breaker had closed; null where nobody can say. */
    @Nullable Boolean released;

    /**
     * @param number from 0
     * @param dependency index of what it calls
     * @param hidden what makes it fail besides its dependency, or null
     * @param sideEffects what its type declares
     * @param arrival when it is first started, in microseconds from the start
     * @param work time that a run takes besides its call, in microseconds
     * @param counted whether it is part of the figures; those of a rehearsal are not
     */
    ScenarioTask(
            int number,
            int dependency,
            @Nullable Trouble hidden,
            SideEffects sideEffects,
            long arrival,
            long work,
            boolean counted) {
        this.number = number;
        this.dependency = dependency;
        this.hidden = hidden;
        this.sideEffects = sideEffects;
        this.arrival = arrival;
        this.work = work;
        this.counted = counted;
    }

    /** Whether no run can succeed unless somebody changes something. */
    boolean isHopeless() {
        return hidden != null;
    }

    /** Whether its input is refused once its dependency works. */
    boolean isPoison() {
        return hidden == Trouble.REJECTED_INPUT;
    }

    /** Whether it fails before it calls anything. */
    boolean failsBeforeCall() {
        return hidden == Trouble.BUG || hidden == Trouble.UNSAID;
    }

    /** Whether it failed, or was held, because of its dependency, and can be brought back. */
    boolean isRecoverable() {
        return counted && !isHopeless() && (struckByOutage || wasHeld || state == State.HELD) && !lostToSafety;
    }

    int attempts() {
        return Math.max(0, runs - 1);
    }
}
