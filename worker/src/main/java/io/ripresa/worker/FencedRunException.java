package io.ripresa.worker;

/** The run no longer counts: its handler must do nothing more outside. */
public class FencedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FencedRunException(String message) {
        super(message);
    }
}
