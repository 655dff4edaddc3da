package io.ripresa.model;

/** A state change that the transition table does not have: a defect of the caller, never retried. */
public final class IllegalTransitionException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public IllegalTransitionException(String message) {
        super(message);
    }
}
