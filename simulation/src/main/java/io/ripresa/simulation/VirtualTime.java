package io.ripresa.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until it is moved, and what is due in it. Actions run in the order of their times, those of one
 * time in the order in which they were put in, so that a run repeats exactly. Not safe for use by many threads.
 */
public final class VirtualTime implements InstantSource {

    private final PriorityQueue<Due> queue = new PriorityQueue<>((a, b) -> {
        int order = a.at().compareTo(b.at());
        return order != 0 ? order : Long.compare(a.order(), b.order());
    });
    private Instant now;
    private long order;

    private record Due(Instant at, long order, Runnable action) {}

    public VirtualTime(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Puts in an action; one whose time is past runs at the present time. */
    public void at(Instant time, Runnable action) {
        queue.add(new Due(time.isBefore(now) ? now : time, order++, action));
    }

    public void after(Duration delay, Runnable action) {
        at(now.plus(delay), action);
    }

    /** The time of the next action, or null where nothing is due any more. */
    public @Nullable Instant next() {
        Due head = queue.peek();
        return head == null ? null : head.at();
    }

    /** Jumps to the next action and runs it. False where there is none. */
    public boolean advanceToNext() {
        Due head = queue.poll();
        if (head == null) {
            return false;
        }
        now = head.at();
        head.action().run();
        return true;
    }

    /** Runs everything due up to a time, in order, what it puts in included, and stands there then. */
    public void advanceTo(Instant time) {
        while (true) {
            Due head = queue.peek();
            if (head == null || head.at().isAfter(time)) {
                break;
            }
            advanceToNext();
        }
        if (time.isAfter(now)) {
            now = time;
        }
    }

    public void advance(Duration duration) {
        advanceTo(now.plus(duration));
    }
}
