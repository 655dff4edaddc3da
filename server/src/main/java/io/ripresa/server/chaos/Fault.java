package io.ripresa.server.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * Something that goes wrong.
 *
 * @param kind what
 * @param node which node, by its number in {@link FaultPlan#NODES}; -1 where it is none
 * @param at when, from the beginning
 * @param length for how long; for a kill until the node is started again
 */
record Fault(Kind kind, int node, Duration at, Duration length) {

    static final int NO_NODE = -1;

    /** What can go wrong. */
    enum Kind {
        /** {@code kill -9}. */
        KILL("kill -9"),
        /** SIGSTOP, for longer than any lease and any order is good; then SIGCONT. */
        STOP("SIGSTOP"),
        /** The database is restarted: connections are cut. */
        RESTART("database restarts (fast)"),
        /** The database is restarted as if it had crashed. */
        CRASH("database restarts (immediate)"),
        /** The database is gone for a while. */
        GONE("database is gone"),
        /** The depot hangs, refuses, answers 503 and 429. */
        OUTAGE("depot's outage"),
        /** Somebody turns the kill switch on, and off again. */
        SWITCH("kill switch is on");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean isOfDatabase() {
            return this == RESTART || this == CRASH || this == GONE;
        }
    }

    Duration until() {
        return at.plus(length);
    }

    /** For people. */
    String text() {
        String who = node == NO_NODE ? "" : " " + FaultPlan.NODES.get(node);
        return String.format(Locale.ROOT, "%s%s at %.1f s for %.1f s", kind.words(), who, seconds(at), seconds(length));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
