package io.ripresa.learn;

import io.ripresa.model.Facts;
import io.ripresa.model.Finding.Level;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts for how long something critical was wrong, from the lines of the journal about findings that began and ended,
 * each given once, in their order: per workspace, and of Ripresa itself. Several critical findings at a time are one time.
 * Remembers a sum per hour in which there was one. Not thread-safe.
 */
final class AvailabilityCount {

    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final TreeMap<String, Watch> workspaces = new TreeMap<>();
    private @Nullable Watch ripresa;

    /** What is known of one workspace, or of Ripresa. */
    private static final class Watch {
        private final Instant since;
        private final TreeSet<String> open = new TreeSet<>();
        private final TreeMap<Long, Long> critical = new TreeMap<>();
        private Instant openSince;

        Watch(Instant since) {
            this.since = since;
            this.openSince = since;
        }

        void began(String finding, Instant at) {
            if (open.isEmpty()) {
                openSince = at;
            }
            open.add(finding);
        }

        void ended(String finding, Instant at) {
            // Where its beginning is not in the journal any more, nobody can say how long it was.
            if (open.remove(finding) && open.isEmpty()) {
                add(openSince, at);
            }
        }

        /** Adds a time that is over, shared out to its hours. */
        void add(Instant from, Instant to) {
            long at = Math.max(from.toEpochMilli(), since.toEpochMilli());
            while (at < to.toEpochMilli()) {
                long hour = Math.floorDiv(at, HOUR);
                long end = Math.min((hour + 1) * HOUR, to.toEpochMilli());
                critical.merge(hour, end - at, Long::sum);
                at = end;
            }
        }

        /** From the hour of a time on, or from the beginning. */
        Availability count(@Nullable Instant from, Instant until) {
            long first = from == null ? Long.MIN_VALUE : Math.floorDiv(from.toEpochMilli(), HOUR);
            long begin = from == null ? since.toEpochMilli() : Math.max(since.toEpochMilli(), first * HOUR);
            long watched = Math.max(0, until.toEpochMilli() - begin);
            long sum = critical.tailMap(first, true).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (!open.isEmpty()) {
                sum += Math.max(0, until.toEpochMilli() - Math.max(begin, openSince.toEpochMilli()));
            }
            return new Availability(Duration.ofMillis(watched), Duration.ofMillis(Math.min(watched, sum)));
        }
    }

    void add(JournalEntry line) {
        String workspace = line.data().get(Facts.WORKSPACE);
        boolean told = line.kind() == Kind.WORKSPACE && workspace != null
                || line.kind() == Kind.HEALTH && line.data().containsKey(Facts.EVENT);
        if (!told) {
            return;
        }
        Watch own = ripresa == null ? new Watch(line.at()) : ripresa;
        ripresa = own;
        Watch watch = workspace == null ? own : workspaces.computeIfAbsent(workspace, name -> new Watch(line.at()));
        String finding = line.data().get(Facts.FINDING);
        String level = line.data().get(Facts.LEVEL);
        if (finding == null || level == null || !isCritical(level)) {
            return;
        }
        String since = line.data().get(Facts.SINCE_MILLIS);
        if (since != null) {
            watch.add(Instant.ofEpochMilli(Long.parseLong(since)), line.at());
        } else if (Facts.BEGAN.equals(line.data().get(Facts.EVENT))) {
            watch.began(level + finding, line.at());
        } else {
            watch.ended(level + finding, line.at());
        }
    }

    private static boolean isCritical(String level) {
        return level.equals(Level.CRITICAL.name()) || level.equals(Level.EMERGENCY.name());
    }

    /**
     * @param workspace of one workspace, or null for all together
     * @param since from the hour of this time on, or null for all that was counted
     * @param until to this time
     */
    Availability ofWorkspaces(@Nullable String workspace, @Nullable Instant since, Instant until) {
        Duration watched = Duration.ZERO;
        Duration critical = Duration.ZERO;
        for (var each : workspaces.entrySet()) {
            if (workspace == null || workspace.equals(each.getKey())) {
                Availability one = each.getValue().count(since, until);
                watched = watched.plus(one.watched());
                critical = critical.plus(one.critical());
            }
        }
        return new Availability(watched, critical);
    }

    Availability ofRipresa(@Nullable Instant since, Instant until) {
        Watch own = ripresa;
        return own == null ? Availability.UNKNOWN : own.count(since, until);
    }
}
