package io.ripresa.server.simulate;

/** A scenario cannot be read: the message names file, line, key, value and fix. */
final class BadScenario extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadScenario(String message) {
        super(message);
    }
}
