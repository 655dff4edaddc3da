package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is due is done and what was reserved is issued, whoever had begun with it and died or stopped. */
final class PunctualityRules {

    /** While the kill switch is on, what is due is put off by so much. */
    private static final Duration PUT_OFF = Duration.ofSeconds(30);

    private final Violations violations;
    private final VirtualTime time;
    private final Books books;
    private final ArrayDeque<Reserved> reserved = new ArrayDeque<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::since));
    private Instant resumedAt = Instant.MIN;
    /** The oldest ones when the books were last looked into. */
    private @Nullable Reserved oldestReserved;

    private @Nullable Due oldestDue;

    private record Reserved(String attemptId, Instant at) {}

    /**
     * Something due: a timer, or else a gate.
     *
     * @param at when, as the row says
     * @param since the same, or when that was written where it was past then
     */
    private record Due(
            Instant at,
            Instant since,
            @Nullable Timer timer,
            @Nullable GateKey gate) {}

    PunctualityRules(Violations violations, VirtualTime time, Books books) {
        this.violations = violations;
        this.time = time;
        this.books = books;
    }

    void reserved(Attempt attempt) {
        reserved.add(new Reserved(attempt.id(), time.instant()));
    }

    void timer(Timer timer) {
        due.add(new Due(timer.dueAt(), later(timer.dueAt()), timer, null));
    }

    void gate(Gate gate) {
        Instant at = gate.nextActionAt();
        if (at != null) {
            due.add(new Due(at, later(at), null, gate.key()));
        }
    }

    private Instant later(Instant at) {
        Instant now = time.instant();
        return at.isBefore(now) ? now : at;
    }

    void resumed() {
        resumedAt = time.instant().plus(PUT_OFF);
    }

    /** @param changed whether the books are others than after the last step */
    void afterStep(Calm calm, boolean changed) {
        Instant now = time.instant();
        issues(calm, now, changed);
        Due first = due.peek();
        while (first != null && (changed || !first.equals(oldestDue)) && !isStillDue(first)) {
            due.remove();
            first = due.peek();
        }
        oldestDue = first;
        Due oldest = first;
        if (oldest != null && calm.isOverdue(oldest.since(), now)) {
            due.remove();
            violations.require(
                    false,
                    Invariant.DUE_IS_DONE,
                    () -> (oldest.timer() == null ? "gate " + oldest.gate() : "timer " + oldest.timer())
                            + " has been due since " + oldest.since() + "; a node has been up since " + calm.since());
        }
    }

    private void issues(Calm calm, Instant now, boolean changed) {
        Reserved oldest = reserved.peek();
        while (oldest != null && (changed || !oldest.equals(oldestReserved)) && !isReserved(oldest)) {
            reserved.remove();
            oldest = reserved.peek();
        }
        oldestReserved = oldest;
        report(calm, now, oldest);
    }

    private void report(Calm calm, Instant now, @Nullable Reserved oldest) {
        if (oldest == null || books.control.stopped()) {
            return;
        }
        Instant since = oldest.at().isBefore(resumedAt) ? resumedAt : oldest.at();
        if (calm.isOverdue(since, now)) {
            reserved.remove();
            violations.require(
                    false,
                    Invariant.TAKEN_OVER,
                    () -> "attempt " + oldest.attemptId() + " was reserved at " + oldest.at()
                            + " and has not been issued; a node has been up since " + calm.since());
        }
    }

    private boolean isReserved(Reserved one) {
        Attempt attempt = books.attempts.get(one.attemptId());
        return attempt != null && attempt.state() == AttemptState.RESERVED;
    }

    private boolean isStillDue(Due one) {
        Timer timer = one.timer();
        if (timer != null) {
            return timer.equals(books.timers.get(new Changes.TimerKey(timer.kind(), timer.subject())));
        }
        Gate gate = one.gate() == null ? null : books.gates.get(one.gate());
        return gate != null && one.at().equals(gate.nextActionAt());
    }
}
