package io.ripresa.worker;

/** A guard did not let a task be submitted: names the guard, its limit, the value and the fix. None was taken. */
public final class SubmissionRefusedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    SubmissionRefusedException(String message) {
        super(message);
    }
}
