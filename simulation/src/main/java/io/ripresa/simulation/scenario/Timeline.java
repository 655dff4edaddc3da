package io.ripresa.simulation.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A dependency's profile, cut into segments in which nothing changes. Times are microseconds from the start. Immutable.
 */
final class Timeline {

    static final double MICROS = 1_000_000;
    /** Above this share of the capacity foreground alone leaves nothing worth speaking of. */
    private static final double NEARLY = 1e-9;

    private final List<Segment> segments;
    private final long causeGoneAt;

    /**
     * A time in which nothing changes.
     *
     * @param index its place
     * @param from when it begins
     * @param to when the next one begins; {@link Long#MAX_VALUE} for the last
     * @param capacity requests per second
     * @param success probability of success
     * @param foreground requests per second of other traffic
     * @param outage the outage it is part of, or null
     * @param servedBefore requests that could have been served before it began
     */
    record Segment(
            int index,
            long from,
            long to,
            double capacity,
            double success,
            double foreground,
            DependencyProfile.@Nullable Outage outage,
            double servedBefore) {

        double servedAt(long time) {
            return servedBefore + (time - from) * capacity / MICROS;
        }

        boolean isGood() {
            return outage == null && success >= 1 && capacity > foreground * (1 + NEARLY);
        }
    }

    Timeline(DependencyProfile profile) {
        TreeSet<Duration> cuts = new TreeSet<>();
        cuts.add(Duration.ZERO);
        for (Steps steps : List.of(profile.capacity(), profile.success(), profile.foreground())) {
            steps.steps().forEach(s -> cuts.add(s.from()));
        }
        for (DependencyProfile.Outage outage : profile.outages()) {
            cuts.add(outage.from());
            cuts.add(outage.to());
        }
        List<Duration> starts = List.copyOf(cuts);
        List<Segment> built = new ArrayList<>();
        double served = 0;
        for (int i = 0; i < starts.size(); i++) {
            Duration from = starts.get(i);
            long to = i + 1 < starts.size() ? micros(starts.get(i + 1)) : Long.MAX_VALUE;
            Segment segment = new Segment(
                    i,
                    micros(from),
                    to,
                    profile.capacity().at(from),
                    profile.success().at(from),
                    profile.foreground().at(from),
                    outageAt(profile, from),
                    served);
            built.add(segment);
            served = to == Long.MAX_VALUE ? served : segment.servedAt(to);
        }
        segments = List.copyOf(built);
        causeGoneAt = causeGoneAt(new Shedding(profile.service()));
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static DependencyProfile.@Nullable Outage outageAt(DependencyProfile profile, Duration time) {
        for (DependencyProfile.Outage outage : profile.outages()) {
            if (outage.from().compareTo(time) <= 0 && time.compareTo(outage.to()) < 0) {
                return outage;
            }
        }
        return null;
    }

    List<Segment> segments() {
        return segments;
    }

    Segment at(long time) {
        return at(time, segments.get(0));
    }

    /** The same, looked for from a segment near by. */
    Segment at(long time, Segment near) {
        Segment segment = near;
        while (time >= segment.to()) {
            segment = segments.get(segment.index() + 1);
        }
        while (time < segment.from()) {
            segment = segments.get(segment.index() - 1);
        }
        return segment;
    }

    /** When so many requests have been served, looked for from a segment that is not later. */
    long when(double served, Segment near) {
        Segment segment = near;
        while (segment.to() != Long.MAX_VALUE && segment.servedAt(segment.to()) < served) {
            segment = segments.get(segment.index() + 1);
        }
        return segment.from() + (long) Math.ceil((served - segment.servedBefore()) / segment.capacity() * MICROS);
    }

    /** Begin of the first outage that begins after one time and not after another; -1 where none does. */
    long outageBetween(long after, long until, Segment near) {
        Segment segment = at(after, near);
        while (segment.to() != Long.MAX_VALUE && segment.to() <= until) {
            Segment next = segments.get(segment.index() + 1);
            if (next.outage() != null && !next.outage().equals(segment.outage())) {
                return next.from();
            }
            segment = next;
        }
        return -1;
    }

    /**
     * When the cause was gone: the start of the last time in which the foreground alone would have been served, every
     * request of it. A queue that the foreground alone had filled counts as part of the cause until it is short enough.
     */
    long causeGoneAt() {
        return causeGoneAt;
    }

    private long causeGoneAt(Shedding shedding) {
        long gone = 0;
        double backlog = 0;
        for (Segment segment : segments) {
            if (segment.outage() != null) {
                backlog = segment.outage().mode() == OutageMode.COLLAPSE ? shedding.most(segment.capacity()) : 0;
                gone = segment.to();
                continue;
            }
            double spare = segment.capacity() - segment.foreground();
            double tolerable = shedding.inTime(segment.capacity());
            if (!segment.isGood()) {
                gone = segment.to();
            } else if (backlog > tolerable) {
                long drained = segment.from() + (long) Math.ceil((backlog - tolerable) / spare * MICROS);
                gone = Math.min(segment.to(), drained);
            }
            if (segment.to() != Long.MAX_VALUE) {
                double seconds = (segment.to() - segment.from()) / MICROS;
                double most = shedding.most(segment.capacity());
                backlog = Math.max(0, Math.min(Math.max(most, backlog), backlog - spare * seconds));
            }
        }
        return gone;
    }
}
