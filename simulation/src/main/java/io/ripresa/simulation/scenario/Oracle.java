package io.ripresa.simulation.scenario;

import io.ripresa.simulation.scenario.Timeline.Segment;
import java.util.ArrayList;
import java.util.List;

/** Knows when the cause is gone and what capacity is left over: the best that can be done. Pure. */
final class Oracle {

    private final Timeline timeline;

    Oracle(Timeline timeline) {
        this.timeline = timeline;
    }

    /** When so many tasks can have been served from the end of the cause on, with what the foreground leaves. */
    long servedAt(double tasks) {
        long from = timeline.causeGoneAt();
        Segment segment = timeline.at(from);
        double left = tasks;
        while (true) {
            double spare = segment.capacity() - segment.foreground();
            double seconds = left / spare;
            double room = segment.to() == Long.MAX_VALUE
                    ? Double.MAX_VALUE
                    : (segment.to() - Math.max(from, segment.from())) / Timeline.MICROS;
            if (seconds <= room) {
                return Math.max(from, segment.from()) + (long) Math.ceil(seconds * Timeline.MICROS);
            }
            left -= spare * room;
            segment = timeline.segments().get(segment.index() + 1);
        }
    }

    /** Seconds from the end of the cause at which each of so many tasks is back, in order. */
    List<Double> secondsFor(int tasks) {
        List<Double> seconds = new ArrayList<>(tasks);
        for (int i = 1; i <= tasks; i++) {
            seconds.add((servedAt(i) - timeline.causeGoneAt()) / Timeline.MICROS);
        }
        return seconds;
    }
}
