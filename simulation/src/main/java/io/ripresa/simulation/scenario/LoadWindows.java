package io.ripresa.simulation.scenario;

import io.ripresa.simulation.scenario.Timeline.Segment;
import org.jspecify.annotations.Nullable;

/**
 * What a dependency was asked for after the end of the cause, by the second. The foreground counts with its rate: it is
 * evenly spaced.
 *
 * @param peak the busiest window of one second, wherever it begins, by capacity; null where the foreground alone always
 *     takes nearly all of it
 * @param amplePeak the same, over windows in which the capacity is so large that single requests do not count; else 0
 * @param windows seconds of the drain, the last one begun included
 * @param over of them, above the capacity
 * @param collapsed seconds until the end of the account in which foreground that would have been served was not, all of
 *     it
 */
record LoadWindows(@Nullable Double peak, double amplePeak, long windows, long over, int collapsed) {

    private static final long SECOND = 1_000_000;
    /** Where the foreground alone takes more, the dependency is at its limit whatever recovery does. */
    private static final double ROOM = 0.9;

    /** Requests per second from which one more or less is no peak. */
    private static final double AMPLE = 20;

    private static final double ROUNDING = 1e-9;

    /**
     * @param from when the cause was gone
     * @param drained when the last task was back
     * @param to the end of the account, not before that
     */
    static LoadWindows of(QueueingDependency dependency, long from, long drained, long to) {
        Timeline timeline = dependency.timeline();
        long[] calls = dependency.load().from(from);
        Segment first = timeline.at(from);
        Double peak = hasRoom(first) ? Double.valueOf(first.foreground() / first.capacity()) : null;
        double amplePeak = 0;
        int oldest = 0;
        for (int i = 0; i < calls.length; i++) {
            while (calls[oldest] <= calls[i] - SECOND) {
                oldest++;
            }
            Segment segment = timeline.at(calls[i]);
            if (hasRoom(segment)) {
                double ratio = (segment.foreground() + (i - oldest + 1)) / segment.capacity();
                peak = peak == null ? ratio : Math.max(peak, ratio);
                amplePeak = Math.max(amplePeak, segment.capacity() >= AMPLE ? ratio : 0);
            }
        }
        long windows = seconds(from, drained);
        long over = 0;
        int collapsed = 0;
        int next = 0;
        ForegroundTraffic foreground = dependency.foregroundAt(to);
        for (long w = 0; w < Math.max(1, seconds(from, to)); w++) {
            long start = from + w * SECOND;
            int recovery = 0;
            while (next < calls.length && calls[next] < start + SECOND) {
                next++;
                recovery++;
            }
            Segment segment = timeline.at(start);
            if (w < windows && segment.foreground() + recovery > segment.capacity() * (1 + ROUNDING)) {
                over++;
            }
            int second = (int) (start / SECOND);
            if (foreground.failedIn(second) > 0 && foreground.succeededIn(second) == 0) {
                collapsed++;
            }
        }
        return new LoadWindows(peak, amplePeak, windows, over, collapsed);
    }

    private static boolean hasRoom(Segment segment) {
        return segment.foreground() <= ROOM * segment.capacity() + ROUNDING;
    }

    private static long seconds(long from, long to) {
        return (to - from + SECOND - 1) / SECOND;
    }
}
