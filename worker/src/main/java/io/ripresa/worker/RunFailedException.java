package io.ripresa.worker;

import io.ripresa.model.FailureReport;
import org.jspecify.annotations.Nullable;

/** Thrown by a handler to fail a run with structured evidence instead of what an exception alone says. */
public class RunFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient FailureReport failure;

    public RunFailedException(FailureReport failure, @Nullable Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    /** What the run is reported to have failed with. */
    public FailureReport failure() {
        return failure;
    }
}
