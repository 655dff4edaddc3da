package io.ripresa.simulation.scenario;

import io.ripresa.simulation.scenario.Timeline.Segment;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A dependency as a queue: one line, served at the pace of the capacity, with callers who give up after their time-out.
 *
 * <p>One that sheds load refuses with 503 what would wait for more than half a second. One that collapses takes it in:
 * under lasting overload everybody waits for longer than anybody's time-out, all work is done for callers who have gone,
 * and nothing goes well any more although it works at full capacity. Nothing ends that but less load, until the queue is
 * short again. There is no switch that "makes it collapse": it follows from the queue.
 *
 * <p>Not safe for use by many threads.
 */
final class QueueingDependency {

    private static final long QUICK = 2_000;
    private static final long PROBE_PATIENCE = 1_000_000;

    private final DependencyProfile profile;
    private final Timeline timeline;
    private final WorkQueue queue;
    private final ForegroundTraffic foreground;
    private final RandomGenerator random;
    private final LoadRecord load = new LoadRecord();
    private final long latency;
    private final long timeout;
    private Segment segment;

    /** How a call ended, and when its caller knew. */
    record Answer(@Nullable Trouble trouble, long at) {}

    QueueingDependency(DependencyProfile profile, RandomGenerator random, long seed, long countFrom) {
        this.profile = profile;
        this.timeline = new Timeline(profile);
        Shedding shedding = new Shedding(profile.service());
        this.queue = new WorkQueue(timeline, shedding);
        this.foreground = new ForegroundTraffic(
                timeline, queue, new WorkQueue(timeline, shedding), profile.service(), seed, countFrom);
        this.random = random;
        this.latency = Timeline.micros(profile.service().latency());
        this.timeout = Timeline.micros(profile.service().timeout());
        this.segment = timeline.segments().get(0);
    }

    DependencyProfile profile() {
        return profile;
    }

    Timeline timeline() {
        return timeline;
    }

    LoadRecord load() {
        return load;
    }

    /** The other traffic, up to a time. */
    ForegroundTraffic foregroundAt(long time) {
        foreground.advanceTo(time);
        return foreground;
    }

    /** Whether the dependency answers by its outage alone at a time, whatever else it is asked. */
    boolean isOutAt(long time) {
        return timeline.at(time, segment).outage() != null;
    }

    /**
     * A task calls. Times of calls never go back, but for calls within an outage, which touch nothing.
     *
     * @param rejects whether the dependency refuses this task's input once it works
     */
    Answer call(long time, @Nullable Trouble rejects) {
        load.add(time);
        Segment at = timeline.at(time, segment);
        DependencyProfile.Outage outage = at.outage();
        if (outage != null) {
            return switch (outage.mode()) {
                case REFUSE -> new Answer(Trouble.REFUSED, time + QUICK);
                case UNAVAILABLE -> new Answer(Trouble.UNAVAILABLE, time + QUICK);
                case HANG, COLLAPSE -> new Answer(Trouble.TIMED_OUT, time + timeout);
            };
        }
        segment = at;
        foreground.advanceTo(time);
        long begun = queue.take(time, at);
        if (begun == WorkQueue.FULL) {
            return new Answer(Trouble.UNAVAILABLE, time + QUICK);
        }
        long done = begun + latency;
        boolean late = done - time > timeout;
        long known = late ? time + timeout : done;
        long broken = timeline.outageBetween(time, known, at);
        if (broken >= 0) {
            return new Answer(Trouble.RESET, broken);
        }
        if (late) {
            return new Answer(Trouble.TIMED_OUT, known);
        }
        double success = at.success();
        if (success < 1 && random.nextDouble() >= success) {
            return new Answer(Trouble.UNAVAILABLE, known);
        }
        return new Answer(rejects, known);
    }

    /** A health check: served beside the queue, but as slow as what is in it. */
    boolean probe(long time) {
        Segment at = timeline.at(time, segment);
        if (at.outage() != null) {
            return false;
        }
        foreground.advanceTo(time);
        return queue.waitAt(time, at) + latency <= PROBE_PATIENCE
                && (at.success() >= 1 || random.nextDouble() < at.success());
    }
}
