package io.ripresa.tck;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Breaker;
import io.ripresa.model.CallHistory;
import io.ripresa.model.Category;
import io.ripresa.model.Cause;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Disposition;
import io.ripresa.model.Effect;
import io.ripresa.model.Evidence;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Finding;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Measured;
import io.ripresa.model.Observation;
import io.ripresa.model.Outcome;
import io.ripresa.model.Ramp;
import io.ripresa.model.Recoverability;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.RunKey;
import io.ripresa.model.RunState;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import io.ripresa.model.WorkspaceStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows for tests of stores: sparse ones, and full ones in which every field has a value of its own, so that a store
 * that loses or swaps one is found out. Times are whole microseconds.
 */
public final class Rows {

    /** Where the tests' clocks start. */
    public static final Instant START = Instant.parse("2026-03-01T08:00:00.123456Z");

    /** Text that breaks careless quoting, encoding and list formats. */
    public static final String AWKWARD = "it's \"50 %\" of a\\b; c,d|e=f\n\tänd 日本 🙂 {} [] \u001f end";

    private Rows() {}

    public static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    public static TaskKey key(String id) {
        return new TaskKey("billing", id);
    }

    // --- tasks ---

    public static TaskRecord task(String id) {
        return TaskRecord.known(descriptor(id, "acme", 0, SideEffects.IDEMPOTENT), START);
    }

    public static TaskDescriptor descriptor(String id, String workspace, int priority, SideEffects sideEffects) {
        return new TaskDescriptor(
                key(id),
                workspace,
                "invoice",
                priority,
                TaskDescriptor.Safety.of(sideEffects),
                new TaskDescriptor.Timing(START, Duration.ofSeconds(30), null),
                List.of());
    }

    /** A member of an incident that waits, failed once, no back-off. */
    public static TaskRecord waiting(String id, String incidentId) {
        return waiting(descriptor(id, "acme", 0, SideEffects.IDEMPOTENT), incidentId, START, null, new int[] {1, 0, 0});
    }

    /**
     * A member of an incident that waits.
     *
     * @param runs latest run, attempts issued, attempts granted
     */
    public static TaskRecord waiting(
            TaskDescriptor descriptor, String incidentId, Instant since, @Nullable Instant notBefore, int[] runs) {
        return TaskRecord.known(descriptor, START)
                .moved(Disposition.WAITING, "waits", since)
                .withRuns(new TaskRecord.Runs(runs[0], runs[0] == 0 ? null : since, runs[1], runs[2]))
                .withTrouble(new TaskRecord.Trouble(incidentId, since, since, notBefore, null, 0));
    }

    public static TaskRecord fullTask(String id) {
        TaskDescriptor descriptor = new TaskDescriptor(
                key(id),
                "acme — EU",
                "invoice/" + AWKWARD.substring(0, 10),
                -7,
                new TaskDescriptor.Safety(SideEffects.KEYED, true, Duration.ofSeconds(3601, 5000)),
                new TaskDescriptor.Timing(at(1), Duration.ofMillis(1500), at(86_400)),
                List.of(
                        new Dependency("api.example:443"),
                        new Dependency("db:orders, old|new"),
                        new Dependency("a\\b")));
        return new TaskRecord(
                descriptor,
                Disposition.HELD,
                AWKWARD,
                at(2),
                new TaskRecord.Runs(4, at(3), 2, 1),
                new TaskRecord.Trouble("inc-full-1", at(4), at(5), at(6), fullDiagnosis(), 7),
                "0123456789abcdef01234567",
                0);
    }

    public static Diagnosis fullDiagnosis() {
        return new Diagnosis(
                Category.RATE_LIMIT,
                Recoverability.AUTO,
                Effect.NONE,
                "v1:00c0ffee",
                new Diagnosis.Source(new Dependency("api.example:443"), "account " + AWKWARD.substring(0, 12)),
                at(7),
                new Diagnosis.Reasoning(List.of("http.429", "odd,rule|\\", ""), AWKWARD));
    }

    /** A diagnosis with nothing in it that may be absent. */
    public static Diagnosis sparseDiagnosis() {
        return new Diagnosis(
                Category.UNKNOWN,
                Recoverability.UNKNOWN,
                Effect.POSSIBLE,
                "v1:0",
                Diagnosis.Source.UNKNOWN,
                null,
                new Diagnosis.Reasoning(List.of(), ""));
    }

    // --- runs ---

    public static TaskExecutionTrace run(String id, int number) {
        return TaskExecutionTrace.started(new RunKey(key(id), number), "worker-1", null, at(number));
    }

    public static TaskExecutionTrace fullRun(String id, int number) {
        return new TaskExecutionTrace(
                new RunKey(key(id), number),
                RunState.HUNG,
                AWKWARD,
                "0123456789abcdef01234567",
                new TaskExecutionTrace.Progress(3, AWKWARD, true, at(11)),
                at(10),
                at(12),
                0);
    }

    // --- attempts ---

    public static Attempt attempt(String id, int causingRun, int ordinal, Instant reservedAt, GateKey... gates) {
        List<Attempt.GateSlot> slots = List.of(gates).stream()
                .map(gate -> new Attempt.GateSlot(gate, 1))
                .toList();
        return Attempt.reserve(
                key(id),
                new Attempt.Order(ordinal, causingRun, causingRun + 1L),
                new Attempt.Passage("inc-1", slots, false, reservedAt, null));
    }

    public static Attempt fullAttempt(String id) {
        Attempt.Order order = new Attempt.Order(3, 5, 1L << 40);
        return new Attempt(
                Attempt.id(key(id), order.causingRun(), order.ordinal()),
                key(id),
                order,
                new Attempt.Passage(
                        "inc-full-1",
                        List.of(
                                new Attempt.GateSlot(gateKey("odd, dep|\\name"), 7),
                                new Attempt.GateSlot(
                                        GateKey.account(new Dependency("api.example:443"), "a|b, c\\"), 1L << 33)),
                        true,
                        at(20),
                        at(21)),
                AttemptState.VERIFIED,
                new Attempt.Result(Outcome.FAILED_OTHERWISE, at(22), AWKWARD),
                0);
    }

    // --- gates ---

    public static GateKey gateKey(String dependency) {
        return GateKey.reachability(new Dependency(dependency));
    }

    public static Gate gate(String dependency) {
        return Gate.create(gateKey(dependency));
    }

    public static Gate fullGate(String dependency) {
        return new Gate(
                GateKey.account(new Dependency(dependency), AWKWARD.substring(0, 20)),
                Breaker.HALF_OPEN,
                new Gate.Epoch(9, at(30)),
                new Gate.Streak(0, 4),
                new Gate.Canaries(6, 5, 2, at(29), at(30), at(31)),
                new Gate.Traffic(3, true, List.of(at(32), at(33).plusNanos(1000))),
                fullRamp(),
                new Gate.Learned(
                        123.456789012345,
                        Duration.ofNanos(1_500_000_001L),
                        new Gate.RunTimes(7, 1.0 / 7, 2.0 / 7),
                        List.of(Duration.ofHours(3), Duration.ofNanos(1)),
                        fullCalls()),
                new Gate.Episode(12, "inc-full-12", at(36)),
                new Evidence(
                        at(37),
                        List.of(
                                new Observation(Observation.Kind.PROBE, false, at(40), at(41), AWKWARD),
                                new Observation(Observation.Kind.TRAFFIC, true, at(42), at(43), ""))),
                at(38),
                0);
    }

    /** Calls of a dependency with a warning. */
    public static CallHistory fullCalls() {
        return new CallHistory(
                new CallHistory.Usual(1000.0 / 3, 2.0 / 3, 20.5, 0.1),
                at(48),
                List.of(new CallHistory.Minute(29_000_000, 1L << 33, 7), new CallHistory.Minute(29_000_001, 9, 8)),
                new CallHistory.Warning(at(49), 1L << 34, 15, new CallHistory.Usual(3, 2, 1, 0.5)));
    }

    private static Ramp fullRamp() {
        return new Ramp(
                2.1,
                new Ramp.Bound(1.0 / 3, 3, 0.1, 0.2, 0.3),
                new Ramp.Pulse(
                        4.1, new Ramp.Sample(5, 0.5, 0.6), new Ramp.Overrun(at(44), 0.8, at(45), 0.9, 2), at(46)),
                new Ramp.Times(at(28), at(29), at(34), at(33), at(35)),
                new Ramp.Window(8, 2, new Ramp.Sample(4, 1.1, 1.2), 3),
                new Ramp.History(
                        at(47), Duration.ofMillis(500), List.of(new Ramp.Slot(7, 6, 5), new Ramp.Slot(4, 3, 2))));
    }

    // --- incidents ---

    public static Cause cause(String dependency) {
        return new Cause.Gated(gateKey(dependency));
    }

    public static Incident incident(Cause cause, long number, Instant openedAt) {
        return new Incident(
                Incident.id(cause, number),
                cause,
                IncidentState.OPEN,
                new Incident.Headline(Category.NETWORK, Recoverability.AUTO, "refused", "", null, null),
                Incident.Counts.NONE,
                List.of(),
                Incident.Reach.NONE,
                new Incident.Times(openedAt, openedAt, null),
                0);
    }

    public static Incident fullIncident(Cause cause, long number) {
        return new Incident(
                Incident.id(cause, number),
                cause,
                IncidentState.RECOVERING,
                new Incident.Headline(
                        Category.RESOURCE_EXHAUSTED, Recoverability.AFTER_FIX, AWKWARD, AWKWARD + "!", "acme", "inc-0"),
                new Incident.Counts(1, 2, 3, 4, 5, 6),
                List.of(
                        new Incident.Group("v1:aa", Category.TIMEOUT, 11, 2, AWKWARD),
                        new Incident.Group("v1:b,b|\\", Category.NETWORK, 1, 0, "")),
                new Incident.Reach(
                        List.of("type|a", AWKWARD),
                        List.of(new Dependency("api.example:443")),
                        true,
                        Map.of("acme", 3, "a|b", 12)),
                new Incident.Times(at(40), at(41), at(42)),
                0);
    }

    // --- changes that were reported ---

    public static ReportedChange reportedChange(String id, Instant at) {
        ReportedChange.Scope scope = new ReportedChange.Scope("acme", List.of(), null);
        return new ReportedChange(id, ReportedChange.Kind.DEPLOY, scope, "", "ann", at, at);
    }

    public static ReportedChange fullReportedChange(String id) {
        return new ReportedChange(
                id,
                ReportedChange.Kind.CREDENTIAL,
                new ReportedChange.Scope("a|b", List.of("type|a", "b,c"), new Dependency("api.example:443")),
                AWKWARD,
                AWKWARD,
                at(70),
                at(71));
    }

    // --- workspaces ---

    public static WorkspaceRecord workspace(String name, Instant since) {
        return new WorkspaceRecord(name, WorkspaceState.CREATED, List.of(), "", since, 100, List.of(), 0);
    }

    public static WorkspaceRecord fullWorkspace(String name) {
        return new WorkspaceRecord(
                name,
                WorkspaceState.PAUSED,
                List.of(AWKWARD, "second"),
                AWKWARD,
                at(80),
                55,
                List.of(
                        new Finding(
                                Finding.Kind.OUTAGE,
                                Finding.Level.CRITICAL,
                                12,
                                WorkspaceStrategy.RECOVERY,
                                new Measured(3, 7),
                                at(81),
                                AWKWARD),
                        new Finding(
                                Finding.Kind.PAUSED,
                                Finding.Level.INFO,
                                0,
                                WorkspaceStrategy.MANUAL_INTERVENTION,
                                Measured.UNKNOWN,
                                at(82),
                                "")),
                0);
    }

    // --- failures and journal ---

    public static FailureRecord failure(String id, int number, String incidentId, @Nullable String sample) {
        return new FailureRecord(
                new RunKey(key(id), number), FailureKind.REPORTED, at(number), sparseDiagnosis(), incidentId, sample);
    }

    public static FailureRecord fullFailure(String id, int number) {
        return new FailureRecord(
                new RunKey(key(id), number),
                FailureKind.ORPHANED,
                at(50),
                fullDiagnosis(),
                "inc-full-1",
                AWKWARD.repeat(300));
    }

    public static JournalEntry entry(String text, JournalEntry.Subject subject) {
        return JournalEntry.of(START, JournalEntry.Kind.DECIDED, subject, text);
    }

    public static JournalEntry fullEntry(String id) {
        return new JournalEntry(
                0,
                at(60),
                JournalEntry.Kind.EVIDENCE,
                new JournalEntry.Subject(
                        key(id),
                        "inc-full-1",
                        GateKey.account(new Dependency("api.example:443"), "a@b|c"),
                        "0123456789abcdef01234567"),
                AWKWARD,
                Map.of("a=b", AWKWARD, "empty", "", "n\nl", "1"));
    }
}
