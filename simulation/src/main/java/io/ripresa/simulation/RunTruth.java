package io.ripresa.simulation;

import io.ripresa.model.FailureReport;
import io.ripresa.model.RunKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is true of one run, whatever was reported. Changed by the task system alone. */
public final class RunTruth {

    final RunKey key;
    final @Nullable String attemptId;
    final Instant startedAt;
    final int worker;

    @Nullable Instant endedAt;

    boolean succeeded;
    boolean fenced;
    boolean dead;
    boolean hangs;
    boolean hopeless;
    boolean acted;
    boolean lackedMemory;
    int stages;

    @Nullable FailureReport failure;

    @Nullable Instant notBefore;

    RunTruth(RunKey key, @Nullable String attemptId, Instant startedAt, int worker) {
        this.key = key;
        this.attemptId = attemptId;
        this.startedAt = startedAt;
        this.worker = worker;
    }

    public RunKey key() {
        return key;
    }

    /** The attempt that ordered it; null where the system or a person began it. */
    public @Nullable String attemptId() {
        return attemptId;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Whether it is still at work and its end would count. */
    public boolean isLive() {
        return endedAt == null && !fenced && !dead;
    }

    /** Whether its end counts and was a success. */
    public boolean isSuccess() {
        return endedAt != null && succeeded && !fenced;
    }

    /** Whether it ended with an error that no further run can cure by itself. */
    public boolean isHopeless() {
        return hopeless;
    }

    /** Whether it was given up, but is still at work. */
    public boolean mayStillAct() {
        return fenced && endedAt == null && !dead;
    }

    boolean hung() {
        return hangs;
    }

    /** Whether it did something outside. */
    public boolean acted() {
        return acted;
    }

    /** Whether it ended, and was told to have, because its worker had too little memory. */
    public boolean lackedMemory() {
        return lackedMemory;
    }

    /** The error that it ended with, or null. */
    public @Nullable FailureReport failure() {
        return failure;
    }

    /** When the error that it ended with told it to come back, or null. */
    public @Nullable Instant notBefore() {
        return notBefore;
    }
}
