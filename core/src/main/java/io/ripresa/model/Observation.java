package io.ripresa.model;

import java.time.Instant;

/**
 * What was seen of a dependency without spending an attempt.
 *
 * @param kind where it comes from
 * @param works whether the dependency worked
 * @param since since when it has been so, store's clock
 * @param validUntil until when it says something about the present
 * @param detail a sentence for people
 */
public record Observation(Kind kind, boolean works, Instant since, Instant validUntil, String detail) {

    /** Where observations come from. */
    public enum Kind {
        /** The dependency was asked. */
        PROBE,
        /** Other calls to the same dependency, that nobody made to find out. */
        TRAFFIC,
        /** A run that nobody ordered got through. */
        SIBLING,
        /** Somebody reported a change that matches: a deploy, a credential, a limit, a configuration. */
        CHANGE,
        /** A person said so. */
        OPERATOR
    }

    /** Whether it still says something. */
    public boolean isFresh(Instant now) {
        return now.isBefore(validUntil);
    }
}
