package io.ripresa.jdbc;

import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore.CommitResult;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** All tables, and a set of changes to them. */
final class Tables {

    final TaskTable tasks = new TaskTable();
    final RunTable runs = new RunTable();
    final AttemptTable attempts = new AttemptTable();
    final GateTable gates = new GateTable();
    final IncidentTable incidents = new IncidentTable();
    final FailureTable failures = new FailureTable();
    final TimerTable timers = new TimerTable();
    final JournalTable journal = new JournalTable();
    final SmallTables small = new SmallTables();

    /** Whether a time has passed by the store's clock; null never passes. */
    interface Deadline {
        boolean isOver(Session session, @Nullable Instant validUntil) throws SQLException;
    }

    /** Writes all of it, in the order in which every transaction locks. */
    CommitResult commit(Session session, Changes changes, Deadline deadline)
            throws SQLException, Transactions.Abandoned {
        if (changes.refusedByKillSwitch() && small.isStopped(session)) {
            return CommitResult.STOPPED;
        }
        if (deadline.isOver(session, changes.validUntil())) {
            return CommitResult.EXPIRED;
        }
        Changes.CursorMove move = changes.cursor();
        boolean applied = (move == null || small.move(session, move))
                && gates.write(session, changes.gates())
                && incidents.write(session, changes.incidents())
                && tasks.write(session, changes.tasks())
                && runs.write(session, changes.runs())
                && attempts.write(session, changes.attempts());
        if (!applied) {
            throw new Transactions.Abandoned(CommitResult.CONFLICT);
        }
        failures.add(session, changes.failures());
        timers.cancel(session, changes.cancelledTimers());
        timers.set(session, changes.timers());
        small.add(session, changes.outcomes());
        journal.append(session, changes.journal());
        return CommitResult.APPLIED;
    }
}
