package io.ripresa.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our order for the next run of a task. Its id is derived, never random: the same order made twice is one order.
 *
 * @param id derived from task, causing run and ordinal
 * @param task the task
 * @param order which run it asks for, after which
 * @param passage through which gates it goes
 * @param state where it stands
 * @param result what became of it; null until verified
 * @param version 0 for a row not stored yet; the store counts it up
 */
public record Attempt(
        String id,
        TaskKey task,
        Order order,
        Passage passage,
        AttemptState state,
        @Nullable Result result,
        long version) {

    /**
     * Which run is asked for.
     *
     * @param ordinal 1 for the task's first attempt; for a first start that had been held, which is no attempt, the
     *     number of earlier orders for it, all refused
     * @param causingRun the run that must still be the latest; the order is for {@code causingRun + 1}
     * @param fence number that only grows per task; a task system refuses an order with a lower one than it has seen
     */
    public record Order(int ordinal, int causingRun, long fence) {
        public boolean isFirstStart() {
            return causingRun == 0;
        }
    }

    /**
     * The way an attempt goes.
     *
     * @param incidentId the incident that it recovers from
     * @param gates the gates in which it holds a slot until it is verified; first its own cause's; may be empty
     * @param trial whether it goes as canary or trial, before the breaker closed
     * @param reservedAt when its slots were taken, store's clock
     * @param issuedAt when the task system was asked, store's clock, or null
     */
    public record Passage(
            String incidentId,
            List<GateSlot> gates,
            boolean trial,
            Instant reservedAt,
            @Nullable Instant issuedAt) {
        public Passage {
            gates = List.copyOf(gates);
        }
    }

    /**
     * A slot in a gate.
     *
     * @param gate the gate
     * @param epoch the gate's epoch when the slot was taken: an outcome counts only in the same one
     */
    public record GateSlot(GateKey gate, long epoch) {}

    /**
     * What became of it.
     *
     * @param outcome the verdict
     * @param at when it was known
     * @param detail a sentence for people
     */
    public record Result(Outcome outcome, Instant at, String detail) {}

    /** A new order, reserved. */
    public static Attempt reserve(TaskKey task, Order order, Passage passage) {
        return new Attempt(
                id(task, order.causingRun(), order.ordinal()), task, order, passage, AttemptState.RESERVED, null, 0);
    }

    /** The id of the order for the run after {@code causingRun}: 24 hexadecimal digits. */
    public static String id(TaskKey task, int causingRun, int ordinal) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest((task + "#" + causingRun + "/" + ordinal).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The run that this order asks for. */
    public RunKey orderedRun() {
        return new RunKey(task, order.causingRun() + 1);
    }

    public Attempt issued(Instant now) {
        Passage p = new Passage(passage.incidentId(), passage.gates(), passage.trial(), passage.reservedAt(), now);
        return new Attempt(id, task, order, p, move(AttemptState.ISSUED), null, version);
    }

    public Attempt takenBack() {
        return new Attempt(id, task, order, passage, move(AttemptState.TAKEN_BACK), null, version);
    }

    public Attempt verified(Result newResult) {
        return new Attempt(id, task, order, passage, move(AttemptState.VERIFIED), newResult, version);
    }

    public Attempt withVersion(long newVersion) {
        return new Attempt(id, task, order, passage, state, result, newVersion);
    }

    private AttemptState move(AttemptState to) {
        return AttemptState.TABLE.move("attempt " + id + " of task " + task, state, to);
    }
}
