package io.ripresa.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One asking for due work.
 *
 * @param node who asks
 * @param now the store's time
 * @param until when the claim runs out
 * @param limit most rows
 */
record Claim(String node, Instant now, Instant until, int limit) {

    /**
     * Hides the rows from others until the claim runs out.
     *
     * @param update conditional on the row not having been claimed: time and node to set, the row, the time asked
     * @param due what was seen as due
     * @param lockOrder the order in which rows are locked
     * @param row binds which row
     * @param order of the answer
     * @return those that nobody else claimed meanwhile
     */
    <R> List<R> take(
            Session session,
            String update,
            List<R> due,
            Comparator<R> lockOrder,
            Session.RowBinder<R> row,
            Comparator<R> order)
            throws SQLException {
        List<R> sorted = due.stream().sorted(lockOrder).toList();
        int[] changed = session.batch(update, sorted, (params, each) -> {
            params.time(until).text(node);
            row.bind(params, each);
            params.time(now);
        });
        List<R> mine = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] != 0) {
                mine.add(sorted.get(i));
            }
        }
        mine.sort(order);
        return mine;
    }
}
