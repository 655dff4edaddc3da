package io.ripresa.worker;

/** A task refers to a secret that is not set. The message names it, never a value. */
public class SecretMissingException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public SecretMissingException(String message) {
        super(message);
    }
}
