package io.ripresa.worker;

/** A call would go where the allow-list does not let it. The message names the target and the fix. */
public class TargetNotAllowedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public TargetNotAllowedException(String message) {
        super(message);
    }
}
