package io.ripresa.orchestrate;

import io.ripresa.model.Incident;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.TaskRecord;
import io.ripresa.policy.FixRules;
import io.ripresa.policy.GateRules.Plan;
import io.ripresa.spi.RecoveryStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds members of one incident that a reported change may have mended: they failed before it, within its scope. */
final class FixCandidates {

    /** An incident may hold others than those that the change is about: so many are looked at. */
    private static final int LOOKED_AT = 200;

    private final RecoveryStore store;
    private final Incident incident;
    private final boolean trial;
    private final @Nullable Instant changedAt;
    private final ReportedChange.@Nullable Scope scope;

    FixCandidates(WorkingSet ws, RecoveryStore store, Incident incident, Plan plan) {
        this.store = store;
        this.incident = incident;
        this.trial = plan.trial();
        Instant since = FixRules.changedAt(plan.gate());
        this.changedAt = since;
        this.scope = ws.latestReportedChanges().stream()
                .filter(change -> change.at().equals(since) && FixRules.answer(change, incident) == FixRules.Answer.TRY)
                .findFirst()
                .map(ReportedChange::scope)
                .orElse(null);
    }

    /**
     * In the order in which they go; as canary none that may not be run twice, where another is there. Those with fewer
     * attempts than the limit first, and where there are none the others: the ladder leaves them to a person.
     */
    List<TaskRecord> find(int limit, int wanted) {
        List<TaskRecord> found = find(limit, trial, wanted);
        if (found.isEmpty() && trial) {
            found = find(limit, false, wanted);
        }
        return found.isEmpty() ? find(Dispatcher.SPENT, false, wanted) : found;
    }

    private List<TaskRecord> find(int attempts, boolean excludeUnsafe, int wanted) {
        Instant since = changedAt;
        if (since == null) {
            return List.of();
        }
        ReportedChange.Scope narrowed = scope;
        List<TaskRecord> older = ChangeIntake.candidates(
                store, incident.id(), since, attempts, excludeUnsafe, Math.max(LOOKED_AT, wanted));
        List<TaskRecord> concerned = narrowed == null
                ? older
                : older.stream()
                        .filter(task -> FixRules.isWithin(narrowed, task))
                        .toList();
        boolean moreBehind = concerned.isEmpty() && older.size() >= LOOKED_AT;
        return (moreBehind ? older : concerned).stream().limit(wanted).toList();
    }
}
