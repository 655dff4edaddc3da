package io.ripresa.jdbc;

import io.ripresa.model.Dependency;
import io.ripresa.model.Disposition;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Runs;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code ripresa_task}. */
final class TaskTable extends VersionedTable<TaskRecord> {

    TaskTable() {
        super("ripresa_task", "task", """
                workspace, type, priority, side_effects, single_call, key_valid_for, submitted_at, run_timeout,
                expires_at, dependencies, disposition, note, since, latest_run, first_started_at, attempts, granted,
                incident_id, trouble_since, failed_at, not_before, diagnosis, share, live_attempt; lane, turn""");
    }

    @Override
    void bindKey(Params params, TaskRecord row) throws SQLException {
        params.text(Keys.of(row.key()));
    }

    @Override
    void bindColumns(Params params, TaskRecord row) throws SQLException {
        TaskDescriptor task = row.descriptor();
        Trouble trouble = row.trouble();
        params.text(task.workspace())
                .text(task.type())
                .number(task.priority())
                .name(task.safety().sideEffects())
                .flag(task.safety().singleCall())
                .length(task.safety().keyValidFor())
                .time(task.timing().submittedAt())
                .length(task.timing().timeout())
                .time(task.timing().expiresAt())
                .text(Packed.list(
                        task.dependencies().stream().map(Dependency::name).toList()))
                .name(row.disposition())
                .text(row.note())
                .time(row.since())
                .number(row.runs().latest())
                .time(row.runs().firstStartedAt())
                .number(row.runs().attempts())
                .number(row.runs().granted())
                .text(trouble == null ? null : trouble.incidentId())
                .time(trouble == null ? null : trouble.since())
                .time(trouble == null ? null : trouble.failedAt())
                .time(trouble == null ? null : trouble.notBefore())
                .text(trouble == null ? null : Diagnoses.text(trouble.diagnosis()))
                .number(trouble == null ? 0 : trouble.share())
                .text(row.liveAttempt())
                .text(Lane.of(row))
                .number(Lane.turn(row));
    }

    @Override
    TaskRecord read(Row row) throws SQLException {
        TaskDescriptor descriptor = new TaskDescriptor(
                Keys.task(row.text()),
                row.text(),
                row.text(),
                row.number(),
                new TaskDescriptor.Safety(row.name(SideEffects.class), row.flag(), row.length()),
                new TaskDescriptor.Timing(row.time(), row.length(), row.timeOrNull()),
                Packed.list(row.text()).stream().map(Dependency::new).toList());
        return new TaskRecord(
                descriptor,
                row.name(Disposition.class),
                row.text(),
                row.time(),
                new Runs(row.number(), row.timeOrNull(), row.number(), row.number()),
                trouble(row),
                row.textOrNull(),
                row.bigNumber());
    }

    private static @Nullable Trouble trouble(Row row) throws SQLException {
        String incidentId = row.textOrNull();
        Instant since = row.timeOrNull();
        Instant failedAt = row.timeOrNull();
        Instant notBefore = row.timeOrNull();
        String diagnosis = row.textOrNull();
        int share = row.number();
        return incidentId == null || since == null || failedAt == null
                ? null
                : new Trouble(
                        incidentId,
                        since,
                        failedAt,
                        notBefore,
                        diagnosis == null ? null : Diagnoses.of(diagnosis),
                        share);
    }

    @Override
    long version(TaskRecord row) {
        return row.version();
    }

    @Override
    Comparator<TaskRecord> lockOrder() {
        return Comparator.comparing(TaskRecord::key);
    }

    /**
     * Where a task stands.
     *
     * @param task the key column
     */
    record Standing(String task, long version, String workspace, String disposition) {}

    /** Starts a select of {@link Standing}. */
    static final String STANDING = "select task, version, workspace, disposition from ripresa_task";

    static Standing standing(Row row) throws SQLException {
        return new Standing(row.text(), row.bigNumber(), row.text(), row.text());
    }

    /** Where those of the tasks stand that are there, and nobody else writes them before the transaction ends. */
    List<Standing> lock(Session session, Collection<String> keys) throws SQLException {
        return keys.isEmpty()
                ? List.of()
                : session.query(
                        STANDING + " where task = any (?) order by task for update",
                        params -> params.texts(keys),
                        TaskTable::standing);
    }

    /**
     * Tasks that match, by key. The indexes give them in that order within one disposition of an incident or a
     * workspace, so where no disposition is asked for, the first rows of each are read.
     */
    List<TaskRecord> find(Session session, TaskQuery query) throws SQLException {
        if (query.disposition() != null || (query.workspace() == null && query.incidentId() == null)) {
            return session.query(sql(query), params -> bind(params, query), this::read);
        }
        List<TaskQuery> perDisposition = Arrays.stream(Disposition.values())
                .map(each -> new TaskQuery(query.workspace(), each, query.incidentId(), query.after(), query.limit()))
                .toList();
        return session
                .query(
                        perDisposition.stream()
                                .map(each -> "(" + sql(each) + ")")
                                .collect(Collectors.joining(" union all ")),
                        params -> {
                            for (TaskQuery each : perDisposition) {
                                bind(params, each);
                            }
                        },
                        this::read)
                .stream()
                .sorted(lockOrder())
                .limit(query.limit())
                .toList();
    }

    private String sql(TaskQuery query) {
        String conditions = Stream.of(
                        query.incidentId() == null ? "" : "incident_id = ?",
                        query.workspace() == null ? "" : "workspace = ?",
                        query.disposition() == null ? "" : "disposition = ?",
                        query.after() == null ? "" : "task > ?")
                .filter(condition -> !condition.isEmpty())
                .collect(Collectors.joining(" and "));
        return select() + (conditions.isEmpty() ? "" : "where " + conditions) + " order by " + indexOrder(query)
                + "task limit ?";
    }

    private static void bind(Params params, TaskQuery query) throws SQLException {
        if (query.incidentId() != null) {
            params.text(query.incidentId());
        }
        if (query.workspace() != null) {
            params.text(query.workspace());
        }
        if (query.disposition() != null) {
            params.name(query.disposition());
        }
        if (query.after() != null) {
            params.text(Keys.of(query.after()));
        }
        params.number(query.limit());
    }

    /** Columns that are the same in all rows found, so that the order is that of an index and reading can stop early. */
    private static String indexOrder(TaskQuery query) {
        if (query.disposition() == null) {
            return "";
        }
        if (query.incidentId() != null) {
            return "incident_id, disposition, ";
        }
        return query.workspace() == null ? "disposition, " : "workspace, disposition, ";
    }
}
