package io.ripresa.jdbc;

import io.ripresa.jdbc.Dialect.Purpose;
import io.ripresa.model.Attempt;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import io.ripresa.spi.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The durable store, on H2 and PostgreSQL, shared by all nodes that use the database.
 *
 * <p>Every commit and every reservation is one transaction of a few batched statements; read committed is enough, since
 * every write is conditional on the version read. Rows are locked in one order everywhere: kill switch, gates,
 * incidents, tasks, runs, attempts, then the rest, each kind by key. A deadlock or lock time-out all the same counts as
 * a conflict: nothing was written, read again. Times are kept in whole microseconds: finer parts are cut off.
 *
 * <p>Safe for use by many threads.
 */
public final class JdbcRecoveryStore implements RecoveryStore {

    private static final DueWork NOTHING_DUE = new DueWork(List.of(), List.of());

    private final Transactions transactions;
    private final @Nullable InstantSource clock;
    private final Tables tables = new Tables();

    /**
     * Brings the tables up to date and opens the store, by the database's clock.
     *
     * @param database gives pooled connections
     * @throws StoreException if the database cannot be reached or changed, or is neither H2 nor PostgreSQL
     */
    public static JdbcRecoveryStore open(DataSource database) {
        StoreSchema.migrate(database);
        return new JdbcRecoveryStore(database);
    }

    /**
     * A store that goes by the database's clock. The tables must be there: {@link StoreSchema#migrate}.
     *
     * @param database gives pooled connections
     * @throws StoreException if the database cannot be reached or is neither H2 nor PostgreSQL
     */
    public JdbcRecoveryStore(DataSource database) {
        this(database, null);
    }

    /**
     * A store that goes by a clock given, the same on all nodes; for tests.
     *
     * @param database gives pooled connections
     * @param clock the store's clock, or null for the database's
     * @throws StoreException if the database cannot be reached or is neither H2 nor PostgreSQL
     */
    public JdbcRecoveryStore(DataSource database, @Nullable InstantSource clock) {
        try {
            this.transactions = new Transactions(database, Dialect.of(database));
        } catch (SQLException e) {
            throw new StoreException("the store's database could not be reached: " + Transactions.reason(e), e);
        }
        this.clock = clock;
    }

    @Override
    public Instant now() {
        return clock == null ? transactions.read(JdbcRecoveryStore::databaseTime) : Params.micros(clock.instant());
    }

    private static Instant databaseTime(Session session) throws SQLException {
        return Params.micros(Objects.requireNonNull(
                session.first("select " + session.dialect().time(), params -> {}, Row::time)));
    }

    @Override
    public Map<TaskKey, TaskRecord> tasks(Collection<TaskKey> keys) {
        return find(keys, tables.tasks, Keys::of, TaskRecord::key);
    }

    @Override
    public Map<RunKey, TaskExecutionTrace> runs(Collection<RunKey> keys) {
        return find(keys, tables.runs, key -> Keys.of(key.task()), TaskExecutionTrace::run);
    }

    @Override
    public Map<String, Attempt> attempts(Collection<String> ids) {
        return find(ids, tables.attempts, id -> id, Attempt::id);
    }

    @Override
    public Map<GateKey, Gate> gates(Collection<GateKey> keys) {
        return find(keys, tables.gates, Keys::of, Gate::key);
    }

    @Override
    public Map<String, Incident> incidents(Collection<String> ids) {
        return find(ids, tables.incidents, id -> id, Incident::id);
    }

    @Override
    public Map<String, Incident> latestIncidents(Collection<Cause> causes) {
        List<String> ids = causes.stream().map(Cause::id).distinct().toList();
        return inOrder(
                ids,
                transactions.read(session -> tables.incidents.latest(session, ids)),
                incident -> incident.cause().id());
    }

    @Override
    public @Nullable ReportedChange reportedChange(String id) {
        return transactions.readOrNull(session -> tables.changes.find(session, id));
    }

    @Override
    public List<Incident> awaitingFix(@Nullable String after, int limit) {
        return transactions.read(session -> tables.incidents.awaitingFix(session, after, limit));
    }

    @Override
    public List<ReportedChange> latestReportedChanges(int limit) {
        return transactions.read(session -> tables.changes.latest(session, limit));
    }

    @Override
    public @Nullable String cursor(String system) {
        return transactions.readOrNull(session -> tables.small.cursor(session, system));
    }

    @Override
    public Control control() {
        return transactions.read(tables.small::control);
    }

    @Override
    public Moment moment() {
        return transactions.read(session -> {
            Moment moment = tables.small.moment(session);
            return new Moment(storeTime(moment.now()), moment.control());
        });
    }

    @Override
    public CommitResult commit(Changes changes) {
        return transactions.write(
                CommitResult.class,
                changes.control() != null
                        ? Purpose.SWITCH
                        : changes.refusedByKillSwitch() ? Purpose.UNDER_SWITCH : Purpose.ROWS,
                CommitResult.CONFLICT,
                session -> tables.commit(session, changes, this::storeTime));
    }

    @Override
    public List<ReserveResult> reserve(Reservation reservation) {
        BatchReservation batch = new BatchReservation(tables, reservation);
        return batch.results(transactions.write(
                BatchReservation.Verdict.class,
                Purpose.UNDER_SWITCH,
                BatchReservation.Verdict.GATE_MOVED,
                session -> batch.in(session, this::storeTime)));
    }

    private Instant storeTime(Instant databaseTime) {
        return clock == null ? databaseTime : Params.micros(clock.instant());
    }

    @Override
    public boolean switchTo(Control control) {
        return transactions.write(
                Boolean.class, Purpose.SWITCH, false, session -> tables.small.write(session, control));
    }

    @Override
    public int clean(Cutoff cutoff, int limit) {
        return new Cleaning(transactions, cutoff).clean(limit);
    }

    @Override
    public DueWork due(String node, Duration claimFor, int limit) {
        Claim claim = new Claim(node, clock == null ? null : Params.micros(clock.instant()), claimFor, limit);
        if (transactions.dialect().returnsChanged()) {
            return transactions.statements(
                    session -> new DueWork(tables.gates.claim(session, claim), tables.timers.claim(session, claim)));
        }
        return transactions.write(
                DueWork.class,
                Purpose.ROWS,
                NOTHING_DUE,
                session -> new DueWork(tables.gates.claim(session, claim), tables.timers.claim(session, claim)));
    }

    @Override
    public @Nullable Instant nextDue() {
        return transactions.readOrNull(tables.timers::nextDue);
    }

    @Override
    public List<TaskRecord> candidates(CandidateQuery query) {
        return transactions.read(session -> Lane.candidates(session, tables.tasks, query));
    }

    @Override
    public List<Gate> restlessGates() {
        return transactions.read(tables.gates::restless);
    }

    @Override
    public List<GateKey> holdingGates() {
        return transactions.read(tables.gates::holding);
    }

    @Override
    public List<DispositionCount> dispositionCounts() {
        return transactions.read(TaskCounts::read);
    }

    @Override
    public List<RunCount> runsInProgress(Instant silentSince) {
        return transactions.read(session -> RunTable.inProgress(session, silentSince));
    }

    @Override
    public List<WorkspaceRecord> workspaces() {
        return transactions.read(tables.workspaces::all);
    }

    @Override
    public List<TaskRecord> findTasks(TaskQuery query) {
        return transactions.read(session -> tables.tasks.find(session, query));
    }

    @Override
    public List<Incident> findIncidents(boolean openOnly, int limit) {
        return transactions.read(session -> tables.incidents.newest(session, openOnly, limit));
    }

    @Override
    public List<Gate> findGates(int limit) {
        return transactions.read(session -> tables.gates.all(session, limit));
    }

    @Override
    public List<Gate> gatesWithWarning(int limit) {
        return transactions.read(session -> tables.gates.warned(session, limit));
    }

    @Override
    public List<TaskExecutionTrace> runsOf(TaskKey task) {
        return transactions.read(session -> tables.runs.ofTask(session, task));
    }

    @Override
    public List<Attempt> attemptsOf(TaskKey task) {
        return transactions.read(session -> tables.attempts.ofTask(session, task));
    }

    @Override
    public List<Attempt> latestAttempts(int limit) {
        return transactions.read(session -> tables.attempts.latest(session, limit));
    }

    @Override
    public List<FailureRecord> failuresOf(TaskKey task) {
        return transactions.read(session -> tables.failures.ofTask(session, task));
    }

    @Override
    public List<FailureRecord> samplesOf(String incidentId, int limit) {
        return transactions.read(session -> tables.failures.samples(session, incidentId, limit));
    }

    @Override
    public List<JournalEntry> journalAfter(long sequence, int limit) {
        return transactions.read(session -> tables.journal.after(session, sequence, limit));
    }

    @Override
    public List<JournalEntry> journalOf(@Nullable TaskKey task, @Nullable String incidentId, int limit) {
        if (task != null && incidentId == null) {
            return transactions.read(session -> tables.journal.ofTask(session, task, limit));
        }
        if (task == null && incidentId != null) {
            return transactions.read(session -> tables.journal.ofIncident(session, incidentId, limit));
        }
        throw new IllegalArgumentException(
                "journalOf wants a task or an incident, got " + task + " and " + incidentId + "; give exactly one");
    }

    @Override
    public List<OutcomeCount> outcomesOf(Cause cause) {
        return transactions.read(session -> tables.small.outcomes(session, cause.id()));
    }

    private <K, R> Map<K, R> find(
            Collection<K> keys, VersionedTable<R> table, Function<K, String> column, Function<R, K> keyOf) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<String> wanted = keys.stream().map(column).distinct().toList();
        return inOrder(keys, transactions.read(session -> table.find(session, wanted)), keyOf);
    }

    private static <K, R> Map<K, R> inOrder(Collection<K> keys, List<R> rows, Function<R, K> keyOf) {
        Map<K, R> found = rows.stream().collect(Collectors.toMap(keyOf, Function.identity()));
        Map<K, R> ordered = new LinkedHashMap<>();
        for (K key : keys) {
            R row = found.get(key);
            if (row != null) {
                ordered.put(key, row);
            }
        }
        return ordered;
    }
}
