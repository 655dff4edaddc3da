package io.ripresa.web;

/** Bounds on what is asked for. */
final class Limits {

    private Limits() {}

    static int check(String field, int value, int max) {
        if (value < 1 || value > max) {
            throw ProblemException.badField(
                    field,
                    Integer.toString(value),
                    "Parameter \"" + field + "\" is " + value + ", outside 1 to " + max + ".",
                    "Give a number from 1 to " + max + ".");
        }
        return value;
    }
}
