package io.ripresa.spi;

import org.jspecify.annotations.Nullable;

/** The store could not be asked, or did not answer: nothing is known of the call's effect. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
