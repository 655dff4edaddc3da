package io.ripresa.worker;

import static io.ripresa.worker.Sql.first;
import static io.ripresa.worker.Sql.query;

import io.ripresa.worker.Guards.Duplicates;
import io.ripresa.worker.TaskRow.Origin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at new tasks before they are stored: how deep they are, how fast handlers make them, whether there is the same
 * one already. Stateless.
 *
 * <p>How fast is counted from what is committed: of handlers that submit at the same instant some may pass together. Two
 * duplicates that are submitted at the same instant are told apart, but for those in transactions of their callers.
 */
final class SubmissionGuard {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    /** Tells this lock of the database from others'. */
    private static final int LOCK = 0x52_69_70_32;

    private final Guards guards;
    private final Dialect dialect;

    SubmissionGuard(Guards guards, Dialect dialect) {
        this.guards = guards;
        this.dialect = dialect;
    }

    /**
     * These tasks with where they come from.
     *
     * @param fresh tasks that are not known
     * @param maker the run whose handler makes them, or null
     * @param alone whether the transaction ends as soon as they are stored
     * @throws SubmissionRefusedException if one is refused
     */
    List<TaskRow> check(Connection c, List<TaskRow> fresh, @Nullable LiveRun maker, boolean alone, Instant now)
            throws SQLException {
        if (fresh.isEmpty()) {
            return fresh;
        }
        int depth = maker == null ? 0 : maker.row().origin().depth() + 1;
        if (maker != null) {
            checkDepth(fresh.get(0), maker, depth);
            checkRate(c, fresh, now);
        }
        List<TaskRow> known = new ArrayList<>();
        for (TaskRow task : fresh) {
            String content = guards.duplicates() == Duplicates.ALLOW ? null : digest(task);
            known.add(task.from(new Origin(maker == null ? null : maker.row().id(), depth, content, null)));
        }
        return guards.duplicates() == Duplicates.ALLOW ? known : withDuplicates(c, known, alone);
    }

    private void checkDepth(TaskRow task, LiveRun maker, int depth) {
        if (depth > guards.depth()) {
            throw new SubmissionRefusedException("task \"" + task.id() + "\" would be at depth " + depth
                    + ", made by the handler of task \"" + maker.row().id() + "\" at depth " + (depth - 1)
                    + "; at most " + guards.depth() + " is allowed (ripresa.worker.guards.depth). Tasks that make tasks"
                    + " without end fill the queue: end the chain, or raise the limit. Nothing was taken.");
        }
    }

    private void checkRate(Connection c, List<TaskRow> fresh, Instant now) throws SQLException {
        Map<List<String>, Integer> wanted = new TreeMap<>(SubmissionGuard::compare);
        fresh.forEach(task -> wanted.merge(
                List.of(task.descriptor().workspace(), task.descriptor().type()), 1, Integer::sum));
        for (Map.Entry<List<String>, Integer> some : wanted.entrySet()) {
            int room = guards.createdPerMinute() - some.getValue();
            int made = query(
                            c,
                            "select count(*) from (select 1 from ripresa_worker_task where workspace = ? and type = ?"
                                    + " and depth > 0 and submitted_at > ? fetch first " + (Math.max(0, room) + 1)
                                    + " rows only) as made",
                            r -> r.getInt(1),
                            some.getKey().get(0),
                            some.getKey().get(1),
                            now.minus(WINDOW))
                    .get(0);
            if (made > room) {
                throw new SubmissionRefusedException("handlers made " + made + " or more tasks of type \""
                        + some.getKey().get(1) + "\" in workspace \""
                        + some.getKey().get(0)
                        + "\" within the last minute, and this would be " + some.getValue() + " more; at most "
                        + guards.createdPerMinute() + " are allowed (ripresa.worker.guards.created-per-minute). Look"
                        + " whether tasks make each other in circles, or raise the limit. Nothing was taken.");
            }
        }
    }

    private static int compare(List<String> one, List<String> other) {
        int first = one.get(0).compareTo(other.get(0));
        return first != 0 ? first : one.get(1).compareTo(other.get(1));
    }

    /** These tasks; those that repeat another are refused, set aside, or told apart. */
    private List<TaskRow> withDuplicates(Connection c, List<TaskRow> fresh, boolean alone) throws SQLException {
        if (alone && dialect == Dialect.POSTGRESQL) {
            // Whoever submits tasks of the same type in the same workspace waits a moment.
            List<String> places = fresh.stream()
                    .map(t -> t.descriptor().workspace() + '\n' + t.descriptor().type())
                    .distinct()
                    .sorted()
                    .toList();
            for (String place : places) {
                query(c, "select pg_advisory_xact_lock(?, hashtext(?))", r -> 1, LOCK, place);
            }
        }
        Map<String, TaskRow> seen = new TreeMap<>();
        List<TaskRow> all = new ArrayList<>();
        for (TaskRow task : fresh) {
            String content = String.valueOf(task.origin().content());
            TaskRow twin = seen.putIfAbsent(content, task);
            String earlier = twin != null
                    ? twin.id()
                    : first(
                            c,
                            "select id from ripresa_worker_task where content = ?"
                                    + " and state in ('SCHEDULED', 'HELD', 'RUNNING', 'PARKED')"
                                    + " order by submitted_at fetch first 1 rows only",
                            r -> r.getString(1),
                            content);
            if (earlier != null && guards.duplicates() == Duplicates.REFUSE) {
                throw new SubmissionRefusedException("task \"" + task.id() + "\" is a duplicate of task \"" + earlier
                        + "\", which has not ended: the same workspace \""
                        + task.descriptor().workspace()
                        + "\", type \"" + task.descriptor().type() + "\" and payload. Wait for that one, submit it by"
                        + " its id, or allow duplicates (ripresa.worker.guards.duplicates). Nothing was taken.");
            }
            TaskRow told = task.from(task.origin().repeating(earlier));
            all.add(earlier != null && guards.duplicates() == Duplicates.PARK ? told.aside() : told);
        }
        return all;
    }

    private static String digest(TaskRow task) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part :
                    List.of(task.descriptor().workspace(), task.descriptor().type(), task.payload())) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                sha.update(bytes);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
