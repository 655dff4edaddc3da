package io.ripresa.server.chaos;

import io.ripresa.server.chaos.Fault.Kind;
import java.time.Instant;

/**
 * A fault as it really was. For the kill switch: from when it was confirmed, until somebody first tried to turn it off.
 *
 * @param fault what had been planned
 * @param from when it took effect
 * @param until when it ended
 */
record Happening(Fault fault, Instant from, Instant until) {

    boolean is(Kind kind) {
        return fault.kind() == kind;
    }

    boolean ofWorker() {
        return fault.node() >= 0 && !FaultPlan.isRecovery(fault.node());
    }
}
