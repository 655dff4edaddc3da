package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.Policy;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Runs;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import io.ripresa.spi.TaskSystem.Receipt;
import io.ripresa.spi.TaskSystem.RerunOrder;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges every applied change and every step. What the rows say is checked against a second set of books; what was done
 * against the hidden truth of the world. Costs what changed, not what there is.
 */
final class Invariants implements WatchedStore.Bookkeeper, Witness {

    private final Violations violations;
    private final VirtualTime time;
    private final Policy policy;
    private final boolean keepsAll;
    private final List<SimulatedTaskSystem> systems;
    private final Books books = new Books();
    private final WorldRules world;
    private final SwitchRules killSwitch;
    private final FixInvariants fixes;
    private final GateInvariants gates;
    private final StartInvariants starts;
    private final ShortageRules shortages;
    private final BookRules rules;
    private final PunctualityRules punctuality;
    private final HoldRules holds;
    private final RetentionRules retention;
    private final Set<String> dirtyIncidents = new LinkedHashSet<>();
    private @Nullable RecoveryStore store;
    private Calm calm = () -> null;
    private Consumer<Instant> onDue = at -> {};
    private boolean changed;
    private boolean changedSinceRound;
    private int issued;

    Invariants(Violations violations, World world, Policy policy) {
        this.violations = violations;
        this.time = world.time;
        this.policy = policy;
        this.systems = world.systems();
        this.keepsAll = world.scenario.keptFor() == null;
        this.fixes = new FixInvariants(violations, books);
        this.killSwitch = new SwitchRules(violations, world.time);
        this.shortages = new ShortageRules(violations, world, books);
        this.world =
                new WorldRules(violations, world, policy, books, new WorldRules.Others(fixes, killSwitch, shortages));
        this.gates = new GateInvariants(violations, world, policy, books);
        this.starts = new StartInvariants(violations, world, books);
        this.rules = new BookRules(violations, world, books);
        this.punctuality = new PunctualityRules(violations, world.time, books);
        this.holds = new HoldRules(violations, world, books);
        this.retention = new RetentionRules(violations, world.time, policy.retention(), books);
    }

    /**
     * Says what is judged.
     *
     * @param truth the store, with nothing in between
     * @param cluster how the nodes are
     * @param due hears when something will be due
     */
    void observe(RecoveryStore truth, Calm cluster, Consumer<Instant> due) {
        store = truth;
        calm = cluster;
        onDue = due;
    }

    Books books() {
        return books;
    }

    /** Attempts issued so far, held first starts left out. */
    int issued() {
        return issued;
    }

    /** Whether nothing is left to do unless something happens. Where old things are deleted, that is never so. */
    boolean isSettled() {
        return keepsAll && books.onlyCleaningIsDue();
    }

    /** Whether a task system has told something that nobody has taken in. */
    boolean isNewsUnread() {
        for (SimulatedTaskSystem system : systems) {
            if (system.backlog(books.cursors.get(system.name())).unread() > 0) {
                return true;
            }
        }
        return false;
    }

    // --- what nodes do ---

    /** A tick begins; answers what {@link #tickEnds} wants back, since ticks of several nodes may be nested. */
    boolean tickBegins() {
        return world.tickBegins(books.control.stopped());
    }

    void tickEnds(boolean before) {
        world.tickEnds(before);
    }

    /** A tick ended in a way that no fault explains. */
    void defect(String detail) {
        violations.require(false, Invariant.NO_ERROR, () -> detail);
    }

    /** A node gives an order; it may take a while to get there, and may never. */
    void given(RerunOrder order) {
        world.given(order);
    }

    // --- what happens in the task systems ---

    @Override
    public void ordered(TaskTruth task, RerunOrder order, Receipt receipt) {
        world.ordered(task, order, receipt);
    }

    @Override
    public void started(TaskTruth task, RunTruth run) {
        world.started(task, run);
        starts.started(run, calm);
    }

    @Override
    public void held(SimulatedTaskSystem system, GateKey gate) {
        world.held(system, gate);
    }

    @Override
    public void holdsChanged(GateKey gate) {
        holds.changed(gate);
    }

    // --- what happens in the store ---

    @Override
    public void committed(Changes changes) {
        changed = true;
        rules.journal(changes);
        gates.committed(changes);
        starts.committed(changes);
        books.timers(changes);
        Changes.CursorMove move = changes.cursor();
        if (move != null) {
            books.cursors.put(move.system(), move.to());
        }
        changes.reportedChanges().forEach(change -> books.reportedChanges.put(change.id(), change));
        changes.timers().forEach(this::timer);
        changes.runs().forEach(rules::run);
        changes.tasks().forEach(this::task);
        changes.attempts().forEach(this::attempt);
        changes.gates().forEach(this::gate);
        rules.incidents(changes);
        changes.incidents().forEach(this::incident);
        changes.failures().forEach(f -> {
            books.failure(f);
            dirtyIncidents.add(f.incidentId());
        });
    }

    @Override
    public void reserved(List<Reservation.Item> items, Collection<Gate> after, Collection<Incident> incidents) {
        changed = true;
        for (Reservation.Item item : items) {
            rules.journal(item);
            books.timer(item.timer());
            timer(item.timer());
            task(item.task());
            attempt(item.attempt());
        }
        incidents.forEach(this::incident);
        starts.reserved(items);
        shortages.reserved(items, calm);
        gates.reserved(items, after);
        fixes.reserved(items, after);
        after.forEach(this::gate);
    }

    @Override
    public void switched(Control control) {
        changed = true;
        books.control = control;
        killSwitch.switched(control);
        holds.switched();
        starts.switched(control);
        if (!control.stopped()) {
            punctuality.resumed();
        }
    }

    @Override
    public void cleaned(RecoveryStore.Cutoff cutoff) {
        changed = true;
        retention.cleaned(Objects.requireNonNull(store));
        dirtyIncidents.retainAll(books.incidents.keySet());
    }

    private void timer(Timer timer) {
        // Where nothing grows old, nodes that have nothing else to do leave cleaning out.
        if (!keepsAll || timer.kind() != Timer.Kind.CLEAN) {
            punctuality.timer(timer);
            onDue.accept(timer.dueAt());
        }
    }

    private void gate(Gate row) {
        books.gate(row);
        starts.gate(row);
        punctuality.gate(row);
        Instant at = row.nextActionAt();
        if (at != null) {
            onDue.accept(at);
        }
        holds.changed(row.key());
    }

    private void incident(Incident row) {
        books.incident(row);
        dirtyIncidents.add(row.id());
    }

    private void task(TaskRecord row) {
        TaskRecord old = books.tasks.get(row.key());
        if (row.disposition() == Disposition.RECOVERED && (old == null || old.disposition() != Disposition.RECOVERED)) {
            world.recovered(row.key());
        }
        retention.written(row);
        Runs runs = row.runs();
        int granted = runs.granted();
        violations.require(
                runs.attempts() <= policy.attempts().limit() + granted,
                Invariant.ATTEMPT_LIMIT,
                () -> row.key() + " counts " + runs.attempts() + " attempts, granted " + granted);
        dirty(old);
        dirty(row);
        books.task(row);
    }

    private void dirty(@Nullable TaskRecord row) {
        TaskRecord.Trouble trouble = row == null ? null : row.trouble();
        if (trouble != null) {
            dirtyIncidents.add(trouble.incidentId());
        }
    }

    private void attempt(Attempt row) {
        Attempt old = books.attempts.get(row.id());
        AttemptState before = old == null ? null : old.state();
        boolean stopped = books.control.stopped();
        boolean moved = before != row.state();
        if (moved && row.state() == AttemptState.RESERVED) {
            violations.require(!stopped, Invariant.KILL_SWITCH, () -> "attempt " + row.id() + " was reserved");
            fresh(row, row.passage().reservedAt(), "reserved");
        }
        // Issued rows may be written again; a row that comes back verified may never have been marked issued.
        if (moved && row.state() == AttemptState.ISSUED) {
            violations.require(!stopped, Invariant.KILL_SWITCH, () -> "attempt " + row.id() + " was issued");
            fresh(row, Objects.requireNonNullElse(row.passage().issuedAt(), Instant.MIN), "issued");
            if (!row.order().isFirstStart()) {
                issued++;
            }
        }
        books.attempt(row);
        fixes.attempt(row);
        if (moved && row.state() == AttemptState.RESERVED) {
            punctuality.reserved(row);
        }
        violations.require(
                books.liveOf(row.task()).size() <= 1,
                Invariant.ONE_LIVE_ATTEMPT,
                () -> row.task() + " has live attempts " + books.liveOf(row.task()));
    }

    private void fresh(Attempt row, Instant decidedAt, String what) {
        violations.require(
                !time.instant().isAfter(decidedAt.plus(WorldRules.GOOD_FOR)),
                Invariant.STALE_KNOWLEDGE,
                () -> "attempt " + row.id() + " of " + row.task() + " was " + what + " by what was known at "
                        + decidedAt);
    }

    // --- judging ---

    /** After every step. Answers whether the nodes ought to look after something that no due time tells of. */
    boolean afterStep() {
        punctuality.afterStep(calm, changed);
        holds.afterStep(calm);
        if (changed) {
            for (String id : dirtyIncidents) {
                rules.incidentAddsUp(id);
            }
            dirtyIncidents.clear();
            gates.slotsAddUp();
            rules.dispositionsSum(Objects.requireNonNull(store));
            changed = false;
            changedSinceRound = true;
        }
        return holds.isAstray();
    }

    /** Now and then: nobody waits for nothing. */
    void nobodyIsForgotten() {
        if (changedSinceRound) {
            changedSinceRound = false;
            rules.everyWaitHasAReason();
        }
    }

    /** When everything healed and all the time in the world has passed. */
    void atTheEnd() {
        rules.everyWaitHasAReason();
        rules.everyTaskIsAccountedFor();
        rules.booksAgree(Objects.requireNonNull(store));
        starts.atTheEnd();
        if (!keepsAll) {
            retention.atTheEnd();
        }
    }
}
