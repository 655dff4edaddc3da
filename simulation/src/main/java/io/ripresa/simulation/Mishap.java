package io.ripresa.simulation;

import java.time.Duration;

/**
 * Something that befalls single calls of one node. Named by what is called and from when, not by a count from the
 * start, so that it still means something in a smaller scenario.
 *
 * @param node the node, from 1
 * @param call which calls count
 * @param from calls before this do not count
 * @param every it strikes at each so many of them: 1 for each, 17 for the 17th, the 34th and so on
 * @param times how often it strikes at most
 * @param effect what happens
 * @param length how long a pause or a death lasts; zero for the others
 */
public record Mishap(int node, Call call, Duration from, int every, int times, Effect effect, Duration length) {

    /** What befalls a call. */
    public enum Effect {
        /** The call is not made, and fails. */
        FAIL_BEFORE,
        /** The call is made, and its answer is lost. */
        FAIL_AFTER,
        /** The node dies instead of making the call; another process is started in its place later. */
        DIE_BEFORE,
        /** The node dies with the answer in hand. */
        DIE_AFTER,
        /** The node stops before the call while the world goes on, then makes it with what it knew. */
        PAUSE_BEFORE,
        /** The node stops with the answer in hand while the world goes on. */
        PAUSE_AFTER,
        /** Another node does a whole step first. */
        OVERTAKEN
    }

    public Mishap {
        if (node < 1 || every < 1 || times < 1) {
            throw new IllegalArgumentException("node " + node + ", every " + every + " and times " + times
                    + " count from 1; give positive numbers");
        }
    }

    Mishap withEvery(int value) {
        return new Mishap(node, call, from, value, times, effect, length);
    }

    Mishap withTimes(int value) {
        return new Mishap(node, call, from, every, value, effect, length);
    }

    Mishap withLength(Duration value) {
        return new Mishap(node, call, from, every, times, effect, value);
    }

    /** The fault in words. */
    public String sentence() {
        String which = every == 1 ? times == 1 ? "the first" : "each of the first " + times : "every " + every + ".";
        String what = switch (effect) {
            case FAIL_BEFORE -> "fails before it is made";
            case FAIL_AFTER -> "is made and its answer lost";
            case DIE_BEFORE -> "is not made, since the node dies for " + seconds();
            case DIE_AFTER -> "is made, and then the node dies for " + seconds();
            case PAUSE_BEFORE -> "is made after a pause of " + seconds();
            case PAUSE_AFTER -> "is made, and then the node pauses " + seconds();
            case OVERTAKEN -> "is made after a whole step of another node";
        };
        return "node-" + node + ", after " + from.toMillis() / 1000.0 + " s: " + which + " " + call + " " + what
                + (every > 1 ? ", " + times + " times at most" : "");
    }

    private String seconds() {
        return length.toMillis() / 1000.0 + " s";
    }
}
