package io.ripresa.spi;

import io.ripresa.model.Attempt;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that Ripresa remembers, durable and shared by all nodes.
 *
 * <p><b>Rows carry versions.</b> A row is read with its version and written with the version read; 0 stands for "not
 * there". A write succeeds only if the row still has that version, and stores it with the version counted up. Nothing
 * else guards against two nodes: losing such a race is normal, the loser reads again.
 *
 * <p><b>Cost.</b> {@link #due} and {@link #candidates} cost what they return, whatever the backlog. All methods take
 * and return batches.
 *
 * <p>Safe for use by many threads. Any method may throw {@link StoreException}: then nothing is known of the call's
 * effect, and since every write is conditional it may be made again after reading again. The contract is
 * {@code RecoveryStoreContract} in the module {@code tck}.
 */
public interface RecoveryStore extends RecoveryReadModel {

    /** The store's clock: leases, due times and expiry go by it. */
    Instant now();

    // --- reading what is to be changed: each answers only for what is there ---

    Map<TaskKey, TaskRecord> tasks(Collection<TaskKey> keys);

    Map<RunKey, TaskExecutionTrace> runs(Collection<RunKey> keys);

    Map<String, Attempt> attempts(Collection<String> ids);

    Map<GateKey, Gate> gates(Collection<GateKey> keys);

    Map<String, Incident> incidents(Collection<String> ids);

    /** The latest incident of each cause, open or resolved, by {@link Cause#id()}. */
    Map<String, Incident> latestIncidents(Collection<Cause> causes);

    /** The change that was reported under an id, or null. */
    @Nullable ReportedChange reportedChange(String id);

    /**
     * Incidents that are not resolved and whose first failure was {@code AFTER_FIX}, by id: what a reported change may
     * have mended.
     *
     * @param after only incidents with an id after this one, or null
     */
    List<Incident> awaitingFix(@Nullable String after, int limit);

    /** Where reading of a task system's events stands, or null before the first batch. */
    @Nullable String cursor(String system);

    Control control();

    /**
     * {@link #now()} and {@link #control()}, which every step begins with; where a question costs a round trip, in one.
     */
    default Moment moment() {
        return new Moment(now(), control());
    }

    /**
     * @param now the store's clock
     * @param control the kill switch then
     */
    record Moment(Instant now, Control control) {}

    // --- changing ---

    /**
     * Applies all of it in one transaction, or nothing.
     *
     * @throws StoreException if the store cannot say whether it was applied
     */
    CommitResult commit(Changes changes);

    /**
     * Takes slots and reserves attempts, in one transaction, item by item. The gates are written once, counting only
     * the items that were accepted; if one of them, or the incident, has another version, or the kill switch is on,
     * or the reservation came after its end, no item is accepted and nothing is written. An item is refused if its task, or an attempt stored under its id, has
     * another version, or a person paused its workspace.
     *
     * @return an answer per item, in their order
     */
    List<ReserveResult> reserve(Reservation reservation);

    /** Turns the kill switch. Conditional on {@code control.version()}; false where somebody was faster. */
    boolean switchTo(Control control);

    // --- cleaning ---

    /**
     * Deletes what is over and older than the cut-off, in small transactions. Repeatable, and safe beside everything
     * else: what is changed in between stays.
     *
     * <p>A task goes when it is terminal, or {@code UNAFFECTED} with a latest run that has ended; when it has been so
     * since before {@code cutoff.tasks()}; when no attempt of it is live; and when its incident, if it is a member of
     * one, was resolved before {@code cutoff.tasks()}. With it go its runs, attempts, failures, timers and journal. An
     * incident goes when it was resolved before {@code cutoff.incidents()}, no task is a member of it any more, and it is
     * not the latest of its cause; with it goes its journal. A line of the journal that is about neither task nor
     * incident goes when it is older than {@code cutoff.incidents()}, and so does a change that was
     * reported before, and the row of a workspace that has been COMPLETED since before. Nothing else ever goes: gates, outcome counts, and
     * whatever waits for a person stay.
     *
     * @param limit most tasks and most incidents to delete in this call, each
     * @return how many tasks, incidents, lines of their own, changes and workspaces went; 0 where nothing is left to clean
     */
    int clean(Cutoff cutoff, int limit);

    /**
     * Until when what is over goes, store's clock.
     *
     * @param tasks for tasks
     * @param incidents for incidents
     */
    record Cutoff(Instant tasks, Instant incidents) {}

    // --- due work ---

    /**
     * Claims what is due: nobody gets it, the same node neither, until the claim runs out or the row is written. A
     * claim only spares work; what guards against doing something twice are the versions. Timers of kinds that this
     * version does not know are left to nodes of a later version.
     *
     * @param node who claims
     * @param claimFor for how long
     * @param limit most gates and most timers to return, each
     */
    DueWork due(String node, Duration claimFor, int limit);

    /** When {@link #due} next has something: when it is due, or its claim runs out; null where nothing will be. */
    @Nullable Instant nextDue();

    /**
     * Members of an incident that could go now: {@code WAITING} or {@code HELD}, {@code notBefore} not after now. Held
     * first starts come first, then those with fewer attempts, then higher priority, then lower share, so that no
     * workspace waits for all of another's, then the oldest trouble.
     */
    List<TaskRecord> candidates(CandidateQuery query);

    /** Gates that are not quiet, by key: breaker not closed, or with a ramp, or with an open incident. */
    List<Gate> restlessGates();

    /** Keys of the gates that hold first starts, sorted. Asked in every step, so it gives no more than that. */
    default List<GateKey> holdingGates() {
        return restlessGates().stream()
                .filter(gate -> gate.traffic().holding())
                .map(Gate::key)
                .toList();
    }

    /**
     * @param incidentId the incident
     * @param now the store's time to compare {@code notBefore} with
     * @param ignoreNotBefore whether tasks whose back-off is not over may go, because evidence says more than time
     * @param maxAttempts only tasks with fewer attempts issued than this plus what a person granted
     * @param excludeUnsafe whether to leave out tasks whose side effects are UNSAFE
     * @param except workspaces whose tasks are left out
     * @param limit most tasks to return
     */
    record CandidateQuery(
            String incidentId,
            Instant now,
            boolean ignoreNotBefore,
            int maxAttempts,
            boolean excludeUnsafe,
            Set<String> except,
            int limit) {

        /** Of all workspaces. */
        public CandidateQuery(
                String incidentId,
                Instant now,
                boolean ignoreNotBefore,
                int maxAttempts,
                boolean excludeUnsafe,
                int limit) {
            this(incidentId, now, ignoreNotBefore, maxAttempts, excludeUnsafe, new TreeSet<>(), limit);
        }
    }

    /**
     * @param gates due gates, earliest first
     * @param timers due timers, earliest first
     */
    record DueWork(List<Gate> gates, List<Timer> timers) {
        public DueWork {
            gates = List.copyOf(gates);
            timers = List.copyOf(timers);
        }

        public boolean isEmpty() {
            return gates.isEmpty() && timers.isEmpty();
        }
    }

    /** What became of a commit. */
    enum CommitResult {
        APPLIED,
        /** A row had another version, or the cursor stood elsewhere: read again. */
        CONFLICT,
        /** {@link Changes#refusedByKillSwitch()} was asked for and the kill switch is on. */
        STOPPED,
        /** It came after {@link Changes#validUntil()}: read again. */
        EXPIRED
    }

    /** What became of one item of a reservation. */
    enum ReserveResult {
        RESERVED,
        /** The task or its attempt was changed in between. */
        TASK_MOVED,
        /** A person paused the task's workspace. */
        PAUSED,
        /** A gate, or the incident, was changed in between: no item of the batch was accepted. */
        GATE_MOVED,
        /** The kill switch is on. */
        STOPPED,
        /** It came after {@link Reservation#validUntil()}: no item of the batch was accepted. */
        EXPIRED
    }
}
