package io.ripresa.tck;

import static io.ripresa.spi.RecoveryStore.ReserveResult.EXPIRED;
import static io.ripresa.spi.RecoveryStore.ReserveResult.GATE_MOVED;
import static io.ripresa.spi.RecoveryStore.ReserveResult.RESERVED;
import static io.ripresa.spi.RecoveryStore.ReserveResult.STOPPED;
import static io.ripresa.spi.RecoveryStore.ReserveResult.TASK_MOVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Breaker;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore.ReserveResult;
import io.ripresa.spi.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reserving: slots, counts, answers per item. */
abstract class StoreReservationContract extends StoreCommitContract {

    private static final String INCIDENT =
            Rows.incident(Rows.cause("api:443"), 1, Rows.START).id();

    /** A gate with room, an open incident with three members that wait: t-0, t-1, t-2. */
    private void threeWait() {
        Changes changes = new Changes()
                .gate(Rows.gate("api:443").withNextActionAt(at(0)))
                .gate(Rows.gate("db:orders"))
                .incident(Rows.incident(Rows.cause("api:443"), 1, Rows.START)
                        .withCounts(new Incident.Counts(3, 0, 0, 0, 0, 0)));
        for (int i = 0; i < 3; i++) {
            changes.task(Rows.waiting("t-" + i, INCIDENT));
        }
        apply(changes);
    }

    @Test
    void a_reservation_takes_slots_counts_members_and_writes_every_item() {
        threeWait();

        assertThat(store.reserve(reservation("t-0", "t-1"))).containsExactly(RESERVED, RESERVED);

        Gate gate = gate("api:443");
        assertThat(gate.traffic().inFlight()).isEqualTo(2);
        assertThat(gate.version()).isEqualTo(2);
        Incident incident = incident();
        assertThat(incident.counts()).isEqualTo(new Incident.Counts(1, 0, 2, 0, 0, 0));
        assertThat(incident.version()).isEqualTo(2);
        for (String id : List.of("t-0", "t-1")) {
            TaskRecord task = storedTask(id);
            assertThat(task.disposition()).isEqualTo(Disposition.IN_ATTEMPT);
            assertThat(task.version()).isEqualTo(2);
            assertThat(store.attemptsOf(task.key()))
                    .containsExactly(attempt(id, 0, gate.key()).withVersion(1));
            assertThat(store.journalOf(task.key(), null, 10)).hasSize(1);
        }
        assertThat(storedTask("t-2").disposition()).isEqualTo(Disposition.WAITING);
        clock.set(at(600));
        assertThat(store.due("n-1", Duration.ofSeconds(1), 10).timers())
                .extracting(Timer::subject)
                .containsExactly(
                        attempt("t-0", 0).id().compareTo(attempt("t-1", 0).id()) < 0
                                ? new String[] {
                                    attempt("t-0", 0).id(), attempt("t-1", 0).id()
                                }
                                : new String[] {
                                    attempt("t-1", 0).id(), attempt("t-0", 0).id()
                                });
    }

    @Test
    void an_item_whose_task_was_changed_is_refused_and_counted_back() {
        threeWait();
        Reservation reservation = reservation("t-0", "t-1", "t-2");
        apply(storedTask("t-1").moved(Disposition.HELD, "moved in between", at(1)));

        assertThat(store.reserve(reservation)).containsExactly(RESERVED, TASK_MOVED, RESERVED);

        assertThat(gate("api:443").traffic().inFlight()).isEqualTo(2);
        assertThat(incident().counts()).isEqualTo(new Incident.Counts(1, 0, 2, 0, 0, 0));
        assertThat(storedTask("t-1").disposition()).isEqualTo(Disposition.HELD);
        assertThat(storedTask("t-1").version()).isEqualTo(2);
        assertThat(store.attemptsOf(Rows.key("t-1"))).isEmpty();
        assertThat(store.journalOf(Rows.key("t-1"), null, 10)).isEmpty();
        clock.set(at(600));
        assertThat(store.due("n-1", Duration.ofSeconds(1), 10).timers()).hasSize(2);
    }

    @Test
    void a_member_is_counted_back_where_it_was() {
        threeWait();
        apply(storedTask("t-1").moved(Disposition.HELD, "held", at(1)));
        apply(new Changes().incident(incident().withCounts(new Incident.Counts(2, 1, 0, 0, 0, 0))));
        Reservation reservation = reservation("t-0", "t-1");
        apply(storedTask("t-1").withLiveAttempt("elsewhere"));

        assertThat(store.reserve(reservation)).containsExactly(RESERVED, TASK_MOVED);

        assertThat(incident().counts()).isEqualTo(new Incident.Counts(1, 1, 1, 0, 0, 0));
    }

    @Test
    void where_all_items_are_refused_the_gate_is_written_without_them() {
        threeWait();
        Reservation reservation = reservation("t-0", "t-1");
        apply(
                storedTask("t-0").moved(Disposition.HELD, "moved in between", at(1)),
                storedTask("t-1").moved(Disposition.HELD, "moved in between", at(1)));

        assertThat(store.reserve(reservation)).containsExactly(TASK_MOVED, TASK_MOVED);

        assertThat(gate("api:443").traffic().inFlight()).isZero();
        assertThat(gate("api:443").version()).isEqualTo(2);
        assertThat(incident().counts()).isEqualTo(new Incident.Counts(3, 0, 0, 0, 0, 0));
    }

    @Test
    void slots_are_given_back_in_the_gates_that_the_refused_attempt_names() {
        threeWait();
        GateKey api = Rows.gateKey("api:443");
        GateKey db = Rows.gateKey("db:orders");
        List<Gate> gates =
                List.of(gate("db:orders").withSlots(1), gate("api:443").withSlots(2));
        Reservation reservation =
                new Reservation(gates, counted(2), List.of(item("t-0", 0, api), item("t-1", 0, api, db)));
        apply(storedTask("t-1").withLiveAttempt("elsewhere"));

        assertThat(store.reserve(reservation)).containsExactly(RESERVED, TASK_MOVED);

        assertThat(gate("api:443").traffic().inFlight()).isEqualTo(1);
        assertThat(gate("db:orders").traffic().inFlight()).isZero();
    }

    @Test
    void an_attempt_stored_with_another_version_refuses_its_item() {
        threeWait();
        Attempt takenBack = attempt("t-0", 0, Rows.gateKey("api:443")).takenBack();
        apply(new Changes().attempt(takenBack));

        assertThat(store.reserve(reservation("t-0", "t-1"))).containsExactly(TASK_MOVED, RESERVED);

        assertThat(store.attemptsOf(Rows.key("t-0"))).containsExactly(takenBack.withVersion(1));
        assertThat(storedTask("t-0").disposition()).isEqualTo(Disposition.WAITING);
        assertThat(storedTask("t-0").version()).isEqualTo(1);
        assertThat(gate("api:443").traffic().inFlight()).isEqualTo(1);
    }

    @Test
    void an_attempt_that_was_taken_back_is_reserved_again() {
        threeWait();
        GateKey api = Rows.gateKey("api:443");
        apply(new Changes().attempt(attempt("t-0", 0, api).takenBack()));

        Reservation again =
                new Reservation(List.of(gate("api:443").withSlots(1)), counted(1), List.of(item("t-0", 1, api)));

        assertThat(store.reserve(again)).containsExactly(RESERVED);
        assertThat(store.attemptsOf(Rows.key("t-0"))).singleElement().satisfies(attempt -> {
            assertThat(attempt.state()).isEqualTo(AttemptState.RESERVED);
            assertThat(attempt.version()).isEqualTo(2);
        });
    }

    @Test
    void the_same_task_twice_in_a_batch_is_reserved_once() {
        threeWait();

        assertThat(store.reserve(reservation("t-0", "t-1", "t-0"))).containsExactly(RESERVED, RESERVED, TASK_MOVED);

        assertThat(gate("api:443").traffic().inFlight()).isEqualTo(2);
        assertThat(incident().counts()).isEqualTo(new Incident.Counts(1, 0, 2, 0, 0, 0));
        assertThat(store.journalAfter(0, 10)).hasSize(2);
    }

    @Test
    void a_gate_that_moved_refuses_the_batch_and_nothing_is_written() {
        threeWait();
        Reservation reservation = reservation("t-0", "t-1");
        apply(new Changes().gate(gate("api:443").moved(Breaker.OPEN, at(1))));

        assertThat(store.reserve(reservation)).containsExactly(GATE_MOVED, GATE_MOVED);

        assertUntouched();
        assertThat(gate("api:443").version()).isEqualTo(2);
    }

    @Test
    void the_second_of_two_gates_refuses_as_the_first_does() {
        threeWait();
        Reservation one = reservation("t-0");
        Reservation reservation = new Reservation(
                List.of(one.gates().get(0), gate("db:orders").withSlots(1)), one.incident(), one.items());
        apply(new Changes().gate(gate("db:orders").moved(Breaker.OPEN, at(1))));

        assertThat(store.reserve(reservation)).containsExactly(GATE_MOVED);

        assertUntouched();
    }

    @Test
    void an_incident_that_moved_refuses_the_batch_like_a_gate() {
        threeWait();
        Reservation reservation = reservation("t-0");
        apply(new Changes().incident(incident()));

        assertThat(store.reserve(reservation)).containsExactly(GATE_MOVED);

        assertUntouched();
        assertThat(gate("api:443").version()).isEqualTo(1);
    }

    @Test
    void the_kill_switch_refuses_the_batch_and_nothing_is_written() {
        threeWait();
        Reservation reservation = reservation("t-0", "t-1");
        turnKillSwitch(true);

        assertThat(store.reserve(reservation)).containsExactly(STOPPED, STOPPED);

        assertUntouched();
        assertThat(gate("api:443").version()).isEqualTo(1);
        turnKillSwitch(false);
        assertThat(store.reserve(reservation)).containsExactly(RESERVED, RESERVED);
    }

    @Test
    void a_reservation_that_comes_after_its_end_is_refused_and_nothing_is_written() {
        threeWait();
        Reservation r = reservation("t-0", "t-1");
        Reservation ending = new Reservation(r.gates(), r.incident(), r.items(), at(5));
        clock.set(at(6));

        assertThat(store.reserve(ending)).containsExactly(EXPIRED, EXPIRED);

        assertUntouched();
        clock.set(at(5));
        assertThat(store.reserve(ending)).containsExactly(RESERVED, RESERVED);
    }

    @Test
    void a_task_without_gate_and_incident_is_reserved_alone() {
        apply(Rows.waiting("t-0", "inc-1"));

        assertThat(store.reserve(new Reservation(List.of(), null, List.of(item("t-0", 0)))))
                .containsExactly(RESERVED);

        assertThat(storedTask("t-0").disposition()).isEqualTo(Disposition.IN_ATTEMPT);
    }

    @Test
    void a_reservation_of_nothing_writes_its_gate() {
        threeWait();

        assertThat(store.reserve(new Reservation(List.of(gate("api:443").withNotBefore(at(9))), null, List.of())))
                .isEmpty();

        assertThat(gate("api:443").notBefore()).isEqualTo(at(9));
    }

    @Test
    void a_large_batch_is_answered_item_by_item() {
        Changes changes = new Changes()
                .gate(Rows.gate("api:443"))
                .incident(Rows.incident(Rows.cause("api:443"), 1, Rows.START)
                        .withCounts(new Incident.Counts(500, 0, 0, 0, 0, 0)));
        String[] ids = new String[500];
        List<ReserveResult> expected = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            ids[i] = "t-" + i;
            changes.task(Rows.waiting(ids[i], INCIDENT));
            expected.add(i % 3 == 0 ? TASK_MOVED : RESERVED);
        }
        apply(changes);
        Reservation reservation = reservation(ids);
        Changes moves = new Changes();
        for (int i = 0; i < ids.length; i += 3) {
            moves.task(storedTask(ids[i]).withLiveAttempt("elsewhere"));
        }
        apply(moves);

        assertThat(store.reserve(reservation)).isEqualTo(expected);

        assertThat(gate("api:443").traffic().inFlight()).isEqualTo(333);
        assertThat(incident().counts()).isEqualTo(new Incident.Counts(167, 0, 333, 0, 0, 0));
    }

    @Test
    void twenty_reservers_at_a_gate_with_three_slots_get_three() throws Exception {
        Changes changes = new Changes()
                .gate(Rows.gate("api:443").moved(Breaker.OPEN, at(0)).moved(Breaker.HALF_OPEN, at(0)));
        for (int i = 0; i < 20; i++) {
            changes.task(Rows.waiting("t-" + i, INCIDENT));
        }
        apply(changes);

        List<Integer> reserved = atOnce(20, number -> {
            while (true) {
                Gate gate = gate("api:443");
                if (gate.traffic().inFlight() >= 3) {
                    return 0;
                }
                Reservation.Item item = item("t-" + number, 0, gate.key());
                ReserveResult result = store.reserve(new Reservation(List.of(gate.withSlots(1)), null, List.of(item)))
                        .get(0);
                if (result != GATE_MOVED) {
                    return result == RESERVED ? 1 : -1;
                }
            }
        });

        assertThat(reserved.stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
        assertThat(gate("api:443").traffic().inFlight()).isEqualTo(3);
        assertThat(store.latestAttempts(100)).hasSize(3);
    }

    @Test
    void of_twenty_reservers_of_one_task_one_gets_it() throws Exception {
        apply(Rows.waiting("t-0", "inc-1"));
        Reservation reservation = new Reservation(List.of(), null, List.of(item("t-0", 0)));

        List<List<ReserveResult>> results = atOnce(20, number -> store.reserve(reservation));

        assertThat(results.stream().flatMap(List::stream)).containsOnlyOnce(RESERVED);
        assertThat(results.stream().flatMap(List::stream)).allMatch(r -> r == RESERVED || r == TASK_MOVED);
        assertThat(store.journalAfter(0, 100)).hasSize(1);
    }

    private void assertUntouched() {
        for (int i = 0; i < 3; i++) {
            assertThat(storedTask("t-" + i))
                    .isEqualTo(Rows.waiting("t-" + i, INCIDENT).withVersion(1));
        }
        assertThat(incident().counts()).isEqualTo(new Incident.Counts(3, 0, 0, 0, 0, 0));
        assertThat(gate("api:443").traffic().inFlight()).isZero();
        assertThat(store.latestAttempts(10)).isEmpty();
        assertThat(store.journalAfter(0, 10)).isEmpty();
        clock.set(at(600));
        assertThat(store.due("n-1", Duration.ofSeconds(1), 10).timers()).isEmpty();
    }

    private Reservation reservation(String... ids) {
        List<Reservation.Item> items = new ArrayList<>();
        for (String id : ids) {
            items.add(item(id, 0, Rows.gateKey("api:443")));
        }
        return new Reservation(List.of(gate("api:443").withSlots(ids.length)), counted(ids.length), items);
    }

    private Reservation.Item item(String id, long attemptVersion, GateKey... gates) {
        TaskRecord task = storedTask(id);
        Attempt attempt = attempt(id, attemptVersion, gates);
        return new Reservation.Item(
                task.moved(Disposition.IN_ATTEMPT, "goes", at(1)).withLiveAttempt(attempt.id()),
                task.disposition(),
                attempt,
                new Timer(Timer.Kind.ISSUE, attempt.id(), at(300)),
                JournalEntry.of(at(1), JournalEntry.Kind.RESERVED, JournalEntry.Subject.of(attempt), "reserved"));
    }

    private static Attempt attempt(String id, long version, GateKey... gates) {
        return Rows.attempt(id, 1, 1, at(1), gates).withVersion(version);
    }

    /** The incident with so many members counted as in attempt; of those in the tests one may be held. */
    private @Nullable Incident counted(int items) {
        Incident incident = incident();
        Incident.Counts counts = incident.counts();
        int held = Math.min(counts.held(), items);
        return incident.withCounts(counts.plus(Disposition.HELD, -held)
                .plus(Disposition.WAITING, held - items)
                .plus(Disposition.IN_ATTEMPT, items));
    }

    private Gate gate(String dependency) {
        GateKey key = Rows.gateKey(dependency);
        return Objects.requireNonNull(store.gates(List.of(key)).get(key));
    }

    private Incident incident() {
        return Objects.requireNonNull(store.incidents(List.of(INCIDENT)).get(INCIDENT));
    }
}
