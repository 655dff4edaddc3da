package io.ripresa.orchestrate;

import io.ripresa.model.Category;
import io.ripresa.model.Cause;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.Incident.Counts;
import io.ripresa.model.Incident.Headline;
import io.ripresa.model.Incident.Reach;
import io.ripresa.model.Incident.Times;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Recoverability;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.policy.FixRules;
import io.ripresa.policy.GateRules;
import io.ripresa.policy.IncidentRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens incidents, lets failures join them, and brings their state in line with their members and gates. */
final class Incidents {

    private final GateRules rules;

    Incidents(GateRules rules) {
        this.rules = rules;
    }

    /**
     * The incident that something belongs to which began at {@code startedAt}: the open one; a resolved one where it
     * began before that was resolved; else a new one.
     *
     * @param about the diagnosis, or null for a task held before its first start
     */
    Incident join(
            WorkingSet ws, Cause cause, @Nullable Diagnosis about, @Nullable String workspace, Instant startedAt) {
        Incident latest = ws.latestIncident(cause);
        if (latest != null && latest.state() != IncidentState.RESOLVED) {
            return latest;
        }
        Instant resolvedAt = latest == null ? null : latest.times().resolvedAt();
        if (latest != null && resolvedAt != null && startedAt.isBefore(resolvedAt)) {
            return reopen(ws, latest);
        }
        String title = about == null ? cause.id() : about.reasoning().summary();
        return open(ws, create(cause, about, title, workspace, latest, ws.now()));
    }

    /**
     * The incident of a gate that is to hold all first starts from now on.
     *
     * @param why which limit was passed, a sentence for people
     */
    Incident trip(WorkingSet ws, GateKey gate, String why) {
        Cause cause = new Cause.Gated(gate);
        return open(ws, create(cause, null, why, null, ws.latestIncident(cause), ws.now()));
    }

    private Incident open(WorkingSet ws, Incident opened) {
        ws.open(opened);
        ws.journal(
                Kind.INCIDENT_OPENED,
                Subject.incident(opened.id()),
                "Opened: " + opened.headline().title());
        if (opened.cause() instanceof Cause.Gated gated) {
            Gate gate = gateOrNew(ws, gated.gate());
            ws.put(rules.opened(gate, opened.id(), opened.number(), ws.now()));
        }
        return opened;
    }

    private Incident reopen(WorkingSet ws, Incident latest) {
        Incident back =
                latest.moved(IncidentState.RECOVERING, "A late member came after it had been resolved.", ws.now());
        ws.put(back);
        ws.journal(Kind.INCIDENT_MOVED, Subject.incident(back.id()), "RESOLVED → RECOVERING: a late member came.");
        if (back.cause() instanceof Cause.Gated gated) {
            Gate gate = gateOrNew(ws, gated.gate());
            ws.put(rules.reopened(gate, back.id(), back.number(), ws.now()));
        }
        return back;
    }

    /** A task whose incident may be long resolved goes on in the present one of the same cause. */
    TaskRecord rejoin(WorkingSet ws, TaskRecord task) {
        Trouble trouble = task.trouble();
        Incident before = trouble == null ? null : ws.incident(trouble.incidentId());
        if (trouble == null || before == null) {
            return task;
        }
        Incident present =
                join(ws, before.cause(), trouble.diagnosis(), task.descriptor().workspace(), Instant.EPOCH);
        if (present.cause() instanceof Cause.Gated gated) {
            ws.put(rules.memberCame(gateOrNew(ws, gated.gate()), ws.now()));
        }
        return task.withTrouble(new Trouble(
                present.id(),
                trouble.since(),
                trouble.failedAt(),
                trouble.notBefore(),
                trouble.diagnosis(),
                present.id().equals(before.id()) ? trouble.share() : ws.join(present.id(), task)));
    }

    static Gate gateOrNew(WorkingSet ws, GateKey key) {
        Gate gate = ws.gate(key);
        return gate == null ? Gate.create(key) : gate;
    }

    private static Incident create(
            Cause cause,
            @Nullable Diagnosis about,
            String title,
            @Nullable String workspace,
            @Nullable Incident previous,
            Instant now) {
        Category category = about == null ? Category.SERVICE_UNAVAILABLE : about.category();
        Recoverability recoverability = about == null ? Recoverability.AUTO : about.recoverability();
        long number = previous == null ? 1 : previous.number() + 1;
        boolean shared = cause instanceof Cause.Gated gated && gated.gate().isReachability();
        Headline headline = new Headline(
                category,
                recoverability,
                title,
                IncidentRules.reason(IncidentState.OPEN, cause),
                shared ? null : workspace,
                previous == null ? null : previous.id());
        return new Incident(
                Incident.id(cause, number),
                cause,
                IncidentState.OPEN,
                headline,
                Counts.NONE,
                List.of(),
                Reach.NONE,
                new Times(now, now, null),
                0);
    }

    /** Brings every incident whose members or gate were changed into the state that follows. Call before committing. */
    void settle(WorkingSet ws) {
        for (GateKey key : ws.touchedGates()) {
            Gate gate = ws.gate(key);
            String id = gate == null ? null : gate.episode().incidentId();
            Incident incident = id == null ? null : ws.incident(id);
            if (incident != null) {
                settle(ws, incident);
            }
        }
        for (String id : ws.touchedIncidents()) {
            Incident incident = ws.incident(id);
            if (incident != null) {
                settle(ws, incident);
            }
        }
    }

    private void settle(WorkingSet ws, Incident incident) {
        // An older incident of a gate that has gone on has none: only its members count.
        Gate gate = ws.gateOf(incident);
        IncidentState next = IncidentRules.state(incident, gate);
        if (next == incident.state()) {
            return;
        }
        String reason = IncidentRules.reason(next, incident.cause());
        Incident moved = incident.moved(next, reason, ws.now());
        ws.put(moved);
        ws.journal(
                Kind.INCIDENT_MOVED,
                Subject.incident(incident.id()),
                incident.state() + " → " + next + ": " + reason,
                Map.of("from", incident.state().name(), "to", next.name()));
        if (next == IncidentState.NEEDS_PERSON && gate != null) {
            ws.put(FixRules.putAway(gate, ws.now()));
        } else if (next == IncidentState.RESOLVED && gate != null) {
            Gate quiet = rules.resolved(gate, ws.now());
            ws.put(quiet);
            ws.journal(Kind.GATE_MOVED, Subject.of(gate.key(), incident.id()), "Gate is quiet again.");
        }
    }
}
