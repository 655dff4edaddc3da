package io.ripresa.simulation;

import java.time.Duration;

/**
 * A time in which something cannot be reached: every call fails before it is made.
 *
 * @param what {@link #STORE}, or the name of a task system
 * @param node the node that cannot reach it, from 1; {@link #EVERYBODY} for all of them
 */
public record Absence(String what, int node, Duration from, Duration to) {

    /** The store. No task system is named so. */
    public static final String STORE = "store";

    public static final int EVERYBODY = 0;

    /** The fault in words. */
    public String sentence() {
        return what + " is away for " + (node == EVERYBODY ? "everybody" : "node-" + node) + " from "
                + from.toMillis() / 1000.0 + " s to " + to.toMillis() / 1000.0 + " s";
    }
}
