package io.ripresa.server.classify;

/** A line of input is no failure: the message says why and what to do, without the line's number. */
final class MalformedLine extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedLine(String message) {
        super(message);
    }
}
