package io.ripresa.tck;

import io.ripresa.model.Attempt;
import io.ripresa.model.Cause;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.RunState;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A kind of row that carries versions, so that one test states a promise for all of them.
 *
 * @param <R> the row
 * @param name for the test report
 * @param sparse a row with all that may be absent absent
 * @param full a row with a value in every field
 * @param change another content for a row
 * @param version reads the version
 * @param withVersion sets the version
 * @param add adds the row to a set of changes
 * @param stored the row in the store that has the same identity, or null
 */
record RowType<R>(
        String name,
        R sparse,
        R full,
        UnaryOperator<R> change,
        ToLongFunction<R> version,
        BiFunction<R, Long, R> withVersion,
        BiConsumer<Changes, R> add,
        BiFunction<RecoveryStore, R, @Nullable R> stored) {

    static List<RowType<?>> all() {
        return List.of(tasks(), runs(), attempts(), gates(), incidents(), workspaces());
    }

    R at(R row, long newVersion) {
        return withVersion.apply(row, newVersion);
    }

    Changes changes(R row) {
        return addTo(new Changes(), row);
    }

    Changes addTo(Changes changes, R row) {
        add.accept(changes, row);
        return changes;
    }

    @Override
    public String toString() {
        return name;
    }

    private static RowType<TaskRecord> tasks() {
        return new RowType<>(
                "task",
                Rows.task("t-1"),
                Rows.fullTask("t-full"),
                row -> row.withLiveAttempt("changed"),
                TaskRecord::version,
                TaskRecord::withVersion,
                Changes::task,
                (store, row) -> store.tasks(List.of(row.key())).get(row.key()));
    }

    private static RowType<TaskExecutionTrace> runs() {
        return new RowType<>(
                "run",
                Rows.run("t-1", 1),
                Rows.fullRun("t-full", 5),
                row -> row.state() == RunState.RUNNING
                        ? row.ended(RunState.SUCCEEDED, Rows.at(99))
                        : row.withProgress(new TaskExecutionTrace.Progress(9, "changed", false, Rows.at(99))),
                TaskExecutionTrace::version,
                TaskExecutionTrace::withVersion,
                Changes::run,
                (store, row) -> store.runs(List.of(row.run())).get(row.run()));
    }

    private static RowType<Attempt> attempts() {
        return new RowType<>(
                "attempt",
                Rows.attempt("t-1", 1, 1, Rows.START),
                Rows.fullAttempt("t-full"),
                row -> new Attempt(
                        row.id(),
                        row.task(),
                        row.order(),
                        new Attempt.Passage("inc-changed", List.of(), true, Rows.at(99), null),
                        row.state(),
                        null,
                        row.version()),
                Attempt::version,
                Attempt::withVersion,
                Changes::attempt,
                (store, row) -> store.attempts(List.of(row.id())).get(row.id()));
    }

    private static RowType<Gate> gates() {
        return new RowType<>(
                "gate",
                Rows.gate("db:orders"),
                Rows.fullGate("api.example:443"),
                row -> row.withSlots(1).withNotBefore(Rows.at(99)).withRamp(null),
                Gate::version,
                Gate::withVersion,
                Changes::gate,
                (store, row) -> store.gates(List.of(row.key())).get(row.key()));
    }

    private static RowType<WorkspaceRecord> workspaces() {
        return new RowType<>(
                "workspace",
                Rows.workspace("acme", Rows.START),
                Rows.fullWorkspace("a|b"),
                row -> row.withReasons(List.of("changed")),
                WorkspaceRecord::version,
                WorkspaceRecord::withVersion,
                Changes::workspace,
                (store, row) -> store.workspaces().stream()
                        .filter(stored -> stored.name().equals(row.name()))
                        .findFirst()
                        .orElse(null));
    }

    private static RowType<Incident> incidents() {
        return new RowType<>(
                "incident",
                Rows.incident(Rows.cause("db:orders"), 1, Rows.START),
                Rows.fullIncident(new Cause.Ungated("acme", "v1:" + Rows.AWKWARD), 7),
                row -> row.withCounts(new Incident.Counts(9, 8, 7, 6, 5, 4))
                        .moved(IncidentState.RESOLVED, "changed", Rows.at(99)),
                Incident::version,
                Incident::withVersion,
                Changes::incident,
                (store, row) -> store.incidents(List.of(row.id())).get(row.id()));
    }
}
