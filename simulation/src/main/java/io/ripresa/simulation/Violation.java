package io.ripresa.simulation;

import java.time.Instant;

/**
 * A broken rule.
 *
 * @param invariant the rule
 * @param at when, in virtual time
 * @param detail what was seen
 */
public record Violation(Invariant invariant, Instant at, String detail) {
    @Override
    public String toString() {
        return invariant + " at " + at + ": " + detail + " (" + invariant.sentence() + ")";
    }
}
