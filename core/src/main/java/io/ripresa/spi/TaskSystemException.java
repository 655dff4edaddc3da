package io.ripresa.spi;

import org.jspecify.annotations.Nullable;

/** A task system could not be asked, or did not answer: nothing is known of the call's effect. */
public class TaskSystemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TaskSystemException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
