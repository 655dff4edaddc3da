package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.Policy;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Runs;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges every applied change and every step. What the rows say is checked against a second set of books; what was done
 * against the hidden truth of the world. Costs what changed, not what there is.
 */
final class Invariants implements WatchedStore.Bookkeeper {

    private final Violations violations;
    private final Books books = new Books();
    private final WorldRules world;
    private final GateInvariants gates;
    private final BookRules rules;
    private final Policy policy;
    private final Set<String> dirtyIncidents = new LinkedHashSet<>();
    private int issued;

    Invariants(Violations violations, VirtualTime time, SimulatedTaskSystem system, Policy policy) {
        this.violations = violations;
        this.policy = policy;
        this.world = new WorldRules(violations, time, system, policy, books);
        this.gates = new GateInvariants(violations, time, system, policy, books);
        this.rules = new BookRules(violations, system, books);
    }

    Witness witness() {
        return world;
    }

    Books books() {
        return books;
    }

    /** Attempts issued so far, held first starts left out. */
    int issued() {
        return issued;
    }

    /** A tick begins; answers what {@link #tickEnds} wants back, since ticks of two nodes may be nested. */
    boolean tickBegins() {
        return world.tickBegins(books.control.stopped());
    }

    void tickEnds(boolean before) {
        world.tickEnds(before);
    }

    @Override
    public void committed(Changes changes) {
        rules.journal(changes);
        gates.committed(changes);
        books.timers(changes);
        changes.runs().forEach(rules::run);
        changes.tasks().forEach(this::task);
        changes.attempts().forEach(this::attempt);
        for (Gate gate : changes.gates()) {
            books.gates.put(gate.key(), gate);
        }
        rules.incidents(changes);
        for (Incident incident : changes.incidents()) {
            books.incident(incident);
            dirtyIncidents.add(incident.id());
        }
        changes.failures().forEach(f -> {
            books.failure(f);
            dirtyIncidents.add(f.incidentId());
        });
    }

    @Override
    public void reserved(List<Reservation.Item> items, Collection<Gate> after, Collection<Incident> incidents) {
        for (Reservation.Item item : items) {
            rules.journal(item);
            books.timer(item.timer());
            task(item.task());
            attempt(item.attempt());
        }
        for (Incident incident : incidents) {
            books.incident(incident);
            dirtyIncidents.add(incident.id());
        }
        gates.reserved(items, after);
        for (Gate gate : after) {
            books.gates.put(gate.key(), gate);
        }
    }

    @Override
    public void switched(Control control) {
        books.control = control;
    }

    private void task(TaskRecord row) {
        TaskRecord old = books.tasks.get(row.key());
        if (row.disposition() == Disposition.RECOVERED && (old == null || old.disposition() != Disposition.RECOVERED)) {
            world.recovered(row.key());
        }
        Runs runs = row.runs();
        int granted = runs.granted();
        violations.require(
                runs.attempts() <= policy.attempts().limit() + granted,
                Invariant.ATTEMPT_LIMIT,
                () -> row.key() + " counts " + runs.attempts() + " attempts, granted " + granted);
        for (TaskRecord.Trouble trouble : troubles(old, row)) {
            dirtyIncidents.add(trouble.incidentId());
        }
        books.task(row);
    }

    private static List<TaskRecord.Trouble> troubles(@Nullable TaskRecord old, TaskRecord row) {
        List<TaskRecord.Trouble> troubles = new ArrayList<>();
        if (old != null && old.trouble() != null) {
            troubles.add(old.trouble());
        }
        if (row.trouble() != null) {
            troubles.add(row.trouble());
        }
        return troubles;
    }

    private void attempt(Attempt row) {
        Attempt old = books.attempts.get(row.id());
        AttemptState before = old == null ? null : old.state();
        boolean stopped = books.control.stopped();
        boolean moved = before != row.state();
        if (moved && row.state() == AttemptState.RESERVED) {
            violations.require(!stopped, Invariant.KILL_SWITCH, () -> "attempt " + row.id() + " was reserved");
        }
        // Issued rows may be written again; a row that comes back verified may never have been marked issued.
        if (moved && row.state() == AttemptState.ISSUED) {
            violations.require(!stopped, Invariant.KILL_SWITCH, () -> "attempt " + row.id() + " was issued");
            if (!row.order().isFirstStart()) {
                issued++;
            }
        }
        books.attempt(row);
        violations.require(
                books.liveOf(row.task()).size() <= 1,
                Invariant.ONE_LIVE_ATTEMPT,
                () -> row.task() + " has live attempts " + books.liveOf(row.task()));
    }

    /** After every step. */
    void afterStep(RecoveryStore store) {
        for (String id : dirtyIncidents) {
            rules.incidentAddsUp(id);
        }
        dirtyIncidents.clear();
        gates.slotsAddUp();
        rules.dispositionsSum(store);
    }

    /** Now and then: nobody waits for nothing. */
    void nobodyIsForgotten() {
        rules.everyWaitHasAReason();
    }

    /** When everything healed and all the time in the world has passed. */
    void atTheEnd(RecoveryStore store) {
        rules.everyWaitHasAReason();
        rules.everyTaskIsAccountedFor();
        rules.booksAgree(store);
    }
}
