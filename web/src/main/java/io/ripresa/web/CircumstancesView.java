package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.learn.Circumstances;
import io.ripresa.model.Attempt;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Incident;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.RecoveryStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What else was going on when a task failed last.
 *
 * @param spread ALONE, SEVERAL or MANY
 * @param together tasks of its incident, itself included
 * @param recoveredMeanwhile others of its incident that ran well while it failed again
 * @param change the latest change that concerns it, made within the hour before the incident began; absent where there
 *     is none
 * @param sight which incident of this cause it is, from 1
 * @param recovered attempts for this error that led to recovery so far
 * @param attempts attempts for this error that ended so far
 * @param sentences all of it for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CircumstancesView(
        String spread,
        int together,
        int recoveredMeanwhile,
        @Nullable Change change,
        long sight,
        long recovered,
        long attempts,
        List<String> sentences) {

    private static final int CHANGES = 100;

    /** A reported change. */
    record Change(String id, String kind, String scope, String description, Instant at) {
        static Change of(ReportedChange change) {
            return new Change(
                    change.id(), change.kind().name(), change.scope().toString(), change.description(), change.at());
        }
    }

    /** Null where the incident is not known any more. */
    static @Nullable CircumstancesView of(
            RecoveryStore store, TaskRecord task, List<FailureRecord> failures, List<Attempt> attempts) {
        String id = failures.get(failures.size() - 1).incidentId();
        Incident incident = store.incidents(List.of(id)).get(id);
        if (incident == null) {
            return null;
        }
        Circumstances c = Circumstances.of(
                task,
                incident,
                failures,
                attempts,
                store.latestReportedChanges(CHANGES),
                store.outcomesOf(incident.cause()));
        ReportedChange change = c.change();
        return new CircumstancesView(
                c.spread().name(),
                c.together(),
                c.recoveredMeanwhile(),
                change == null ? null : Change.of(change),
                c.sight(),
                c.recovery().successes(),
                c.recovery().trials(),
                c.sentences());
    }
}
