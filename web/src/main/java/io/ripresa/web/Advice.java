package io.ripresa.web;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Disposition;
import io.ripresa.model.Effect;
import io.ripresa.model.Recoverability;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskRecord;

/** What a person can do about a task that stands still: one or two sentences. */
final class Advice {

    private Advice() {}

    static String of(TaskRecord task) {
        TaskRecord.Trouble trouble = task.trouble();
        Diagnosis diagnosis = trouble == null ? null : trouble.diagnosis();
        if (diagnosis == null) {
            return "Look at the task's journal, then retry, complete or abandon it.";
        }
        boolean mayHaveHappened = diagnosis.effect() == Effect.POSSIBLE
                && task.descriptor().safety().sideEffects() != SideEffects.IDEMPOTENT;
        boolean aboutTheInput = diagnosis.category() == Category.DATA_CORRUPTION;
        if (task.disposition() == Disposition.ESCALATED && mayHaveHappened && !aboutTheInput) {
            Dependency dependency = diagnosis.source().dependency();
            String where = dependency == null ? "the called system" : dependency.name();
            return "Ask " + where + " whether it happened. If it did, complete the task; if not, retry it.";
        }
        return of(diagnosis.recoverability() == Recoverability.UNKNOWN ? Category.UNKNOWN : diagnosis.category());
    }

    static String of(Category category) {
        return switch (category) {
            case DATA_CORRUPTION -> "Correct the input and submit it as a new task, or abandon this one.";
            case LOGIC_ERROR -> "Fix the code, deploy it and report the deploy, then retry.";
            case AUTH -> "Renew or restore the credentials and report that: one is tried, the others follow.";
            case CONFIGURATION -> "Correct the setting and report that: one is tried, the others follow.";
            case RESOURCE_EXHAUSTED ->
                "Raise the limit or free the resource and report that: one is tried, the others follow.";
            case UNKNOWN -> "Read the error. If a further run is safe and makes sense, retry; else abandon.";
            case NETWORK, SERVICE_UNAVAILABLE, RATE_LIMIT, TIMEOUT, CONCURRENCY_CONFLICT ->
                "All attempts are spent. Retry once the dependency is well, or abandon.";
        };
    }
}
