package io.ripresa.spi;

import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.StartLimits;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A system that owns tasks and runs them. Ripresa stands beside it: reads what happened, and asks for one further run
 * of a task when the cause of its failure is gone.
 *
 * <p>Methods may be called from several nodes at once. Any of them may throw {@link TaskSystemException}: then nothing
 * is known of the call's effect, and the caller asks again later. The contract is {@code TaskSystemContract} in the
 * module {@code tck}.
 */
public interface TaskSystem {

    /** Its name: {@link TaskKey#system()} of its tasks. Never changes. */
    String name();

    /** What it can do. Never changes while it runs. */
    Capabilities capabilities();

    /** Whether it can be reached and works, without side effects. */
    SystemCheck check();

    /**
     * What happened since a cursor, oldest first as far as the system can tell. Events may be delivered again, and must
     * not be lost: a cursor only passes what can no longer appear.
     *
     * @param cursor what the previous call returned, or null for the beginning
     * @param limit most events to return, at least 1
     */
    EventBatch poll(@Nullable String cursor, int limit);

    /** What the system says of a task now. */
    TaskStatus status(TaskKey task);

    /**
     * Asks for the run after {@code order.expectedRun()}. The receipt means accepted, never recovered.
     *
     * <p>Where {@link Capabilities#conditionalRetry()} is true this is atomic and repeatable: it is refused unless that
     * run is the latest and has ended (0: the task has not been started), and the same attempt id asked again gets the
     * same answer and starts nothing further. It is answered {@link Receipt.Answer#EXPIRED} after
     * {@code order.validUntil()}, in the same atomic step and by a clock that a stopped caller does not stop.
     *
     * <p>A system in which an accepted order may have to wait may let it lapse if its run has not begun by the order's
     * end: then the task stands as before, {@link TaskEvent.OrderLapsed} is reported, and the same attempt may be ordered
     * again.
     */
    Receipt retry(RerunOrder order);

    /**
     * How much of what happened has not been read yet. Costs little however much that is.
     *
     * @param cursor where reading stands, or null for the beginning
     */
    default Backlog backlog(@Nullable String cursor) {
        return Backlog.UNKNOWN;
    }

    /** Many {@link #retry(RerunOrder)}s, answered in their order; systems that can, do it in one go. */
    default List<Receipt> retryAll(List<RerunOrder> orders) {
        return orders.stream().map(this::retry).toList();
    }

    /**
     * Ends all accepted orders whose runs have not begun, as if their time were over: the kill switch was turned on. They
     * lapse where this system lets orders lapse, and may be given again. Repeatable; costs nothing where no order waits.
     */
    default void endOrders() {}

    /**
     * Makes sure that a run can no longer report an end that counts, and that its task can be run again. What the run
     * does outside cannot be taken back.
     */
    FenceResult fence(RunKey run);

    /** Marks a task as set aside, so that nobody runs it by mistake. Repeatable. */
    void quarantine(TaskKey task, String reason);

    /** Marks a task as done by a person's word. Repeatable. */
    void complete(TaskKey task, String actor, String reason);

    /**
     * Parks first starts that need this gate and reports each as {@link TaskEvent.Held}, until released. Repeatable.
     * Does nothing where {@link Capabilities#holding()} is false.
     */
    void hold(GateKey gate);

    /**
     * Lets first starts pass again. Those still parked for this gate alone are started by the system itself, no faster
     * than this. Repeatable.
     *
     * @param startsPerSecond greater than 0
     */
    void release(GateKey gate, double startsPerSecond);

    /** The gates that are held now; empty where {@link Capabilities#holding()} is false. */
    Set<GateKey> holds();

    /** What it finds in its workspaces and can do about, or null where it does not look. */
    default @Nullable WorkspaceCare care() {
        return null;
    }

    /** What runs its tasks in this process, where people can stop and start it, or null where there is none. Always the same. */
    default @Nullable LocalWorker worker() {
        return null;
    }

    /**
     * How much the system bears before all its first starts are held, by the gate {@link GateKey#starts}. Never changes
     * while it runs. Means nothing where first starts cannot be held, or are not because retries are not conditional.
     */
    default StartLimits startLimits() {
        return StartLimits.NONE;
    }

    /**
     * What of the system itself can be asked without a task whether it works: workers that went away, say. Only what
     * tasks may have failed by, so that it is short; asked often, so that it costs nothing.
     */
    default List<DependencyProbe> probes() {
        return List.of();
    }

    /**
     * What a task system can do.
     *
     * @param conditionalRetry whether {@link TaskSystem#retry} is atomic on the latest run and deduplicated by attempt id
     * @param fencing whether {@link TaskSystem#fence} works
     * @param holding whether first starts can be held; made use of only where retries are conditional, since a first
     *     start that comes back by a release and by an order would else run twice
     * @param heartbeats whether runs report heartbeats or stages
     */
    record Capabilities(boolean conditionalRetry, boolean fencing, boolean holding, boolean heartbeats) {}

    /**
     * @param healthy whether it can be used
     * @param detail a sentence for people
     */
    record SystemCheck(boolean healthy, String detail) {}

    /**
     * @param events oldest first
     * @param cursor what to ask with next time; never null once anything was read
     * @param more whether more can be had at once
     * @param readAt when it was read, by the clock that the events' times go by, so that they can be translated; null
     *     where that clock is the store's, or nobody knows
     */
    record EventBatch(
            List<TaskEvent> events,
            @Nullable String cursor,
            boolean more,
            @Nullable Instant readAt) {
        public EventBatch {
            events = List.copyOf(events);
        }

        public EventBatch(List<TaskEvent> events, @Nullable String cursor, boolean more) {
            this(events, cursor, more, null);
        }
    }

    /**
     * What has not been read.
     *
     * @param unread events that nobody has read, or -1 where the system cannot say; a large number may be an estimate
     * @param oldestAt when the oldest of them happened, by the system's clock, or null where there is none or nobody
     *     knows
     */
    record Backlog(long unread, @Nullable Instant oldestAt) {
        public static final Backlog UNKNOWN = new Backlog(-1, null);
    }

    /**
     * An order for a run.
     *
     * @param task the task
     * @param expectedRun the run that must be the latest; 0 where the task was held before its first start
     * @param attemptId id of the attempt; the same id asked twice is one order
     * @param fence number that only grows per task
     * @param validUntil when the order ends, store's clock: a few seconds after it was given, so that a process that
     *     was stopped in between cannot start anything by what it knew before
     */
    record RerunOrder(TaskKey task, int expectedRun, String attemptId, long fence, Instant validUntil) {
        public RunKey orderedRun() {
            return new RunKey(task, expectedRun + 1);
        }
    }

    /**
     * The answer to an order.
     *
     * @param answer what the system will do
     * @param reason why not, or empty
     */
    record Receipt(Answer answer, String reason) {
        public static final Receipt ACCEPTED = new Receipt(Answer.ACCEPTED, "");

        /** What a task system does with an order. */
        public enum Answer {
            /** The run will be started unless the order lapses, or has been by the same order. */
            ACCEPTED,
            /** No run will be started by this order, now or later. */
            REFUSED,
            /** The order came after its end: nothing was done, and a fresh one may be given. */
            EXPIRED
        }

        public static Receipt refused(String reason) {
            return new Receipt(Answer.REFUSED, reason);
        }

        public static Receipt expired(Instant validUntil) {
            return new Receipt(Answer.EXPIRED, "the order was valid until " + validUntil + " and came later");
        }

        public boolean accepted() {
            return answer == Answer.ACCEPTED;
        }
    }

    /** What became of a request to fence a run. */
    enum FenceResult {
        /** The run can no longer report an end that counts. Also when it had been fenced before. */
        FENCED,
        /** The run had already ended; its end will be or has been reported. */
        ENDED,
        /** The system cannot fence. */
        UNSUPPORTED
    }

    /**
     * @param state where the task stands
     * @param latestRun its latest run; 0 where it has not been started
     * @param at since when, by the system's clock, or null where it does not know
     */
    record TaskStatus(State state, int latestRun, @Nullable Instant at) {

        /** Where a task stands in its own system. */
        public enum State {
            /** Not started yet, will be. */
            SCHEDULED,
            /** Parked before its first start. */
            HELD,
            RUNNING,
            SUCCEEDED,
            FAILED,
            CANCELLED,
            /** The system does not know the task. */
            MISSING
        }
    }
}
