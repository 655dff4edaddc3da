package io.ripresa.learn;

import io.ripresa.model.Attempt;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Incident;
import io.ripresa.model.Measured;
import io.ripresa.model.Outcome;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What else was going on when a task failed: whether others failed with it, whether others get through, whether something
 * had just been changed, and whether the error is known. An error alone cannot say that. It is told beside the diagnosis,
 * and changes neither that nor a decision. Pure: the same records make the same circumstances.
 *
 * @param spread how many failed likewise
 * @param together tasks of its incident, itself included
 * @param recoveredMeanwhile others of its incident that ran well while it failed again
 * @param change the latest change that concerns it and was made within the hour before the incident began, or null
 * @param sight which incident of this cause it is, from 1
 * @param recovery how often attempts for this error led to recovery so far
 * @param sentences all of it for people, in this order; what says nothing is left out
 */
public record Circumstances(
        Spread spread,
        int together,
        int recoveredMeanwhile,
        @Nullable ReportedChange change,
        long sight,
        Measured recovery,
        List<String> sentences) {

    /** A change that is older has had time to show what it does. */
    public static final Duration JUST_BEFORE = Duration.ofHours(1);

    /** How many failed likewise. */
    public enum Spread {
        /** The task alone. */
        ALONE,
        /** A few. */
        SEVERAL,
        /** So many that it is hardly the single task. */
        MANY
    }

    private static final int MANY = 10;
    /** So many that get through, while one fails again, hardly do so by chance. */
    private static final int OTHERS_GET_THROUGH = 3;

    public Circumstances {
        sentences = List.copyOf(sentences);
    }

    /**
     * The circumstances of a task's latest failure.
     *
     * @param task the task
     * @param incident the incident of that failure
     * @param failures all failed runs of the task, first to last; at least one
     * @param attempts all attempts of the task
     * @param changes the latest reported changes, in any order
     * @param outcomes what was counted for the incident's cause
     */
    public static Circumstances of(
            TaskRecord task,
            Incident incident,
            List<FailureRecord> failures,
            List<Attempt> attempts,
            List<ReportedChange> changes,
            List<OutcomeCount> outcomes) {
        FailureRecord latest = failures.get(failures.size() - 1);
        Diagnosis diagnosis = latest.diagnosis();
        int together = Math.max(1, incident.counts().total());
        Spread spread = together == 1 ? Spread.ALONE : together < MANY ? Spread.SEVERAL : Spread.MANY;
        boolean failedAgain = attempts.stream().anyMatch(Circumstances::failed);
        int meanwhile = failedAgain ? incident.counts().recovered() : 0;
        ReportedChange change = justBefore(
                changes, task.descriptor(), diagnosis, incident.times().openedAt());
        Measured recovery = Confidence.ofRecovery(outcomes, diagnosis.fingerprint());
        List<String> sentences = new ArrayList<>();
        sentences.add(spread(spread, together, incident));
        if (meanwhile >= OTHERS_GET_THROUGH) {
            sentences.add(
                    meanwhile + " others of this incident ran well meanwhile, and this one failed again: perhaps it"
                            + " is the task itself.");
        }
        if (change != null) {
            sentences.add(told(change, incident.times().openedAt()));
        }
        sentences.add(sight(incident.number(), recovery));
        return new Circumstances(spread, together, meanwhile, change, incident.number(), recovery, sentences);
    }

    private static boolean failed(Attempt attempt) {
        Attempt.Result result = attempt.result();
        return result != null
                && (result.outcome() == Outcome.FAILED_AGAIN || result.outcome() == Outcome.FAILED_OTHERWISE);
    }

    private static @Nullable ReportedChange justBefore(
            List<ReportedChange> changes, TaskDescriptor task, Diagnosis diagnosis, Instant openedAt) {
        ReportedChange latest = null;
        for (ReportedChange change : changes) {
            boolean recent = !change.at().isAfter(openedAt) && !change.at().isBefore(openedAt.minus(JUST_BEFORE));
            boolean newer = latest == null || change.at().isAfter(latest.at());
            if (recent && newer && concerns(change.scope(), task, diagnosis)) {
                latest = change;
            }
        }
        return latest;
    }

    private static boolean concerns(ReportedChange.Scope scope, TaskDescriptor task, Diagnosis diagnosis) {
        boolean workspace = scope.workspace() == null || scope.workspace().equals(task.workspace());
        boolean type = scope.types().isEmpty() || scope.types().contains(task.type());
        boolean dependency = scope.dependency() == null
                || scope.dependency().equals(diagnosis.source().dependency())
                || task.dependencies().contains(scope.dependency());
        return workspace && type && dependency;
    }

    private static String spread(Spread spread, int together, Incident incident) {
        Instant since = incident.times().openedAt().truncatedTo(ChronoUnit.SECONDS);
        int types = incident.reach().types().size();
        String ofTypes = types > 1 ? " of " + types + (incident.reach().partial() ? " or more" : "") + " types" : "";
        return switch (spread) {
            case ALONE -> "No other task failed likewise since " + since + ".";
            case SEVERAL -> together + " tasks" + ofTypes + " failed likewise since " + since + ".";
            case MANY ->
                together + " tasks" + ofTypes + " failed likewise since " + since
                        + ": hardly because of the single task.";
        };
    }

    private static String told(ReportedChange change, Instant openedAt) {
        long minutes = Duration.between(change.at(), openedAt).toMinutes();
        String before = minutes == 0 ? "less than a minute" : minutes == 1 ? "a minute" : minutes + " minutes";
        String what = change.kind().name().toLowerCase(Locale.ROOT);
        String text = change.description().isEmpty() ? "" : " (" + change.description() + ")";
        return "A change was reported to have been made " + before + " before it began: " + what + " for "
                + change.scope() + text + ".";
    }

    private static String sight(long number, Measured recovery) {
        String seen =
                number == 1 ? "This cause is seen for the first time" : "This is incident " + number + " of this cause";
        return recovery.isKnown()
                ? seen + "; " + recovery + " attempts for this error led to recovery so far."
                : seen + "; nothing has been measured for this error yet.";
    }
}
