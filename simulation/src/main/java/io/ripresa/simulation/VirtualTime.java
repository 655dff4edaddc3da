package io.ripresa.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until it is moved, and what is due in it. Actions run in the order of their times, those of one
 * time in the order in which they were put in, so that a run repeats exactly. Not safe for use by many threads.
 */
public final class VirtualTime implements InstantSource {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final int FIRST_SIZE = 64;
    private static final Runnable NOTHING = () -> {};

    private final Instant start;
    // A binary heap in arrays: runs of millions of actions spend most of their time here.
    private long[] dueAt = new long[FIRST_SIZE];
    private long[] orders = new long[FIRST_SIZE];
    private Runnable[] actions = new Runnable[FIRST_SIZE];
    private int size;
    private long now;
    private long order;
    private @Nullable Instant instant;

    public VirtualTime(Instant start) {
        this.start = start;
    }

    @Override
    public Instant instant() {
        Instant present = instant;
        if (present == null) {
            present = start.plusNanos(now);
            instant = present;
        }
        return present;
    }

    /** Microseconds since the start. */
    public long micros() {
        return now / NANOS_PER_MICRO;
    }

    /** The instant so many microseconds after the start. */
    public Instant instantAt(long micros) {
        return start.plusNanos(Math.multiplyExact(micros, NANOS_PER_MICRO));
    }

    /** Puts in an action; one whose time is past runs at the present time. */
    public void at(Instant time, Runnable action) {
        put(time.isBefore(instant()) ? now : Duration.between(start, time).toNanos(), action);
    }

    /** The same for a time in microseconds since the start. */
    public void atMicros(long micros, Runnable action) {
        put(Math.multiplyExact(micros, NANOS_PER_MICRO), action);
    }

    public void after(Duration delay, Runnable action) {
        put(now + delay.toNanos(), action);
    }

    /** The time of the next action, or null where nothing is due any more. */
    public @Nullable Instant next() {
        return size == 0 ? null : start.plusNanos(dueAt[0]);
    }

    /** Jumps to the next action and runs it. False where there is none. */
    public boolean advanceToNext() {
        if (size == 0) {
            return false;
        }
        long at = dueAt[0];
        Runnable action = actions[0];
        removeFirst();
        moveTo(at);
        action.run();
        return true;
    }

    /** Runs everything due up to a time, in order, what it puts in included, and stands there then. */
    public void advanceTo(Instant time) {
        long to = Duration.between(start, time).toNanos();
        while (size > 0 && dueAt[0] <= to) {
            advanceToNext();
        }
        if (to > now) {
            moveTo(to);
        }
    }

    public void advance(Duration duration) {
        advanceTo(instant().plus(duration));
    }

    private void moveTo(long nanos) {
        if (nanos != now) {
            now = nanos;
            instant = null;
        }
    }

    private void put(long nanos, Runnable action) {
        if (size == dueAt.length) {
            dueAt = Arrays.copyOf(dueAt, size * 2);
            orders = Arrays.copyOf(orders, size * 2);
            actions = Arrays.copyOf(actions, size * 2);
        }
        long at = Math.max(now, nanos);
        long mine = order++;
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (dueAt[parent] <= at) {
                // Who was put in later never goes first, so equal times stay where they are.
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        set(hole, at, mine, action);
    }

    private void removeFirst() {
        int last = --size;
        long at = dueAt[last];
        long mine = orders[last];
        Runnable action = actions[last];
        int hole = 0;
        while (true) {
            int child = 2 * hole + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && isBefore(dueAt[child + 1], orders[child + 1], dueAt[child], orders[child])) {
                child++;
            }
            if (!isBefore(dueAt[child], orders[child], at, mine)) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        set(hole, at, mine, action);
        actions[last] = NOTHING;
    }

    private static boolean isBefore(long at, long mine, long otherAt, long other) {
        return at < otherAt || at == otherAt && mine < other;
    }

    private void move(int from, int to) {
        set(to, dueAt[from], orders[from], actions[from]);
    }

    private void set(int place, long at, long mine, Runnable action) {
        dueAt[place] = at;
        orders[place] = mine;
        actions[place] = action;
    }
}
