package io.ripresa.tck;

import io.ripresa.model.Attempt;
import io.ripresa.model.Breaker;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Outcome;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.RunKey;
import io.ripresa.model.RunState;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CandidateQuery;
import io.ripresa.spi.RecoveryStore.Cutoff;
import io.ripresa.spi.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Calls to a store, made up at random over few keys so that they meet each other. For one thread. */
final class RandomCalls {

    /** The tasks that the calls are about. */
    static final List<TaskKey> TASKS = List.of("a", "b", "c", "d", "e", "f", "g", "h").stream()
            .map(Rows::key)
            .toList();

    private static final List<GateKey> GATES = List.of(Rows.gateKey("g1"), Rows.gateKey("g2"), Rows.gateKey("g3"));
    private static final List<Cause> CAUSES =
            List.of(Rows.cause("g1"), Rows.cause("g2"), Rows.cause("g3"), new Cause.Ungated("acme", "v1:a"));
    private static final List<String> CHANGES = List.of("c-1", "c-2", "c-3", "c-4");
    private static final List<String> INCIDENTS = incidentIds();

    private final Random random;
    private final ManualClock clock;

    /** One call, that can be made on any store. */
    record Call(String text, Action action) {
        @Nullable Object on(RecoveryStore store) {
            return action.on(store);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What a call does. */
    interface Action {
        @Nullable Object on(RecoveryStore store);
    }

    RandomCalls(Random random, ManualClock clock) {
        this.random = random;
        this.clock = clock;
    }

    private static List<String> incidentIds() {
        List<String> ids = new ArrayList<>();
        for (Cause cause : CAUSES) {
            for (int number = 1; number <= 2; number++) {
                ids.add(Incident.id(cause, number));
            }
        }
        return List.copyOf(ids);
    }

    /** The next call; rows get the versions that the given store has, mostly. */
    Call next(RecoveryStore now) {
        int dice = random.nextInt(100);
        if (dice < 55) {
            Changes changes = changes(now);
            return new Call("commit " + describe(changes), store -> store.commit(changes));
        }
        if (dice < 75) {
            Reservation reservation = reservation(now);
            return new Call("reserve " + reservation, store -> store.reserve(reservation));
        }
        if (dice < 88) {
            int limit = 1 + random.nextInt(4);
            Duration claim = Duration.ofSeconds(random.nextInt(20));
            clock.advance(Duration.ofSeconds(random.nextInt(15)));
            return new Call("due " + limit + " for " + claim, store -> store.due("n-1", claim, limit));
        }
        if (dice < 90) {
            Cutoff cutoff = new Cutoff(time(), time());
            // All of it: which go first is a store's own affair.
            return new Call(cutoff.toString(), store -> store.clean(cutoff, 1000));
        }
        if (dice < 94) {
            Control control = new Control(
                    random.nextInt(3) == 0,
                    random.nextBoolean(),
                    "ann",
                    "drill",
                    clock.instant(),
                    paused(),
                    version(now.control().version()));
            return new Call("switch " + control, store -> store.switchTo(control));
        }
        CandidateQuery query = new CandidateQuery(
                pick(INCIDENTS),
                clock.instant(),
                random.nextBoolean(),
                random.nextInt(4),
                random.nextBoolean(),
                random.nextInt(3) == 0 ? Set.of("acme") : Set.of(),
                1 + random.nextInt(5));
        return new Call(query.toString(), store -> store.candidates(query));
    }

    /** Everything that can be asked without changing anything, the journal aside. */
    static List<Call> questions() {
        List<Call> questions = new ArrayList<>();
        questions.add(new Call("tasks", store -> store.tasks(TASKS)));
        questions.add(new Call("gates", store -> store.gates(GATES)));
        questions.add(new Call("incidents", store -> store.incidents(INCIDENTS)));
        questions.add(new Call("latest incidents", store -> store.latestIncidents(CAUSES)));
        questions.add(new Call("cursor", store -> String.valueOf(store.cursor("billing"))));
        questions.add(new Call("control", RecoveryStore::control));
        questions.add(new Call("next due", RecoveryStore::nextDue));
        questions.add(new Call("restless gates", RecoveryStore::restlessGates));
        questions.add(new Call("holding gates", RecoveryStore::holdingGates));
        questions.add(new Call("moment", RecoveryStore::moment));
        questions.add(new Call("disposition counts", RecoveryStore::dispositionCounts));
        questions.add(new Call("runs in progress", store -> store.runsInProgress(Rows.START.plusSeconds(30))));
        questions.add(new Call("workspaces", RecoveryStore::workspaces));
        questions.add(new Call("gates with a warning", store -> store.gatesWithWarning(2)));
        questions.add(new Call("find gates", store -> store.findGates(2)));
        questions.add(new Call("reported changes", store -> store.latestReportedChanges(9)));
        questions.add(new Call("a reported change", store -> String.valueOf(store.reportedChange("c-1"))));
        questions.add(new Call("awaiting a fix", store -> store.awaitingFix(null, 9)));
        questions.add(new Call("open incidents", store -> store.findIncidents(true, 9)));
        questions.add(new Call("all incidents", store -> store.findIncidents(false, 5)));
        questions.add(new Call("latest attempts", store -> store.latestAttempts(7)));
        for (TaskKey task : TASKS) {
            questions.add(new Call("runs of " + task, store -> store.runsOf(task)));
            questions.add(new Call("attempts of " + task, store -> store.attemptsOf(task)));
            questions.add(new Call("failures of " + task, store -> store.failuresOf(task)));
        }
        for (Cause cause : CAUSES) {
            questions.add(new Call("outcomes of " + cause, store -> store.outcomesOf(cause)));
        }
        for (String incident : INCIDENTS) {
            questions.add(new Call("samples of " + incident, store -> store.samplesOf(incident, 3)));
            TaskQuery query = new TaskQuery(null, Disposition.WAITING, incident, TASKS.get(1), 3);
            questions.add(new Call(query.toString(), store -> store.findTasks(query)));
        }
        TaskQuery all = new TaskQuery("acme", null, null, null, 100);
        questions.add(new Call(all.toString(), store -> store.findTasks(all)));
        return questions;
    }

    private Changes changes(RecoveryStore now) {
        Changes changes = new Changes();
        for (int i = random.nextInt(4); i > 0; i--) {
            changes.task(task(now, pick(TASKS)));
        }
        if (random.nextInt(3) == 0) {
            changes.gate(gate(now, pick(GATES)));
        }
        if (random.nextInt(3) == 0) {
            changes.incident(incident(now));
        }
        if (random.nextInt(3) == 0) {
            RunKey key = new RunKey(pick(TASKS), 1 + random.nextInt(3));
            TaskExecutionTrace stored = now.runs(List.of(key)).get(key);
            TaskExecutionTrace row = TaskExecutionTrace.started(key, "w-" + random.nextInt(3), null, time());
            TaskExecutionTrace maybeOver = random.nextBoolean() ? row : row.ended(RunState.SUCCEEDED, time());
            changes.run(maybeOver.withVersion(version(stored == null ? 0 : stored.version())));
        }
        if (random.nextInt(4) == 0) {
            changes.attempt(attempt(now, pick(TASKS)));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String sample = random.nextBoolean() ? "sample " + random.nextInt() : null;
            String id = pick(TASKS).externalId();
            changes.failure(Rows.failure(id, 1 + random.nextInt(4), pick(INCIDENTS), sample));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Timer.Kind kind = pick(List.of(Timer.Kind.values()));
            changes.timer(new Timer(kind, subject(kind), time()));
        }
        if (random.nextInt(3) == 0) {
            Timer.Kind kind = pick(List.of(Timer.Kind.values()));
            changes.cancelTimer(kind, subject(kind));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            changes.journal(entry(pick(TASKS)));
            changes.outcome(new OutcomeCount(
                    pick(CAUSES).id(),
                    "v1:" + random.nextInt(2),
                    pick(List.of(Outcome.values())),
                    1 + random.nextInt(3)));
        }
        if (random.nextInt(8) == 0) {
            String from = random.nextInt(5) == 0 ? "elsewhere" : now.cursor("billing");
            changes.cursor(new Changes.CursorMove("billing", from, "c-" + random.nextInt(1000)));
        }
        if (random.nextInt(12) == 0) {
            changes.reportedChange(Rows.reportedChange(pick(CHANGES), time()));
        }
        if (random.nextInt(5) == 0) {
            changes.workspace(workspace(now));
        }
        if (random.nextInt(12) == 0) {
            Control control = now.control().withPaused(paused());
            changes.control(control.withVersion(version(control.version())));
        }
        if (random.nextInt(6) == 0) {
            changes.validUntil(time());
        }
        return random.nextInt(6) == 0 ? changes.refuseByKillSwitch() : changes;
    }

    private String subject(Timer.Kind kind) {
        TaskKey task = pick(TASKS);
        return switch (kind) {
            case RERUN, EXPIRY -> task.toString();
            case LIVENESS -> new RunKey(task, 1 + random.nextInt(3)).toString();
            case ISSUE, VERIFY -> Attempt.id(task, 1 + random.nextInt(2), 1);
            case CLEAN -> Timer.STORE;
            case CHANGE -> pick(CHANGES);
            case WARNING -> "api.example:443";
            case STRATEGY -> "CLEAN_UP orders";
        };
    }

    private Reservation reservation(RecoveryStore now) {
        List<Gate> gates = new ArrayList<>();
        for (GateKey key : GATES) {
            if (random.nextInt(3) == 0) {
                gates.add(gate(now, key));
            }
        }
        List<Reservation.Item> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            TaskKey key = pick(TASKS);
            Attempt attempt = attempt(now, key);
            items.add(new Reservation.Item(
                    task(now, key),
                    random.nextBoolean() ? Disposition.WAITING : Disposition.HELD,
                    attempt,
                    new Timer(Timer.Kind.ISSUE, attempt.id(), time()),
                    entry(key)));
        }
        Incident incident = random.nextInt(3) == 0 ? null : incident(now);
        return new Reservation(gates, incident, items, random.nextInt(6) == 0 ? time() : null);
    }

    private TaskRecord task(RecoveryStore now, TaskKey key) {
        TaskRecord stored = now.tasks(List.of(key)).get(key);
        SideEffects sideEffects = pick(List.of(SideEffects.values()));
        TaskRecord row = TaskRecord.known(
                Rows.descriptor(
                        key.externalId(), random.nextInt(4) == 0 ? "other" : "acme", random.nextInt(3), sideEffects),
                time());
        if (random.nextInt(8) > 0) {
            Disposition disposition = pick(List.of(
                    Disposition.WAITING,
                    Disposition.WAITING,
                    Disposition.HELD,
                    Disposition.HELD,
                    Disposition.NOT_NEEDED,
                    Disposition.ESCALATED));
            row = Rows.waiting(
                    row.descriptor(), pick(INCIDENTS), time(), random.nextInt(3) == 0 ? time() : null, new int[] {
                        random.nextInt(3), random.nextInt(4), random.nextInt(2)
                    });
            row = row.moved(disposition, "moved", time());
        }
        return row.withVersion(version(stored == null ? 0 : stored.version()));
    }

    private Attempt attempt(RecoveryStore now, TaskKey key) {
        GateKey[] gates = random.nextBoolean() ? new GateKey[] {pick(GATES)} : new GateKey[0];
        Attempt row = Rows.attempt(key.externalId(), 1 + random.nextInt(2), 1, time(), gates);
        Attempt stored = now.attempts(List.of(row.id())).get(row.id());
        return row.withVersion(version(stored == null ? 0 : stored.version()));
    }

    private Gate gate(RecoveryStore now, GateKey key) {
        Gate stored = now.gates(List.of(key)).get(key);
        Gate fresh =
                Gate.create(key).withSlots(random.nextInt(5)).withNextActionAt(random.nextInt(3) == 0 ? null : time());
        Gate row = random.nextInt(3) == 0
                ? fresh.withEpisode(new Gate.Episode(1, "inc-1", time()))
                        .withTraffic(fresh.traffic().withHolding(true))
                : fresh;
        Gate maybeWarned =
                random.nextInt(4) == 0 ? row.withLearned(row.learned().withCalls(Rows.fullCalls())) : row;
        Gate maybeOpen = random.nextBoolean() ? maybeWarned : maybeWarned.moved(Breaker.OPEN, time());
        return maybeOpen.withVersion(version(stored == null ? 0 : stored.version()));
    }

    private Incident incident(RecoveryStore now) {
        Incident row = Rows.incident(pick(CAUSES), 1 + random.nextInt(2), time());
        Incident stored = now.incidents(List.of(row.id())).get(row.id());
        Incident counted = row.withCounts(new Incident.Counts(random.nextInt(9), random.nextInt(9), 5, 0, 0, 0));
        Incident moved = random.nextBoolean() ? counted : counted.moved(IncidentState.RESOLVED, "", time());
        return moved.withVersion(version(stored == null ? 0 : stored.version()));
    }

    private WorkspaceRecord workspace(RecoveryStore now) {
        String name = random.nextBoolean() ? "acme" : "other";
        WorkspaceRecord row = random.nextBoolean() ? Rows.workspace(name, time()) : Rows.fullWorkspace(name);
        WorkspaceRecord maybeOver = random.nextBoolean()
                ? row
                : Rows.workspace(name, time()).moved(WorkspaceState.COMPLETED, List.of(), "ripresa", time());
        long stored = now.workspaces().stream()
                .filter(each -> each.name().equals(name))
                .mapToLong(WorkspaceRecord::version)
                .findFirst()
                .orElse(0);
        return maybeOver.withVersion(version(stored));
    }

    private TreeSet<String> paused() {
        return new TreeSet<>(random.nextInt(4) == 0 ? Set.of("acme") : Set.of());
    }

    private JournalEntry entry(TaskKey task) {
        return Rows.entry(
                "entry " + random.nextInt(),
                new JournalEntry.Subject(task, random.nextBoolean() ? pick(INCIDENTS) : null, null, null));
    }

    /** The version there is, now and then another one. */
    private long version(long stored) {
        return random.nextInt(15) == 0 ? Math.max(0, stored + random.nextInt(3) - 1) : stored;
    }

    private Instant time() {
        return Objects.requireNonNull(clock.instant().plusSeconds(random.nextInt(41) - 20L));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String describe(Changes changes) {
        return changes.tasks() + " " + changes.gates() + " " + changes.incidents() + " " + changes.timers();
    }
}
