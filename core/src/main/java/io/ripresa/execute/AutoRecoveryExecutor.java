package io.ripresa.execute;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Policy;
import io.ripresa.model.RecoveryStrategy;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.Receipt;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.spi.TaskSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns reserved attempts into orders: marks them issued, in a transaction that the kill switch refuses, and only then
 * asks the task system. A crash in between leaves an attempt that is issued and perhaps not asked for; it is asked for
 * again, which a conditional task system recognises.
 *
 * <p>Used by one thread at a time.
 */
public final class AutoRecoveryExecutor {

    /**
     * How long a reservation is good for after what decides it was read, and an order after the kill switch was looked
     * at. A process that is stopped in between, and goes on later, must not start anything by what it knew; five seconds
     * are many times what either takes.
     */
    public static final Duration VALID_FOR = Duration.ofSeconds(5);

    /** How long after an order somebody looks whether anything was heard of its run. */
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(15);

    private static final int TRIES = 4;

    private final RecoveryStore store;
    private final Map<String, TaskSystem> systems;
    private final Policy.Attempts limits;
    private final Consumer<List<JournalEntry>> written;
    private final UnansweredOrders unanswered = new UnansweredOrders();

    /**
     * @param systems task systems by name
     * @param limits what says how long to wait for the outcome
     * @param written hears what was written to the journal
     */
    public AutoRecoveryExecutor(
            RecoveryStore store,
            Map<String, TaskSystem> systems,
            Policy.Attempts limits,
            Consumer<List<JournalEntry>> written) {
        this.store = store;
        this.systems = new LinkedHashMap<>(systems);
        this.limits = limits;
        this.written = written;
    }

    /** What a task system answered to an order. */
    public enum Answer {
        /** It will start the run. */
        ACCEPTED,
        /** It will not. */
        REFUSED,
        /** Nobody knows: it could not be asked, or did not answer. */
        UNKNOWN
    }

    /** An order and its answer; {@code reason} is empty where it was accepted. */
    public record Issued(Attempt attempt, Answer answer, String reason) {}

    /** Reserves the next run of one task, or says why not. */
    public interface Reserving {
        /**
         * @param strategy what is to be carried out; refused where something else is prescribed by now
         */
        Reserved reserve(TaskKey task, RecoveryStrategy strategy);
    }

    /**
     * What became of a wish to reserve.
     *
     * @param attemptId the attempt that was reserved, or null
     * @param refusal why none was, a sentence for people; empty where one was
     */
    public record Reserved(@Nullable String attemptId, String refusal) {
        public static Reserved refused(String why) {
            return new Reserved(null, why);
        }
    }

    /**
     * What became of a wish to recover a task.
     *
     * @param issued the order and its answer, or null where none was given
     * @param refusal why none was given; empty where one was
     */
    public record Executed(@Nullable Issued issued, String refusal) {}

    /**
     * Runs one task again, the way that all go: reserves its next run and issues it. What the ladder of decisions does
     * not let pass is refused, with its reason, and nothing is changed.
     *
     * @param reserving passes the gates
     */
    public Executed executeRecovery(RecoveryStrategy strategy, TaskKey taskId, Reserving reserving) {
        Reserved reserved = reserving.reserve(taskId, strategy);
        String id = reserved.attemptId();
        if (id == null) {
            return new Executed(null, reserved.refusal());
        }
        List<Issued> issued = issue(List.of(id));
        return issued.isEmpty()
                ? new Executed(
                        null,
                        "Attempt " + id + " is reserved and not issued: the kill switch was turned on, or the"
                                + " task moved. Its timer looks after it.")
                : new Executed(issued.get(0), "");
    }

    /**
     * Issues reserved attempts. Those that are no longer reserved, and all of them while the kill switch is on, are left
     * out of the answer.
     */
    public List<Issued> issue(Collection<String> attemptIds) {
        List<Attempt> issued = markIssued(attemptIds);
        return issued.isEmpty()
                ? List.of()
                : ask(issued, Objects.requireNonNull(issued.get(0).passage().issuedAt()));
    }

    /**
     * Asks again for attempts that were issued and of which nothing has been heard. Safe only where it is conditional.
     *
     * @param lookedAt when the kill switch was found to be off, store's clock
     */
    public List<Issued> askAgain(List<Attempt> issued, Instant lookedAt) {
        return ask(issued, lookedAt);
    }

    /** Which orders were not answered lately, in a sentence for people, or null where there are none. Thread-safe. */
    public @Nullable String unanswered() {
        return unanswered.sentence(store.now());
    }

    private List<Attempt> markIssued(Collection<String> ids) {
        for (int i = 0; i < TRIES; i++) {
            List<Attempt> reserved = store.attempts(ids).values().stream()
                    .filter(a -> a.state() == AttemptState.RESERVED)
                    .toList();
            if (reserved.isEmpty()) {
                return List.of();
            }
            Map<TaskKey, TaskRecord> tasks =
                    store.tasks(reserved.stream().map(Attempt::task).toList());
            Instant now = store.now();
            Changes changes = new Changes().refuseByKillSwitch().validUntil(now.plus(VALID_FOR));
            List<Attempt> issued = new ArrayList<>();
            for (Attempt attempt : reserved) {
                TaskRecord task = tasks.get(attempt.task());
                if (task != null && attempt.id().equals(task.liveAttempt())) {
                    Attempt next = attempt.issued(now);
                    changes.attempt(next)
                            .task(counted(task, attempt))
                            .timer(new Timer(Timer.Kind.ISSUE, attempt.id(), now.plus(HEARD_WITHIN)))
                            .timer(new Timer(Timer.Kind.VERIFY, attempt.id(), now.plus(patience(task))))
                            .journal(JournalEntry.of(now, Kind.ISSUED, Subject.of(attempt), sentence(attempt)));
                    issued.add(next);
                }
            }
            CommitResult result = store.commit(changes);
            if (result == CommitResult.APPLIED) {
                written.accept(changes.journal());
                return issued;
            }
            if (result == CommitResult.STOPPED) {
                return List.of();
            }
        }
        // Others keep changing these tasks: the timer of each attempt brings it back here.
        return List.of();
    }

    /** An attempt counts when it is issued; a held first start is none. */
    private static TaskRecord counted(TaskRecord task, Attempt attempt) {
        if (attempt.order().isFirstStart()) {
            return task;
        }
        TaskRecord.Runs r = task.runs();
        return task.withRuns(
                new TaskRecord.Runs(r.latest(), r.firstStartedAt(), r.attempts() + 1, Math.max(0, r.granted() - 1)));
    }

    private Duration patience(TaskRecord task) {
        Duration twice = task.descriptor().timing().timeout().multipliedBy(2);
        return twice.compareTo(limits.verifyAtLeast()) > 0 ? twice : limits.verifyAtLeast();
    }

    private static String sentence(Attempt attempt) {
        return attempt.order().isFirstStart()
                ? "Ordered its first start."
                : "Ordered run " + attempt.orderedRun().number() + ", attempt "
                        + attempt.order().ordinal() + (attempt.passage().trial() ? ", as canary." : ".");
    }

    private List<Issued> ask(List<Attempt> attempts, Instant lookedAt) {
        Map<String, List<Attempt>> bySystem = new LinkedHashMap<>();
        for (Attempt attempt : attempts) {
            bySystem.computeIfAbsent(attempt.task().system(), s -> new ArrayList<>())
                    .add(attempt);
        }
        List<Issued> answers = new ArrayList<>();
        bySystem.forEach((name, orders) -> answers.addAll(ask(name, orders, lookedAt.plus(VALID_FOR))));
        unanswered.note(answers, lookedAt);
        return answers;
    }

    private List<Issued> ask(String name, List<Attempt> attempts, Instant validUntil) {
        TaskSystem system = systems.get(name);
        if (system == null) {
            return unknown(attempts, "no task system \"" + name + "\" is configured on this node");
        }
        if (!system.capabilities().conditionalRetry() && store.now().isAfter(validUntil)) {
            // A system that looks at no condition looks at no end either: this is as near to it as one can look.
            return unknown(attempts, "the order came after its end at " + validUntil);
        }
        List<RerunOrder> orders = attempts.stream()
                .map(a -> new RerunOrder(
                        a.task(), a.order().causingRun(), a.id(), a.order().fence(), validUntil))
                .toList();
        List<Receipt> receipts;
        try {
            receipts = system.retryAll(orders);
        } catch (TaskSystemException e) {
            return unknown(attempts, Objects.requireNonNullElse(e.getMessage(), "no answer"));
        }
        List<Issued> answers = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            Receipt receipt = receipts.get(i);
            answers.add(new Issued(attempts.get(i), answer(receipt), receipt.reason()));
        }
        return answers;
    }

    private static Answer answer(Receipt receipt) {
        return switch (receipt.answer()) {
            case ACCEPTED -> Answer.ACCEPTED;
            case REFUSED -> Answer.REFUSED;
            // Nothing was done; the attempt's timer gives a fresh order, past the kill switch.
            case EXPIRED -> Answer.UNKNOWN;
        };
    }

    private static List<Issued> unknown(List<Attempt> attempts, String reason) {
        return attempts.stream().map(a -> new Issued(a, Answer.UNKNOWN, reason)).toList();
    }
}
