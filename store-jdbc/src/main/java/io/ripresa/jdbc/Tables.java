package io.ripresa.jdbc;

import io.ripresa.model.Control;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore.CommitResult;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.UnaryOperator;

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
    final WorkspaceTable workspaces = new WorkspaceTable();
    final ChangeTable changes = new ChangeTable();
    final SmallTables small = new SmallTables();

    /**
     * Writes all of it, in the order in which every transaction locks.
     *
     * @param clock the store's time, given the database's
     */
    CommitResult commit(Session session, Changes changes, UnaryOperator<Instant> clock)
            throws SQLException, Transactions.Abandoned {
        Instant end = changes.validUntil();
        if (changes.refusedByKillSwitch() || end != null) {
            SmallTables.Look look = small.look(session);
            if (changes.refusedByKillSwitch() && look.stopped()) {
                return CommitResult.STOPPED;
            }
            if (end != null && clock.apply(look.at()).isAfter(end)) {
                return CommitResult.EXPIRED;
            }
        }
        TaskCounts counts = new TaskCounts();
        Changes.CursorMove move = changes.cursor();
        Control control = changes.control();
        boolean applied = (control == null || small.write(session, control))
                && (move == null || small.move(session, move))
                && gates.write(session, changes.gates())
                && incidents.write(session, changes.incidents())
                && counts.move(session, tasks, changes.tasks())
                && tasks.write(session, changes.tasks())
                && runs.write(session, changes.runs())
                && attempts.write(session, changes.attempts())
                && workspaces.write(session, changes.workspaces())
                && this.changes.add(session, changes.reportedChanges());
        if (!applied) {
            throw new Transactions.Abandoned(CommitResult.CONFLICT);
        }
        incidents.getMembers(session, changes.tasks(), changes.incidents());
        failures.add(session, changes.failures());
        timers.cancel(session, changes.cancelledTimers());
        timers.set(session, changes.timers());
        small.add(session, changes.outcomes());
        journal.append(session, changes.journal());
        counts.write(session);
        return CommitResult.APPLIED;
    }
}
