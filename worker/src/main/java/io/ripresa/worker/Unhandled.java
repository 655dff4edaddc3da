package io.ripresa.worker;

import static io.ripresa.worker.Sql.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tasks of a type that no living process runs. They wait, and are not failed: the process that runs them may be about to
 * be deployed, or be down.
 *
 * @param type their type
 * @param waiting how many wait, counted up to {@link #MOST}
 * @param since when the first of them was or will be due
 */
record Unhandled(String type, int waiting, Instant since) {

    private static final int MOST = 1_000;

    static List<Unhandled> find(Connection c, Triggers triggers) throws SQLException {
        List<Unhandled> unhandled = new ArrayList<>();
        List<String> waiting = triggers.types(c);
        if (waiting.isEmpty()) {
            return unhandled;
        }
        TreeSet<String> handled = new TreeSet<>(query(
                c,
                "select distinct type from ripresa_worker_process_type where type in (" + Sql.marks(waiting.size())
                        + ")",
                r -> r.getString(1),
                waiting.toArray()));
        for (String type : waiting) {
            Optional<Instant> since = handled.contains(type) ? Optional.empty() : triggers.earliest(c, List.of(type));
            if (since.isPresent()) {
                unhandled.add(new Unhandled(type, triggers.waiting(c, type, MOST), since.get()));
            }
        }
        return unhandled;
    }

    /** What is the matter and what to do, in one sentence; empty where nothing is. */
    static String sentence(List<Unhandled> all) {
        return all.isEmpty()
                ? ""
                : "No living process runs tasks of "
                        + all.stream().map(Unhandled::text).collect(Collectors.joining(", nor of "))
                        + ": they wait. Start a worker that has a handler for that type, or cancel them.";
    }

    private String text() {
        return "type \"" + type + "\" (" + (waiting == MOST ? MOST + " or more" : Integer.toString(waiting))
                + ", due since " + since + ")";
    }
}
