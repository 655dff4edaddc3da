package io.ripresa.server.chaos;

import com.zaxxer.hikari.HikariDataSource;
import io.ripresa.model.Disposition;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.server.depot.LedgerReading;
import io.ripresa.spi.RecoveryReadModel;
import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.worker.NativeTaskSystem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from the database of a run what became of its tasks. */
final class EvidenceReader {

    private static final int PAGE = 500;
    private static final int LINES = 60;

    private final ChaosSite site;
    private final List<ChaosTask> tasks;
    private final RecoveryReadModel store;

    EvidenceReader(ChaosSite site, List<ChaosTask> tasks) {
        this.site = site;
        this.tasks = List.copyOf(tasks);
        this.store = site.desk().read();
    }

    /** How many tasks have not come to an end. */
    int open() {
        Map<String, TaskRecord> records = records();
        LedgerReading ledger = new LedgerReading(site.ledger().entries());
        int open = 0;
        for (ChaosTask task : tasks) {
            TaskStory story = new TaskStory(task, records.get(task.id()), List.of(), List.of(), List.of());
            open += story.isOver(ledger.succeededAt(task.id()) != null) ? 0 : 1;
        }
        return open;
    }

    List<TaskStory> stories() {
        Map<String, TaskRecord> records = records();
        List<TaskStory> stories = new ArrayList<>();
        for (ChaosTask task : tasks) {
            stories.add(story(task, records.get(task.id())));
        }
        return stories;
    }

    private TaskStory story(ChaosTask task, @Nullable TaskRecord record) {
        if (record == null) {
            return new TaskStory(task, null, List.of(), List.of(), List.of());
        }
        TaskKey key = record.key();
        boolean quiet =
                record.disposition() == Disposition.UNAFFECTED && record.runs().latest() <= 1;
        return quiet
                ? new TaskStory(task, record, List.of(), List.of(), store.runsOf(key))
                : new TaskStory(task, record, store.attemptsOf(key), store.failuresOf(key), store.runsOf(key));
    }

    private Map<String, TaskRecord> records() {
        Map<String, TaskRecord> records = new HashMap<>();
        TaskKey after = null;
        while (true) {
            List<TaskRecord> page = store.findTasks(new TaskQuery(null, null, null, after, PAGE));
            page.forEach(record -> records.put(record.key().externalId(), record));
            if (page.size() < PAGE) {
                return records;
            }
            after = page.get(page.size() - 1).key();
        }
    }

    /** How many tasks the store counts, by their dispositions. */
    long counted() {
        return store.dispositionCounts().stream()
                .mapToLong(DispositionCount::tasks)
                .sum();
    }

    /** What the task system accepted, by the id of the attempt. */
    Map<String, Evidence.Order> orders() {
        Map<String, Evidence.Order> orders = new HashMap<>();
        try (HikariDataSource pool = site.postgres().dataSource(site.database(), 1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select attempt_id, at, valid_until from ripresa_worker_order")) {
            while (row.next()) {
                orders.put(row.getString(1), new Evidence.Order(instant(row, 2), instant(row, 3)));
            }
            return orders;
        } catch (SQLException e) {
            throw new IllegalStateException("the orders cannot be read: " + e.getMessage(), e);
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** What the journal says of a task, oldest first. */
    List<String> journal(String task) {
        List<JournalEntry> lines =
                new ArrayList<>(store.journalOf(new TaskKey(NativeTaskSystem.NAME, task), null, LINES));
        Collections.reverse(lines);
        return lines.stream()
                .map(line -> line.at() + " " + line.kind() + " " + line.text())
                .toList();
    }
}
