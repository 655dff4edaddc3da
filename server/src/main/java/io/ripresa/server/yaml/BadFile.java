package io.ripresa.server.yaml;

/** A file that an option or a setting names cannot be used: the message names file, line, key, value and fix. */
public final class BadFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadFile(String message) {
        super(message);
    }
}
