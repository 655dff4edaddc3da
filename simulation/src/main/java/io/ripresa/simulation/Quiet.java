package io.ripresa.simulation;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Thousands of simulated outages would fill the log. The logger is kept: otherwise its level is forgotten. */
final class Quiet {

    private static final Logger RIPRESA = Logger.getLogger("io.ripresa");

    private Quiet() {}

    static void down() {
        RIPRESA.setLevel(Level.OFF);
    }
}
