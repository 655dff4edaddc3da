package io.ripresa.postgres;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL did not do what was asked. The message says what is wrong, where, and how to mend it. */
public final class EmbeddedPostgresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedPostgresException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
