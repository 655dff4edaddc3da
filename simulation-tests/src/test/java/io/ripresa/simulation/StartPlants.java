package io.ripresa.simulation;

import io.ripresa.model.Attempt;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.policy.StartRules;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Reservation;
import io.ripresa.spi.TaskSystem;
import java.util.List;

/** Bugs around the breaker over all first starts. */
final class StartPlants {

    private StartPlants() {}

    /** Does not hold first starts altogether. */
    static final class StartsRegardless extends ForwardingTaskSystem {
        StartsRegardless(TaskSystem inner) {
            super(inner);
        }

        @Override
        public void hold(GateKey gate) {
            if (!gate.isStarts()) {
                super.hold(gate);
            }
        }
    }

    /** Lets first starts that wait for a dependency pass by the breaker over all of them. */
    static final class PassesBy extends ForwardingStore {
        PassesBy(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public List<ReserveResult> reserve(Reservation r) {
            List<Gate> others =
                    r.gates().stream().filter(gate -> !gate.key().isStarts()).toList();
            if (others.isEmpty()) {
                return super.reserve(r);
            }
            List<Reservation.Item> items = r.items().stream()
                    .map(item -> new Reservation.Item(
                            item.task(), item.before(), past(item.attempt()), item.timer(), item.journal()))
                    .toList();
            return super.reserve(new Reservation(others, r.incident(), items, r.validUntil()));
        }

        private static Attempt past(Attempt a) {
            Attempt.Passage p = a.passage();
            List<Attempt.GateSlot> slots =
                    p.gates().stream().filter(slot -> !slot.gate().isStarts()).toList();
            return new Attempt(
                    a.id(),
                    a.task(),
                    a.order(),
                    new Attempt.Passage(p.incidentId(), slots, p.trial(), p.reservedAt(), p.issuedAt()),
                    a.state(),
                    a.result(),
                    a.version());
        }
    }

    /** Counts every failure, also those of causes that are known. */
    static final class CountsEveryFailure extends ForwardingStore {
        CountsEveryFailure(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public CommitResult commit(Changes changes) {
            int failures = changes.failures().size();
            return super.commit(Plants.copy(
                    changes,
                    gate -> gate.key().isStarts() && gate.isQuiet() && failures > 0
                            ? StartRules.counted(gate, now(), 0, failures)
                            : gate,
                    changes.refusedByKillSwitch()));
        }
    }
}
