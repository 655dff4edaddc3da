package io.ripresa.model;

/**
 * How often attempts for one cause ended one way: what confidence is measured from.
 *
 * @param cause {@link Cause#id()}
 * @param fingerprint the error
 * @param outcome how they ended
 * @param count how often
 */
public record OutcomeCount(String cause, String fingerprint, Outcome outcome, long count) {}
