package io.ripresa.worker;

import static io.ripresa.worker.Sql.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many runs of one workspace may be under way at once, over all processes on the database. Thread-safe.
 *
 * <p>Runs are counted, not remembered: no counter can be wrong after a crash. Who begins runs of a workspace takes its
 * lock first, so that two processes do not both take the last place. Where all living processes together have no more
 * threads than the limit, it cannot be reached, and nothing is locked or counted. The limit of a single workspace may be
 * raised to no more than twice itself for a while.
 */
final class WorkspaceLimit {

    /** What a process of a version that does not say counts for: more than any limit is asked for. */
    private static final String THREADS =
            "(select coalesce(sum(coalesce(threads, 1000)), 0) from ripresa_worker_process)";

    /** Whether the limit cannot be reached; one parameter, the limit. */
    static final String OUT_OF_REACH = " " + THREADS + " <= ?";

    /** Tells this lock of the database from others'. */
    private static final int LOCK = 0x52_69_70_31;

    private final Dialect dialect;
    private final int threads;
    private final int atMost;
    private volatile boolean inReach;

    /**
     * @param threads how many runs at once in this process
     * @param atMost runs of a workspace
     */
    WorkspaceLimit(Dialect dialect, int threads, int atMost) {
        this.dialect = dialect;
        this.threads = threads;
        this.atMost = atMost;
        this.inReach = threads > atMost;
    }

    int threads() {
        return threads;
    }

    /** As it is set. */
    int base() {
        return atMost;
    }

    /** Of one workspace now. */
    int atMost(Connection c, String workspace) throws SQLException {
        return atMost(raised(c), workspace);
    }

    private int atMost(Map<String, Integer> raised, String workspace) {
        return Math.min(2 * atMost, Math.max(atMost, raised.getOrDefault(workspace, atMost)));
    }

    /** Limits that are raised for a while: few. */
    private static Map<String, Integer> raised(Connection c) throws SQLException {
        Map<String, Integer> raised = new TreeMap<>();
        query(c, "select workspace, at_most from ripresa_worker_raised", r -> raised.put(r.getString(1), r.getInt(2)));
        return raised;
    }

    /** Ends what was raised until before a time. */
    static void endRaised(Connection c, Instant now) throws SQLException {
        Sql.update(c, "delete from ripresa_worker_raised where until <= ?", now);
    }

    /** The living processes have so many threads together, 1000 for one that does not say. */
    void seen(long threadsOfAll) {
        inReach = threadsOfAll > atMost;
    }

    /** Whether the limit can be reached, as of the last beat: good enough for where to look, not for whether to begin. */
    boolean isInReach() {
        return inReach;
    }

    /** The workspaces that have no room now. */
    Set<String> full(Connection c) throws SQLException {
        Set<String> full = new TreeSet<>();
        Map<String, Integer> counts = counts(c, " group by t.workspace having count(*) >= ?", atMost);
        Map<String, Integer> raised = counts.isEmpty() ? counts : raised(c);
        counts.forEach((workspace, count) -> {
            if (count >= atMost(raised, workspace)) {
                full.add(workspace);
            }
        });
        return full;
    }

    /**
     * How many runs of each of these workspaces may begin in this transaction, or nothing where the limit cannot be
     * reached. Nobody else begins one of them until it is over.
     */
    Map<String, Integer> room(Connection c, Collection<String> workspaces) throws SQLException {
        Map<String, Integer> room = new TreeMap<>();
        if (workspaces.isEmpty() || isOutOfReach(c)) {
            return room;
        }
        List<String> each = List.copyOf(new TreeSet<>(workspaces));
        if (dialect == Dialect.POSTGRESQL) {
            for (String workspace : each) {
                query(c, "select pg_advisory_xact_lock(?, hashtext(?))", r -> 1, LOCK, workspace);
            }
        }
        Map<String, Integer> counts =
                counts(c, " and t.workspace in (" + Sql.marks(each.size()) + ") group by t.workspace", each.toArray());
        Map<String, Integer> raised = raised(c);
        each.forEach(workspace ->
                room.put(workspace, Math.max(0, atMost(raised, workspace) - counts.getOrDefault(workspace, 0))));
        return room;
    }

    private boolean isOutOfReach(Connection c) throws SQLException {
        return query(c, "select" + OUT_OF_REACH, r -> r.getBoolean(1), atMost).get(0);
    }

    /** By the living processes: few rows, however many tasks wait. */
    private static Map<String, Integer> counts(Connection c, String which, Object... parameters) throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        query(
                c,
                "select t.workspace, count(*) from ripresa_worker_process p"
                        + " join ripresa_worker_task t on t.incarnation = p.incarnation where t.state = 'RUNNING'"
                        + which,
                r -> counts.put(r.getString(1), r.getInt(2)),
                parameters);
        return counts;
    }

    /** What is the matter and what to do, in one sentence; empty where nothing is. */
    String sentence(Set<String> full) {
        return full.isEmpty()
                ? ""
                : "As many runs as are allowed at once (" + atMost + ", ripresa.worker.guards.runs-per-workspace) are"
                        + " under way in workspace \"" + String.join("\", \"", full) + "\": what is due there waits.";
    }
}
