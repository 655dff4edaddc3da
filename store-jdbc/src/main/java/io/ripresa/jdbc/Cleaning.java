package io.ripresa.jdbc;

import io.ripresa.model.Disposition;
import io.ripresa.model.Timer;
import io.ripresa.spi.RecoveryStore.Cutoff;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Deletes what is over and old, by the rules of {@code RecoveryStore#clean}. Stateless. */
final class Cleaning {

    private static final List<String> TERMINAL = Arrays.stream(Disposition.values())
            .filter(Disposition::isTerminal)
            .map(Disposition::name)
            .toList();

    private Cleaning() {}

    /** In one transaction: tasks that are over, with all that is theirs; how many. */
    static int tasks(Session session, Instant before, int limit) throws SQLException {
        List<String> over = session.query(
                "select task from ripresa_task t where since < ? and live_attempt is null"
                        + " and (disposition = any (?) and not exists (select 1 from ripresa_run r"
                        + " where r.task = t.task and r.number = t.latest_run and r.ended_at >= ?)"
                        + " or disposition = ? and exists (select 1 from ripresa_run r"
                        + " where r.task = t.task and r.number = t.latest_run and r.ended_at < ?))"
                        + " and not exists (select 1 from ripresa_incident i where i.id = t.incident_id"
                        + " and (i.resolved = false or i.resolved_at is null or i.resolved_at >= ?))"
                        + " order by task limit ?" + session.dialect().claimLock(),
                params -> params.time(before)
                        .texts(TERMINAL)
                        .time(before)
                        .name(Disposition.UNAFFECTED)
                        .time(before)
                        .time(before)
                        .number(limit),
                Row::text);
        if (over.isEmpty()) {
            return 0;
        }
        List<String> attempts = of(session, "select id from ripresa_attempt where task = any (?)", over, Row::text);
        List<String> runs = of(
                session,
                "select task, number from ripresa_run where task = any (?)",
                over,
                row -> Keys.task(row.text()) + "#" + row.number());
        List<String> subjects =
                over.stream().map(task -> Keys.task(task).toString()).toList();
        timers(session, Timer.Kind.RERUN, subjects);
        timers(session, Timer.Kind.EXPIRY, subjects);
        timers(session, Timer.Kind.LIVENESS, runs);
        timers(session, Timer.Kind.ISSUE, attempts);
        timers(session, Timer.Kind.VERIFY, attempts);
        for (String table : List.of("attempt", "run", "failure", "journal", "task")) {
            session.update("delete from ripresa_" + table + " where task = any (?)", params -> params.texts(over));
        }
        return over.size();
    }

    /** In one transaction: incidents that are over and lines about nothing that is kept; how many. */
    static int incidents(Session session, Cutoff cutoff, int limit) throws SQLException {
        List<String> over = new ArrayList<>(session.query(
                "select id from ripresa_incident i where resolved = true and resolved_at < ?"
                        + " and not exists (select 1 from ripresa_task t where t.incident_id = i.id)"
                        + " and exists (select 1 from ripresa_incident later where later.cause_id = i.cause_id"
                        + " and later.created > i.created) order by id limit ?"
                        + session.dialect().claimLock(),
                params -> params.time(cutoff.incidents()).number(limit),
                Row::text));
        if (!over.isEmpty()) {
            session.update(
                    "delete from ripresa_journal where incident_id = any (?) and task is null",
                    params -> params.texts(over));
            session.update("delete from ripresa_incident where id = any (?)", params -> params.texts(over));
        }
        int lines = session.update(
                "delete from ripresa_journal where task is null and incident_id is null and at_time < ?",
                params -> params.time(cutoff.incidents()));
        return over.size() + lines;
    }

    private static <T> List<T> of(Session session, String sql, List<String> keys, Session.RowReader<T> reader)
            throws SQLException {
        return session.query(sql, params -> params.texts(keys), reader);
    }

    private static void timers(Session session, Timer.Kind kind, List<String> subjects) throws SQLException {
        if (!subjects.isEmpty()) {
            session.update(
                    "delete from ripresa_timer where kind = ? and subject = any (?)",
                    params -> params.name(kind).texts(subjects));
        }
    }
}
