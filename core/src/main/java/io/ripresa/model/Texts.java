package io.ripresa.model;

/** Checks on the texts that identify things; every message names the field, the value and what is allowed. */
final class Texts {

    private Texts() {}

    static void requireName(String field, String value, int maxLength) {
        requireText(field, value, maxLength);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean allowed = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '.'
                    || c == '_'
                    || c == '-';
            if (!allowed) {
                throw new IllegalArgumentException(
                        field + " \"" + value + "\" has a character outside [A-Za-z0-9._-] at position " + i);
            }
        }
    }

    static void requireText(String field, String value, int maxLength) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(field + " is empty; give it 1 to " + maxLength + " characters");
        }
        if (value.length() > maxLength) {
            throw new IllegalArgumentException(field + " has " + value.length() + " characters (\""
                    + value.substring(0, 32) + "…\"); at most " + maxLength + " are allowed");
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw new IllegalArgumentException(field + " has a control character at position " + i);
            }
        }
    }
}
