package io.ripresa.server;

import org.jspecify.annotations.Nullable;

/** The server cannot start, for a reason that the caller can mend: the message names what, the value and the fix. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
