package io.ripresa.bench.side;

import java.io.IOException;

/** The service answered, but not as it should. */
final class CallFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    CallFailedException(int status) {
        super("HTTP " + status);
        this.status = status;
    }

    int status() {
        return status;
    }
}
