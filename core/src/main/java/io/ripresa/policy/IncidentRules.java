package io.ripresa.policy;

import io.ripresa.model.Breaker;
import io.ripresa.model.Cause;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Recoverability;
import org.jspecify.annotations.Nullable;

/** In which state an incident is, given its members and its gate. Pure. */
public final class IncidentRules {

    private IncidentRules() {}

    /**
     * The state that follows; a person's pause stays whatever else is true.
     *
     * @param gate the gate that its members pass, or null where none lets them pass or tries whether it may
     */
    public static IncidentState state(Incident incident, @Nullable Gate gate) {
        if (incident.state() == IncidentState.PAUSED) {
            return IncidentState.PAUSED;
        }
        // First starts are held whether or not one is there.
        boolean holds = gate != null && gate.key().isStarts() && gate.breaker() != Breaker.CLOSED;
        if (incident.counts().pending() == 0 && !holds) {
            boolean person = incident.counts().needsPerson() > 0 && incident.cause() instanceof Cause.Ungated;
            return person ? IncidentState.NEEDS_PERSON : IncidentState.RESOLVED;
        }
        if (gate == null) {
            return incident.headline().recoverability() == Recoverability.AFTER_FIX
                    ? IncidentState.AWAITING_FIX
                    : IncidentState.OPEN;
        }
        if (gate.breaker() == Breaker.HALF_OPEN) {
            return IncidentState.PROBING;
        }
        return gate.breaker() == Breaker.CLOSED && gate.ramp() != null ? IncidentState.RECOVERING : IncidentState.OPEN;
    }

    /** Why it is in that state, a sentence for people. */
    public static String reason(IncidentState state, Cause cause) {
        return switch (state) {
            case OPEN -> open(cause);
            case PROBING -> "Trying with a few tasks whether the cause is gone.";
            case RECOVERING -> "The cause is gone. Tasks come back at the pace that the dependency can take.";
            case RESOLVED -> "No task waits, is held or in flight.";
            case AWAITING_FIX -> "Somebody has to fix the cause first.";
            case NEEDS_PERSON -> "A person has to decide.";
            case PAUSED -> "Paused by a person.";
        };
    }

    private static String open(Cause cause) {
        if (!(cause instanceof Cause.Gated gated)) {
            return "Waiting for the next attempt.";
        }
        return gated.gate().isStarts()
                ? "First starts are held for a while; then a few go as trials."
                : "The cause is there. Waiting for evidence that "
                        + gated.gate().dependency() + " works again.";
    }
}
