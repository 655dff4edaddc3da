package io.ripresa.jdbc;

import io.ripresa.model.RunKey;
import io.ripresa.model.RunState;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskExecutionTrace.Progress;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.RecoveryReadModel.RunCount;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** {@code ripresa_run}. */
final class RunTable extends VersionedTable<TaskExecutionTrace> {

    RunTable() {
        super("ripresa_run", "task, number", """
                state, worker, attempt_id, stage_sequence, stage, outward, last_seen_at, started_at, ended_at""");
    }

    @Override
    void bindKey(Params params, TaskExecutionTrace row) throws SQLException {
        params.text(Keys.of(row.run().task())).number(row.run().number());
    }

    @Override
    void bindColumns(Params params, TaskExecutionTrace row) throws SQLException {
        params.name(row.state())
                .text(row.worker())
                .text(row.attemptId())
                .number(row.progress().sequence())
                .text(row.progress().stage())
                .flag(row.progress().outward())
                .time(row.progress().lastSeenAt())
                .time(row.startedAt())
                .time(row.endedAt());
    }

    @Override
    TaskExecutionTrace read(Row row) throws SQLException {
        return new TaskExecutionTrace(
                new RunKey(Keys.task(row.text()), row.number()),
                row.name(RunState.class),
                row.text(),
                row.textOrNull(),
                new Progress(row.number(), row.text(), row.flag(), row.time()),
                row.time(),
                row.timeOrNull(),
                row.bigNumber());
    }

    @Override
    long version(TaskExecutionTrace row) {
        return row.version();
    }

    @Override
    Comparator<TaskExecutionTrace> lockOrder() {
        return Comparator.comparing(TaskExecutionTrace::run);
    }

    /** By workspace, from the index over runs in progress. */
    static List<RunCount> inProgress(Session session, Instant silentSince) throws SQLException {
        return session.query(
                "select t.workspace, count(*), sum(case when r.last_seen_at < ? then 1 else 0 end), min(r.started_at)"
                        + " from ripresa_run r join ripresa_task t on t.task = r.task"
                        + " where r.ended_at is null group by t.workspace order by t.workspace",
                params -> params.time(silentSince),
                row -> new RunCount(row.text(), row.bigNumber(), row.bigNumber(), row.time()));
    }

    List<TaskExecutionTrace> ofTask(Session session, TaskKey task) throws SQLException {
        return session.query(select() + "where task = ? order by number", p -> p.text(Keys.of(task)), this::read);
    }
}
