package io.ripresa.health;

import io.ripresa.model.Attempt;
import io.ripresa.model.Decision.Rung;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Disposition;
import io.ripresa.model.Facts;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.Outcome;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.policy.PolicyBook;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.spi.JournalTail;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.spi.RecoveryStore;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What other policies would have done with what the journal tells: which attempts they would not have let go, what
 * became of those, and which tasks that the present policies leave alone they would take up. Reads only. How often a
 * dependency is asked, and how long is waited, is not played: nobody knows what it would have answered at another time.
 * Safe for use by many threads.
 */
public final class PolicyDryRun {

    private static final int PAGE = 1_000;

    /** Attempts, and tasks, that are looked at; an answer says when there were more. */
    private static final int MOST = 20_000;

    private final RecoveryStore store;
    private final RecoveryPolicyManager proposed;
    private final RecoveryPolicyManager present;

    /**
     * @param proposed what is asked about
     * @param present what applies now
     */
    public PolicyDryRun(RecoveryStore store, PolicyBook proposed, PolicyBook present) {
        this.store = store;
        this.proposed = new RecoveryPolicyManager(() -> proposed);
        this.present = new RecoveryPolicyManager(() -> present);
    }

    /**
     * Attempts that would not have gone.
     *
     * @param attempts how many
     * @param recovered of these, how many brought their task back
     */
    public record Withheld(long attempts, long recovered) {
        private Withheld plus(boolean cameBack) {
            return new Withheld(attempts + 1, recovered + (cameBack ? 1 : 0));
        }
    }

    /**
     * The answer.
     *
     * @param since from when lines of the journal were read
     * @param until to when
     * @param attempts that ended then and that no person had ordered
     * @param recovered of these, how many brought their task back
     * @param byPerson attempts that a person had ordered; no policy stops them
     * @param withheld those that would not have gone, by the question of the ladder that would have stopped them
     * @param takenUp tasks that wait now because the present policies let none of their attempts go by itself, and that
     *     would be taken up
     * @param leftAlone tasks that wait now for their turn, and that would be left alone
     * @param complete whether everything was looked at; else the latest part of the time is missing
     */
    public record Report(
            Instant since,
            Instant until,
            long attempts,
            long recovered,
            long byPerson,
            Map<Rung, Withheld> withheld,
            long takenUp,
            long leftAlone,
            boolean complete) {
        public Report {
            withheld = Collections.unmodifiableMap(new EnumMap<>(withheld));
        }
    }

    private static final class Count {
        private long attempts;
        private long recovered;
        private long byPerson;
        private final Map<Rung, Withheld> withheld = new EnumMap<>(Rung.class);
        private final Set<TaskKey> ordered = new LinkedHashSet<>();
    }

    /**
     * Plays what the journal tells from a time on.
     *
     * @throws io.ripresa.spi.StoreException if the store cannot be used
     */
    public Report over(Instant since) {
        Count count = new Count();
        JournalTail tail = new JournalTail(store, sequenceBefore(since));
        boolean complete = false;
        Instant until = store.now();
        while (!complete && count.attempts + count.byPerson < MOST) {
            List<JournalEntry> lines = tail.next(PAGE);
            complete = lines.isEmpty();
            for (JournalEntry line : lines) {
                if (!line.at().isBefore(since)) {
                    take(count, line);
                }
            }
        }
        Waiting waiting = waiting();
        return new Report(
                since,
                until,
                count.attempts,
                count.recovered,
                count.byPerson,
                count.withheld,
                waiting.takenUp(),
                waiting.leftAlone(),
                complete && waiting.complete());
    }

    /** A sequence number with nothing of that time or later at or before it; lines are in their order by and large. */
    private long sequenceBefore(Instant since) {
        long below = 0;
        long above = PAGE;
        while (isBefore(above, since)) {
            below = above;
            above *= 2;
        }
        while (above - below > PAGE) {
            long middle = (below + above) / 2;
            if (isBefore(middle, since)) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below;
    }

    private boolean isBefore(long sequence, Instant since) {
        List<JournalEntry> next = store.journalAfter(sequence, 1);
        return !next.isEmpty() && next.get(0).at().isBefore(since);
    }

    private void take(Count count, JournalEntry line) {
        TaskKey task = line.subject().task();
        if (task == null) {
            return;
        }
        if (line.kind() == Kind.PERSON && Facts.RERUN.equals(line.data().get(Facts.ORDER))) {
            count.ordered.add(task);
        }
        String outcome = line.data().get(Facts.OUTCOME);
        if (line.kind() != Kind.VERIFIED || outcome == null) {
            return;
        }
        if (count.ordered.remove(task)) {
            count.byPerson++;
            return;
        }
        Attempt attempt = store.attemptsOf(task).stream()
                .filter(each -> each.id().equals(line.subject().attemptId()))
                .findFirst()
                .orElse(null);
        TaskRecord record = store.tasks(List.of(task)).get(task);
        if (attempt == null || record == null || attempt.order().isFirstStart()) {
            return;
        }
        boolean cameBack = outcome.equals(Outcome.RECOVERED.name());
        count.attempts++;
        count.recovered += cameBack ? 1 : 0;
        Rung stop = proposed.stopsAt(
                task,
                record.descriptor(),
                diagnosis(task, attempt.order().causingRun()),
                attempt.order().ordinal() - 1);
        if (stop != null) {
            count.withheld.put(
                    stop, count.withheld.getOrDefault(stop, new Withheld(0, 0)).plus(cameBack));
        }
    }

    private @Nullable Diagnosis diagnosis(TaskKey task, int run) {
        return store.failuresOf(task).stream()
                .filter(failure -> failure.run().number() == run)
                .map(FailureRecord::diagnosis)
                .findFirst()
                .orElse(null);
    }

    private record Waiting(long takenUp, long leftAlone, boolean complete) {}

    private Waiting waiting() {
        long takenUp = 0;
        long leftAlone = 0;
        int looked = 0;
        for (Disposition disposition : List.of(Disposition.WAITING, Disposition.HELD)) {
            TaskKey after = null;
            List<TaskRecord> page;
            do {
                page = store.findTasks(new TaskQuery(null, disposition, null, after, PAGE));
                for (TaskRecord task : page) {
                    TaskRecord.Trouble trouble = task.trouble();
                    if (trouble == null || task.runs().granted() > 0) {
                        continue;
                    }
                    boolean now = goes(present, task, trouble.diagnosis());
                    boolean then = goes(proposed, task, trouble.diagnosis());
                    takenUp += then && !now ? 1 : 0;
                    leftAlone += now && !then ? 1 : 0;
                }
                looked += page.size();
                after = page.isEmpty() ? null : page.get(page.size() - 1).key();
            } while (page.size() == PAGE && looked < MOST);
        }
        return new Waiting(takenUp, leftAlone, looked < MOST);
    }

    private static boolean goes(RecoveryPolicyManager policies, TaskRecord task, @Nullable Diagnosis diagnosis) {
        return policies.stopsAt(
                        task.key(), task.descriptor(), diagnosis, task.runs().attempts())
                == null;
    }
}
