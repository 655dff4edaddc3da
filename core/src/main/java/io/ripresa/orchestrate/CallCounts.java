package io.ripresa.orchestrate;

import io.ripresa.model.CallHistory.Minute;
import io.ripresa.model.Dependency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls of dependencies, counted in memory until the minute in which they were first looked at is over. Of at most 1,000
 * dependencies at a time: what more there are is not counted. Safe for use by many threads.
 */
final class CallCounts {

    private static final int MOST_DEPENDENCIES = 1_000;

    private final Map<Dependency, Tally> tallies = new LinkedHashMap<>();
    private @Nullable Instant lookedAt;

    /** Calls of one dependency; the times are null until somebody looks. */
    private static final class Tally {
        private long calls;
        private long failed;
        private @Nullable Instant from;
        private @Nullable Instant at;
    }

    /**
     * Calls of one dependency in one minute, a few seconds more or less.
     *
     * @param dependency what was called
     * @param from no call was earlier, store's clock
     * @param minute the calls
     */
    record Counted(Dependency dependency, Instant from, Minute minute) {}

    void add(Dependency dependency, long succeeded, long failed) {
        if (succeeded + failed == 0) {
            return;
        }
        synchronized (tallies) {
            Tally tally = tally(dependency);
            if (tally != null) {
                tally.calls += succeeded + failed;
                tally.failed += failed;
            }
        }
    }

    private @Nullable Tally tally(Dependency dependency) {
        return tallies.size() < MOST_DEPENDENCIES
                ? tallies.computeIfAbsent(dependency, d -> new Tally())
                : tallies.get(dependency);
    }

    boolean isEmpty() {
        synchronized (tallies) {
            return tallies.isEmpty();
        }
    }

    /** Takes out what was counted in minutes that are over. */
    List<Counted> take(Instant now) {
        List<Counted> over = new ArrayList<>();
        synchronized (tallies) {
            Instant before = lookedAt == null ? Instant.EPOCH : lookedAt;
            for (Iterator<Map.Entry<Dependency, Tally>> i = tallies.entrySet().iterator(); i.hasNext(); ) {
                Map.Entry<Dependency, Tally> entry = i.next();
                Tally tally = entry.getValue();
                Instant from = tally.from;
                Instant at = tally.at;
                if (from == null || at == null) {
                    tally.from = before;
                    tally.at = now;
                } else if (Minute.of(at) < Minute.of(now)) {
                    over.add(new Counted(entry.getKey(), from, new Minute(Minute.of(at), tally.calls, tally.failed)));
                    i.remove();
                }
            }
            lookedAt = now;
        }
        return over;
    }

    /** What was taken could not be written down: it is taken again, with what came since. */
    void giveBack(Counted counted) {
        synchronized (tallies) {
            Tally tally = tally(counted.dependency());
            if (tally != null) {
                tally.calls += counted.minute().calls();
                tally.failed += counted.minute().failed();
                tally.from = counted.from();
                tally.at = Instant.ofEpochSecond(counted.minute().number() * 60);
            }
        }
    }
}
