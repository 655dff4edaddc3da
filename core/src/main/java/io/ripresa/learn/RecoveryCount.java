package io.ripresa.learn;

import io.ripresa.model.Breaker;
import io.ripresa.model.Decision.Rung;
import io.ripresa.model.Disposition;
import io.ripresa.model.Facts;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.Measured;
import io.ripresa.model.Outcome;
import io.ripresa.model.Recoverability;
import io.ripresa.model.RecoveryStrategy;
import io.ripresa.model.TaskKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the figures of recovery from the lines of the journal, each given once, in their order. Remembers counts per
 * hour and workspace, what it needs of each incident, the tasks that a person ordered to run again and that have not
 * ended, and attempts under way that went before their breaker had closed; no other task or attempt. Lines of a version
 * that did not write the facts are passed over. Not thread-safe.
 */
public final class RecoveryCount {

    private static final long HOUR = Duration.ofHours(1).toSeconds();

    private final TreeMap<Long, TreeMap<String, Cell>> hours = new TreeMap<>();
    private final Map<String, Episode> episodes = new LinkedHashMap<>();
    private final Set<TaskKey> attended = new LinkedHashSet<>();
    /** Attempts under way that were reserved while the breaker of their incident had not closed. */
    private final Set<String> early = new LinkedHashSet<>();

    private final AvailabilityCount availability = new AvailabilityCount();
    private Instant latest = Instant.EPOCH;

    /** What was counted in one hour in one workspace. */
    private static final class Cell {
        private long autoRecovered;
        private long autoLeft;
        private long autoSpent;
        private long unattended;
        private long byPerson;
        private long released;
        private long failedAgain;
        private long reruns;
        private long unsafe;
        private final TimeSpread fromFailure = new TimeSpread();
        private final TimeSpread fromCauseEnd = new TimeSpread();

        private void add(Cell other) {
            autoRecovered += other.autoRecovered;
            autoLeft += other.autoLeft;
            autoSpent += other.autoSpent;
            unattended += other.unattended;
            byPerson += other.byPerson;
            released += other.released;
            failedAgain += other.failedAgain;
            reruns += other.reruns;
            unsafe += other.unsafe;
            fromFailure.add(other.fromFailure);
            fromCauseEnd.add(other.fromCauseEnd);
        }
    }

    /** What is known of the cause of one incident. */
    private static final class Episode {
        /** When the breaker closed; null while it is not, or never was anything else. */
        private @Nullable Instant closedAt;
        /** Whether a member came back: then the cause has cleared. */
        private boolean cleared;
        /** Members left to a person while nobody has come back yet. */
        private final Map<Place, Left> left = new LinkedHashMap<>();
    }

    private record Place(long hour, String workspace) {}

    private record Left(long all, long spent) {
        Left plus(Left other) {
            return new Left(all + other.all, spent + other.spent);
        }
    }

    /** Counts a line. */
    public void add(JournalEntry line) {
        latest = line.at();
        availability.add(line);
        if (line.kind() == Kind.VERIFIED) {
            verified(line);
        } else if (line.kind() == Kind.RESERVED) {
            reserved(line);
        } else if (line.kind() == Kind.TAKEN_BACK) {
            early.remove(String.valueOf(line.subject().attemptId()));
        } else if (line.kind() == Kind.DISPOSED) {
            disposed(line);
        } else if (line.kind() == Kind.GATE_MOVED) {
            moved(line);
        } else if (line.kind() == Kind.PERSON) {
            ordered(line);
        }
    }

    /**
     * Who comes back to an incident that was over goes by the ramp, whether its breaker had closed or nobody was left to
     * try: only the former is a release.
     */
    private void reserved(JournalEntry line) {
        Episode episode = episode(line);
        String attempt = line.subject().attemptId();
        if (attempt != null && (episode == null || episode.closedAt == null)) {
            early.add(attempt);
        }
    }

    private void verified(JournalEntry line) {
        boolean late = !early.remove(String.valueOf(line.subject().attemptId()));
        String outcome = line.data().get(Facts.OUTCOME);
        TaskKey task = line.subject().task();
        if (outcome == null || task == null || !line.data().containsKey(Facts.WORKSPACE)) {
            return;
        }
        Cell cell = cell(line);
        boolean recovered = outcome.equals(Outcome.RECOVERED.name());
        boolean again = outcome.equals(Outcome.FAILED_AGAIN.name());
        boolean ended = recovered || again || outcome.equals(Outcome.FAILED_OTHERWISE.name());
        if (ended && late && Facts.RELEASED.equals(line.data().get(Facts.WAY))) {
            cell.released++;
            cell.failedAgain += again ? 1 : 0;
        }
        boolean failedBefore = line.data().containsKey(Facts.RECOVERABILITY);
        if (failedBefore && !outcome.equals(Outcome.REJECTED.name())) {
            cell.reruns++;
            cell.unsafe += line.data().containsKey(Facts.UNSAFE) && !attended.contains(task) ? 1 : 0;
        }
        Episode episode = episode(line);
        if (recovered && episode != null) {
            clear(episode);
        }
        String took = line.data().get(Facts.TOOK_MILLIS);
        if (took != null && !attended.contains(task)) {
            cell.fromFailure.add(Duration.ofMillis(Long.parseLong(took)));
            if (episode != null && line.data().containsKey(Facts.WAY)) {
                Instant closedAt = episode.closedAt;
                cell.fromCauseEnd.add(closedAt == null ? Duration.ZERO : Duration.between(closedAt, line.at()));
            }
        }
    }

    private void disposed(JournalEntry line) {
        TaskKey task = line.subject().task();
        String to = line.data().get(Facts.TO);
        if (task == null || to == null || !line.data().containsKey(Facts.WORKSPACE)) {
            return;
        }
        Disposition disposition = Disposition.valueOf(to);
        boolean ordered = disposition.isTerminal() ? attended.remove(task) : attended.contains(task);
        boolean byPerson = disposition == Disposition.COMPLETED_BY_PERSON || disposition == Disposition.ABANDONED;
        if (byPerson && !ordered) {
            cell(line).byPerson++;
        }
        String recoverability = line.data().get(Facts.RECOVERABILITY);
        if (ordered || recoverability == null) {
            return;
        }
        boolean auto = recoverability.equals(Recoverability.AUTO.name());
        if (disposition == Disposition.RECOVERED) {
            cell(line).unattended++;
            boolean straight = Disposition.IN_ATTEMPT.name().equals(line.data().get(Facts.FROM));
            cell(line).autoRecovered += auto && straight ? 1 : 0;
        } else if (auto && Disposition.NEEDS_PERSON.contains(disposition)) {
            left(line);
        }
    }

    /** A task is left to a person that might have come back. */
    private void left(JournalEntry line) {
        Episode episode = episode(line);
        boolean fromPerson = Disposition.NEEDS_PERSON.stream()
                .anyMatch(before -> before.name().equals(line.data().get(Facts.FROM)));
        boolean suggest = RecoveryStrategy.SUGGEST.name().equals(line.data().get(Facts.STRATEGY));
        if (episode == null || fromPerson || suggest) {
            return;
        }
        boolean spent = Rung.ATTEMPTS_SPENT.name().equals(line.data().get(Facts.RUNG));
        Left one = new Left(1, spent ? 1 : 0);
        if (episode.cleared) {
            count(cell(line), one);
        } else {
            episode.left.merge(place(line), one, Left::plus);
        }
    }

    private void clear(Episode episode) {
        episode.cleared = true;
        episode.left.forEach((place, left) -> count(cell(place), left));
        episode.left.clear();
    }

    private static void count(Cell cell, Left left) {
        cell.autoLeft += left.all();
        cell.autoSpent += left.spent();
    }

    private void moved(JournalEntry line) {
        String to = line.data().get(Facts.TO);
        Episode episode = episode(line);
        if (to == null || episode == null) {
            return;
        }
        boolean closed = to.equals(Breaker.CLOSED.name());
        if (!closed) {
            episode.closedAt = null;
        } else if (episode.closedAt == null) {
            episode.closedAt = line.at();
        }
    }

    private void ordered(JournalEntry line) {
        TaskKey task = line.subject().task();
        if (task != null && Facts.RERUN.equals(line.data().get(Facts.ORDER)) && attended.add(task)) {
            cell(line).byPerson++;
        }
    }

    /** The figures until the latest line that was counted, see {@link #figures(String, Instant, Instant)}. */
    public RecoveryFigures figures(@Nullable String workspace, @Nullable Instant since) {
        return figures(workspace, since, latest);
    }

    /**
     * The figures as far as lines were counted.
     *
     * @param workspace of one workspace, or null for all
     * @param since of what ended in the hour of this time or later, or null for all
     * @param until now: what is critically wrong has been so until then
     */
    public RecoveryFigures figures(@Nullable String workspace, @Nullable Instant since, Instant until) {
        Cell sum = new Cell();
        long first = since == null ? Long.MIN_VALUE : hour(since);
        hours.tailMap(first, true)
                .values()
                .forEach(byWorkspace -> byWorkspace.forEach((name, cell) -> {
                    if (workspace == null || workspace.equals(name)) {
                        sum.add(cell);
                    }
                }));
        long ended = sum.autoRecovered + sum.autoLeft;
        return new RecoveryFigures(
                new Measured(sum.autoRecovered, ended),
                new Measured(sum.autoSpent, ended),
                new Measured(sum.failedAgain, sum.released),
                new Measured(sum.unsafe, sum.reruns),
                new Measured(sum.unattended, sum.unattended + sum.byPerson),
                RecoveryFigures.Times.of(sum.fromFailure),
                RecoveryFigures.Times.of(sum.fromCauseEnd),
                availability.ofWorkspaces(workspace, since, until),
                availability.ofRipresa(since, until));
    }

    private @Nullable Episode episode(JournalEntry line) {
        String id = line.subject().incidentId();
        return id == null ? null : episodes.computeIfAbsent(id, i -> new Episode());
    }

    private Cell cell(JournalEntry line) {
        return cell(place(line));
    }

    private Cell cell(Place place) {
        return hours.computeIfAbsent(place.hour(), hour -> new TreeMap<>())
                .computeIfAbsent(place.workspace(), workspace -> new Cell());
    }

    private static Place place(JournalEntry line) {
        return new Place(hour(line.at()), line.data().getOrDefault(Facts.WORKSPACE, ""));
    }

    private static long hour(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), HOUR);
    }
}
