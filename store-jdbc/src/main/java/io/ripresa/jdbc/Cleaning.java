package io.ripresa.jdbc;

import io.ripresa.jdbc.Dialect.Purpose;
import io.ripresa.model.Disposition;
import io.ripresa.model.Timer;
import io.ripresa.spi.RecoveryStore.Cutoff;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is over and old, by the rules of {@code RecoveryStore#clean}, in transactions of some hundred rows.
 *
 * <p>What it looks at is what it deletes, and little more: tasks of no incident are looked for by their age, members by
 * their incidents, and an incident that was found without members is not looked at again. Rows that somebody is writing
 * are passed over.
 */
final class Cleaning {

    /** Incidents whose members are looked for together. */
    private static final int INCIDENTS = 200;

    private static final int LINES = 1_000;

    private static final List<String> TERMINAL = Arrays.stream(Disposition.values())
            .filter(Disposition::isTerminal)
            .map(Disposition::name)
            .toList();

    private static final String IS_OVER = " and since < ? and live_attempt is null"
            + " and (disposition = any (?) and not exists (select 1 from ripresa_run r"
            + " where r.task = t.task and r.number = t.latest_run and r.ended_at >= ?)"
            + " or disposition = ? and exists (select 1 from ripresa_run r"
            + " where r.task = t.task and r.number = t.latest_run and r.ended_at < ?))";

    private final Transactions transactions;
    private final Cutoff cutoff;

    Cleaning(Transactions transactions, Cutoff cutoff) {
        this.transactions = transactions;
        this.cutoff = cutoff;
    }

    /** How many tasks, incidents, lines of their own, changes and workspaces went. */
    int clean(int limit) {
        int tasks = write(session -> delete(session, ownTasks(session, limit)));
        OldIncident last = null;
        do {
            OldIncident from = last;
            List<OldIncident> incidents = transactions.read(session -> resolved(session, from));
            int room = limit - tasks;
            tasks += incidents.isEmpty() ? 0 : write(session -> members(session, incidents, room));
            last = incidents.size() < INCIDENTS ? null : incidents.get(incidents.size() - 1);
        } while (last != null && tasks < limit);
        int incidents = write(session -> incidents(session, limit));
        int lines = 0;
        for (int gone = LINES; gone == LINES; lines += gone) {
            gone = write(this::lines);
        }
        int changes = write(session -> new ChangeTable().clean(session, cutoff.incidents()));
        int workspaces = write(session -> WorkspaceTable.clean(session, cutoff.incidents()));
        return tasks + incidents + lines + changes + workspaces;
    }

    private int write(Transactions.Writing<Integer> work) {
        return transactions.write(Integer.class, Purpose.ROWS, 0, work);
    }

    // --- tasks ---

    private List<TaskTable.Standing> ownTasks(Session session, int limit) throws SQLException {
        return session.query(
                TaskTable.STANDING + " t where incident_id is null" + IS_OVER + " order by since limit ?"
                        + session.dialect().skipLocked(),
                params -> isOver(params).number(limit),
                TaskTable::standing);
    }

    private Params isOver(Params params) throws SQLException {
        Instant before = cutoff.tasks();
        return params.time(before)
                .texts(TERMINAL)
                .time(before)
                .name(Disposition.UNAFFECTED)
                .time(before);
    }

    /** An incident that is over, and since when. */
    private record OldIncident(Instant resolvedAt, String id) {}

    /** The next of them, oldest first, that may have members. */
    private List<OldIncident> resolved(Session session, @Nullable OldIncident after) throws SQLException {
        return session.query(
                "select resolved_at, id from ripresa_incident where resolved = true and emptied = false"
                        + " and resolved_at < ?" + (after == null ? "" : " and (resolved_at, id) > (?, ?)")
                        + " order by resolved_at, id limit ?",
                params -> {
                    params.time(cutoff.tasks());
                    if (after != null) {
                        params.time(after.resolvedAt()).text(after.id());
                    }
                    params.number(INCIDENTS);
                },
                row -> new OldIncident(row.time(), row.text()));
    }

    private int members(Session session, List<OldIncident> incidents, int limit) throws SQLException {
        // Locked, and looked at again: one that is opened again meanwhile keeps its members.
        List<String> ids = session.query(
                "select id from ripresa_incident where id = any (?) and resolved = true and resolved_at < ?"
                        + " order by id" + session.dialect().skipLocked(),
                params -> params.texts(incidents.stream().map(OldIncident::id).toList())
                        .time(cutoff.tasks()),
                Row::text);
        int gone = ids.isEmpty()
                ? 0
                : delete(
                        session,
                        session.query(
                                TaskTable.STANDING + " t where incident_id = any (?)" + IS_OVER + " limit ?"
                                        + session.dialect().skipLocked(),
                                params -> isOver(params.texts(ids)).number(limit),
                                TaskTable::standing));
        session.update(
                "update ripresa_incident set emptied = true where id = any (?) and not exists"
                        + " (select 1 from ripresa_task t where t.incident_id = ripresa_incident.id)",
                params -> params.texts(ids));
        return gone;
    }

    private static int delete(Session session, List<TaskTable.Standing> over) throws SQLException {
        if (over.isEmpty()) {
            return 0;
        }
        List<String> tasks = over.stream().map(TaskTable.Standing::task).toList();
        List<String> attempts = session.query(
                "select id from ripresa_attempt where task = any (?)", params -> params.texts(tasks), Row::text);
        List<String> runs = session.query(
                "select task, number from ripresa_run where task = any (?)",
                params -> params.texts(tasks),
                row -> Keys.task(row.text()) + "#" + row.number());
        List<String> subjects =
                tasks.stream().map(task -> Keys.task(task).toString()).toList();
        timers(session, List.of(Timer.Kind.RERUN, Timer.Kind.EXPIRY), subjects);
        timers(session, List.of(Timer.Kind.LIVENESS), runs);
        timers(session, List.of(Timer.Kind.ISSUE, Timer.Kind.VERIFY), attempts);
        for (String table : List.of("attempt", "run", "failure", "journal", "task")) {
            session.update("delete from ripresa_" + table + " where task = any (?)", params -> params.texts(tasks));
        }
        TaskCounts counts = new TaskCounts();
        over.forEach(counts::leave);
        counts.write(session);
        return over.size();
    }

    private static void timers(Session session, List<Timer.Kind> kinds, List<String> subjects) throws SQLException {
        if (!subjects.isEmpty()) {
            session.update(
                    "delete from ripresa_timer where kind = any (?) and subject = any (?)",
                    params -> params.texts(kinds.stream().map(Enum::name).toList())
                            .texts(subjects));
        }
    }

    // --- incidents, and lines about nothing that is kept ---

    private int incidents(Session session, int limit) throws SQLException {
        List<String> over = session.query(
                "select id from ripresa_incident i where resolved = true and superseded = true and resolved_at < ?"
                        + " and not exists (select 1 from ripresa_task t where t.incident_id = i.id)"
                        + " order by resolved_at, id limit ?"
                        + session.dialect().skipLocked(),
                params -> params.time(cutoff.incidents()).number(limit),
                Row::text);
        if (!over.isEmpty()) {
            session.update(
                    "delete from ripresa_journal where incident_id = any (?) and task is null",
                    params -> params.texts(over));
            session.update("delete from ripresa_incident where id = any (?)", params -> params.texts(over));
        }
        return over.size();
    }

    private int lines(Session session) throws SQLException {
        List<Long> over = session.query(
                "select sequence from ripresa_journal where task is null and incident_id is null and at_time < ?"
                        + " order by at_time limit ?" + session.dialect().skipLocked(),
                params -> params.time(cutoff.incidents()).number(LINES),
                Row::bigNumber);
        session.batch(
                "delete from ripresa_journal where sequence = ?",
                over,
                (params, sequence) -> params.number(sequence.longValue()));
        return over.size();
    }
}
