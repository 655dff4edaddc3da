package io.ripresa.jdbc;

import io.ripresa.model.Disposition;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code ripresa_task_count}, as one transaction changes it: tasks leave a place and come to another. Counting all tasks
 * would cost what there are; the page asks every second. For one transaction.
 */
final class TaskCounts {

    private final TreeMap<Place, Long> moves = new TreeMap<>();

    /** Where a task is counted. */
    private record Place(String workspace, String disposition) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byWorkspace = workspace.compareTo(other.workspace);
            return byWorkspace != 0 ? byWorkspace : disposition.compareTo(other.disposition);
        }
    }

    /**
     * Counts tasks where they will stand, and no longer where they do.
     *
     * @return false where one of them has another version than what is to be written
     */
    boolean move(Session session, TaskTable table, List<TaskRecord> tasks) throws SQLException {
        List<String> known = tasks.stream()
                .filter(task -> task.version() > 0)
                .map(task -> Keys.of(task.key()))
                .toList();
        Map<String, TaskTable.Standing> standings = new HashMap<>();
        table.lock(session, known).forEach(standing -> standings.put(standing.task(), standing));
        for (TaskRecord task : tasks) {
            String key = Keys.of(task.key());
            TaskTable.Standing before = standings.get(key);
            if (task.version() != (before == null ? 0 : before.version())) {
                return false;
            }
            if (before != null) {
                leave(before);
            }
            // A task may be written twice in one batch.
            TaskTable.Standing after = new TaskTable.Standing(
                    key,
                    task.version() + 1,
                    task.descriptor().workspace(),
                    task.disposition().name());
            add(after.workspace(), after.disposition(), 1);
            standings.put(key, after);
        }
        return true;
    }

    void leave(TaskTable.Standing standing) {
        add(standing.workspace(), standing.disposition(), -1);
    }

    private void add(String workspace, String disposition, long tasks) {
        moves.merge(new Place(workspace, disposition), tasks, Long::sum);
    }

    /** Writes what was counted. Last in a transaction: others wait for these rows only while it commits. */
    void write(Session session) throws SQLException {
        List<Map.Entry<Place, Long>> changed = new ArrayList<>(moves.entrySet());
        changed.removeIf(move -> move.getValue() == 0);
        session.batch(
                session.dialect().addToCount(),
                changed,
                (params, move) -> params.text(move.getKey().workspace())
                        .text(move.getKey().disposition())
                        .number(move.getValue()));
    }

    static List<DispositionCount> read(Session session) throws SQLException {
        return session
                .query(
                        "select workspace, disposition, sum(tasks) from ripresa_task_count"
                                + " group by workspace, disposition having sum(tasks) > 0",
                        params -> {},
                        row -> new DispositionCount(row.text(), row.name(Disposition.class), row.bigNumber()))
                .stream()
                .sorted(Comparator.comparing(DispositionCount::workspace).thenComparing(DispositionCount::disposition))
                .toList();
    }
}
