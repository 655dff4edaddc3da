package io.ripresa.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One asking for due work.
 *
 * @param node who asks
 * @param now the store's time, or null for the database's
 * @param lasting how long until the claim runs out
 * @param limit most rows
 */
record Claim(String node, @Nullable Instant now, Duration lasting, int limit) {

    /**
     * Hides rows that are due from others until the claim runs out, in one statement: rows that somebody else is
     * claiming are passed over, and nobody can be stopped between finding and claiming.
     *
     * @param table the table
     * @param key its key columns
     * @param condition what else must hold, beginning with {@code and}; may be empty
     * @param columns what to return of the claimed rows
     * @param bound binds the condition
     */
    <R> List<R> take(
            Session session,
            String table,
            List<String> key,
            String condition,
            String columns,
            Session.Binder bound,
            Session.RowReader<R> reader)
            throws SQLException {
        String found = String.join(", ", key);
        String same = String.join(
                " and ", key.stream().map(one -> one + " = due_" + one).toList());
        String due = String.join(
                ", ", key.stream().map(one -> one + " as due_" + one).toList());
        // Materialised: a plan that looked for due rows again for every row updated would take more than the limit.
        String sql = "with due as materialized (select " + due + " from " + table
                + " where visible_at <= coalesce(?, current_timestamp) " + condition + " order by visible_at, " + found
                + " limit ? for update skip locked) update " + table
                + " set visible_at = coalesce(?, current_timestamp) + ? * interval '1 microsecond', claimed_by = ?"
                + " from due where " + same + " returning " + columns;
        return session.query(
                sql,
                params -> {
                    params.time(now);
                    bound.bind(params);
                    params.number(limit)
                            .time(now)
                            .number(lasting.toNanos() / 1000)
                            .text(node);
                },
                reader);
    }

    /** The time on a database that cannot do it in one statement. */
    Instant at(Session session) throws SQLException {
        return now != null
                ? now
                : Params.micros(Objects.requireNonNull(
                        session.first("select " + session.dialect().time(), params -> {}, Row::time)));
    }

    /**
     * The same in two steps.
     *
     * @param at the time
     * @param update conditional on the row not having been claimed: time and node to set, the row, the time asked
     * @param due what was seen as due
     * @param row binds which row
     * @return those that nobody else claimed meanwhile
     */
    <R> List<R> take(Session session, Instant at, String update, List<R> due, Session.RowBinder<R> row)
            throws SQLException {
        int[] changed = session.batch(update, due, (params, each) -> {
            params.time(at.plus(lasting)).text(node);
            row.bind(params, each);
            params.time(at);
        });
        List<R> mine = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] != 0) {
                mine.add(due.get(i));
            }
        }
        return mine;
    }

    static <R> List<R> sorted(List<R> rows, Comparator<R> order) {
        return rows.stream().sorted(order).toList();
    }
}
