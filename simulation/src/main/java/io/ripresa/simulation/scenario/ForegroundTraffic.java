package io.ripresa.simulation.scenario;

import io.ripresa.simulation.scenario.Timeline.Segment;
import java.util.Arrays;

/**
 * The other traffic of a dependency: evenly spaced, never repeated, needs no recovery. It passes two queues at once: the
 * real one, which it shares with the tasks, and one that it has for itself. What it gets only there was lost to
 * recovery.
 */
final class ForegroundTraffic {

    private final Timeline timeline;
    private final WorkQueue shared;
    private final WorkQueue alone;
    private final long latency;
    private final long timeout;
    private final long seed;
    private Segment segment;
    private double next;
    private long number;
    private long due;
    private long lost;
    private final long countFrom;
    private int[] succeeded = new int[64];
    private int[] failed = new int[64];

    /**
     * @param alone a queue like the shared one
     * @param seed of its chance
     * @param countFrom when counting begins
     */
    ForegroundTraffic(
            Timeline timeline,
            WorkQueue shared,
            WorkQueue alone,
            DependencyProfile.Serving serving,
            long seed,
            long countFrom) {
        this.timeline = timeline;
        this.shared = shared;
        this.alone = alone;
        this.latency = Timeline.micros(serving.latency());
        this.timeout = Timeline.micros(serving.timeout());
        this.seed = seed;
        this.countFrom = countFrom;
        this.segment = timeline.segments().get(0);
        this.next = halfStep(0);
    }

    /** In the middle of the first step, so that whoever acts on the second does not meet it there. */
    private double halfStep(long from) {
        return segment.foreground() > 0 ? from + Timeline.MICROS / segment.foreground() / 2 : Double.MAX_VALUE;
    }

    /** Lets pass what comes up to a time, that time included. */
    void advanceTo(long time) {
        while (true) {
            while (next >= segment.to() && segment.to() != Long.MAX_VALUE) {
                segment = timeline.segments().get(segment.index() + 1);
                next = halfStep(segment.from());
            }
            if (next > time) {
                return;
            }
            pass((long) next);
            next += Timeline.MICROS / segment.foreground();
        }
    }

    private void pass(long time) {
        number++;
        DependencyProfile.Outage outage = segment.outage();
        if (outage != null) {
            long knownAt =
                    outage.mode() == OutageMode.HANG || outage.mode() == OutageMode.COLLAPSE ? time + timeout : time;
            count(knownAt, false);
            return;
        }
        long begun = shared.take(time, segment);
        long begunAlone = alone.take(time, segment);
        boolean well = goesWell(time, begun);
        if (time >= countFrom && goesWell(time, begunAlone)) {
            due++;
            lost += well ? 0 : 1;
        }
        long knownAt = begun == WorkQueue.FULL ? time : Math.min(begun + latency, time + timeout);
        count(knownAt, well);
    }

    private boolean goesWell(long time, long begun) {
        if (begun == WorkQueue.FULL || begun + latency - time > timeout) {
            return false;
        }
        if (segment.success() < 1 && Chance.of(seed, number) >= segment.success()) {
            return false;
        }
        return timeline.outageBetween(time, begun + latency, segment) < 0;
    }

    private void count(long time, boolean well) {
        int second = (int) (time / 1_000_000);
        if (second >= succeeded.length) {
            int size = Math.max(second + 1, succeeded.length * 2);
            succeeded = Arrays.copyOf(succeeded, size);
            failed = Arrays.copyOf(failed, size);
        }
        if (well) {
            succeeded[second]++;
        } else {
            failed[second]++;
        }
    }

    /** Requests whose success was known within a second, counted from the start. */
    int succeededIn(int second) {
        return second < succeeded.length ? succeeded[second] : 0;
    }

    /** The same for failures. */
    int failedIn(int second) {
        return second < failed.length ? failed[second] : 0;
    }

    /** Requests that would have gone well without the tasks. */
    long due() {
        return due;
    }

    /** Of them, those that did not. */
    long lost() {
        return lost;
    }
}
