package io.ripresa.simulation;

import io.ripresa.model.Evidence;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.Timer;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bugs in what follows a reported change, put between the real loop and its store. */
final class FixPlants {

    private FixPlants() {}

    /** Takes a change for newer than it is. */
    static final class LateChanges extends ForwardingStore {
        LateChanges(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public @Nullable ReportedChange reportedChange(String id) {
            ReportedChange c = super.reportedChange(id);
            return c == null
                    ? null
                    : new ReportedChange(
                            c.id(), c.kind(), c.scope(), c.description(), c.actor(), c.reportedAt(), c.reportedAt());
        }
    }

    /** Takes a change in again and again, and forgets that it was tried. */
    static final class ForgottenTrials extends ForwardingStore {
        ForgottenTrials(RecoveryStore inner) {
            super(inner);
        }

        @Override
        public CommitResult commit(Changes changes) {
            for (Changes.TimerKey timer : changes.cancelledTimers()) {
                if (timer.kind() == Timer.Kind.CHANGE) {
                    changes.timer(new Timer(timer.kind(), timer.subject(), now().plus(Duration.ofMinutes(10))));
                }
            }
            return super.commit(changes);
        }

        @Override
        public Map<GateKey, Gate> gates(Collection<GateKey> keys) {
            Map<GateKey, Gate> gates = new LinkedHashMap<>();
            super.gates(keys)
                    .forEach((key, gate) -> gates.put(
                            key, key.isAfterFix() && gate.isQuiet() ? gate.withEvidence(Evidence.NONE) : gate));
            return gates;
        }
    }
}
