package io.ripresa.worker;

import io.ripresa.spi.TaskSystemException;
import org.jspecify.annotations.Nullable;

/** The database does not answer. That it does not is logged once, by {@link Outage}: who catches this keeps quiet. */
final class DatabaseAwayException extends TaskSystemException {
    private static final long serialVersionUID = 1L;

    DatabaseAwayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
