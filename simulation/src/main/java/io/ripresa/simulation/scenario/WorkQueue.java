package io.ripresa.simulation.scenario;

import io.ripresa.simulation.scenario.Timeline.Segment;

/**
 * The queue of a dependency: first come, first served, at the pace of its capacity. What became of a request is known
 * when it arrives, because nothing that comes later changes it but an outage, and that is in the plan.
 *
 * <p>What waits is counted in requests served: {@code booked} is where the last one in the queue stands, on the same
 * scale as {@link Segment#servedAt}. Not safe for use by many threads.
 */
final class WorkQueue {

    /** The answer is no: the queue is full. */
    static final long FULL = -1;

    private final Timeline timeline;
    private final Shedding shedding;
    private double booked;
    private int lastOutage = -1;

    WorkQueue(Timeline timeline, Shedding shedding) {
        this.timeline = timeline;
        this.shedding = shedding;
    }

    /**
     * Takes a request in.
     *
     * @param segment the segment of the time, not one of an outage
     * @return when work on it begins, or {@link #FULL}
     */
    long take(long time, Segment segment) {
        double served = forgetOutages(time, segment);
        double start = Math.max(booked, served);
        if (start - served > shedding.most(segment.capacity())) {
            return FULL;
        }
        booked = start + 1;
        return start == served ? time : timeline.when(start, segment);
    }

    /** How long a request would wait that came now. */
    long waitAt(long time, Segment segment) {
        double served = forgetOutages(time, segment);
        return booked <= served ? 0 : timeline.when(booked, segment) - time;
    }

    /** What waited when an outage began is gone; what drowned it is still there when it ends. */
    private double forgetOutages(long time, Segment segment) {
        double served = segment.servedAt(time);
        for (int i = segment.index() - 1; i > lastOutage; i--) {
            DependencyProfile.Outage outage = timeline.segments().get(i).outage();
            if (outage != null) {
                lastOutage = i;
                Segment after = timeline.segments().get(i + 1);
                boolean drowned = outage.mode() == OutageMode.COLLAPSE;
                booked = after.servedBefore() + (drowned ? shedding.most(after.capacity()) : 0);
                break;
            }
        }
        return served;
    }
}
