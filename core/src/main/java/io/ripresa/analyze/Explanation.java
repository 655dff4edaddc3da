package io.ripresa.analyze;

import io.ripresa.model.Category;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Effect;
import io.ripresa.model.Recoverability;
import org.jspecify.annotations.Nullable;

/**
 * Says a diagnosis in two plain sentences: what it is, who must act, from when on and what the run may have done; and what
 * a person can do. Made from the diagnosis alone, so that it cannot say something else.
 */
final class Explanation {

    private Explanation() {}

    static String of(
            Classification cause, Diagnosis.Source source, Effect effect, ResetTimeReader.@Nullable Reset reset) {
        StringBuilder sentence = new StringBuilder(what(cause.category()));
        if (source.dependency() != null) {
            sentence.append(" (").append(source.dependency().name());
            if (source.account() != null) {
                sentence.append(", account ").append(source.account());
            }
            sentence.append(')');
        }
        if (cause.recoverability() != Recoverability.UNKNOWN
                && cause.rules().contains(FailureClassifier.PRECEDENTS_CATEGORY)) {
            sentence.append(", as most that failed in such words");
        }
        sentence.append(": ").append(who(cause));
        if (reset != null) {
            sentence.append(reset.capped() ? ", after the longest wait that counts, " : ", not before ")
                    .append(reset.at());
        }
        sentence.append(effect == Effect.NONE ? "; the call was not processed" : "; the run may have had an effect");
        return sentence.append(". ").append(advice(cause, source)).toString();
    }

    private static String advice(Classification cause, Diagnosis.Source source) {
        return switch (cause.recoverability()) {
            case AUTO ->
                "Nothing has to be changed; if it lasts, look at "
                        + (source.dependency() == null
                                ? "what the task calls"
                                : source.dependency().name()) + ".";
            case AFTER_FIX -> fix(cause.category());
            case NEVER ->
                cause.category() == Category.CONCURRENCY_CONFLICT
                        ? "Look at the present state, and decide whether the task is still wanted."
                        : "Correct the input and submit it as a new task, or give the task up.";
            case UNKNOWN -> "Look at the error, and approve one trial if a re-run is safe.";
        };
    }

    private static String fix(Category category) {
        return switch (category) {
            case AUTH -> "Renew or grant the access, then report the change.";
            case CONFIGURATION -> "Correct the setting, name or version, then report the change.";
            case RESOURCE_EXHAUSTED -> "Raise the limit or free what is used up, then report the change.";
            case LOGIC_ERROR -> "Mend the code, then report the deploy.";
            case CONCURRENCY_CONFLICT -> "End what holds it, then report the change.";
            default -> "Mend it, then report the change.";
        };
    }

    private static String what(Category category) {
        return switch (category) {
            case NETWORK -> "Network failure";
            case SERVICE_UNAVAILABLE -> "Service unavailable";
            case RATE_LIMIT -> "Rate limit reached";
            case RESOURCE_EXHAUSTED -> "Resource exhausted";
            case TIMEOUT -> "Time-out with an unknown result";
            case CONCURRENCY_CONFLICT -> "Conflict with concurrent work";
            case AUTH -> "Access refused";
            case CONFIGURATION -> "Wrong configuration";
            case LOGIC_ERROR -> "Defect in the code";
            case DATA_CORRUPTION -> "Unacceptable or damaged data";
            case UNKNOWN -> "Unknown cause";
        };
    }

    private static String who(Classification cause) {
        return switch (cause.recoverability()) {
            case AUTO ->
                switch (cause.rules().indexOf(FailureClassifier.PRECEDENTS_PASSING)) {
                    case -1 -> "it clears without a change of the task";
                    case 0 ->
                        (cause.rules().size() == 1
                                        ? "no rule knows it, but"
                                        : "its signs are those of many causes or leave it open, and")
                                + " what failed in such words mostly cleared without a change of the task";
                    default ->
                        "one sign says that it passes and another does not, and what failed in such words mostly"
                                + " cleared without a change of the task";
                };
            case AFTER_FIX -> "somebody has to fix it before the same task can succeed";
            case NEVER -> "the same task cannot succeed; its input must change or a person must decide";
            case UNKNOWN ->
                cause.rules().contains(FailureClassifier.PRECEDENTS_LASTING)
                        ? "it reads like a cause that passes, but too much of what failed in such words" + " lasted"
                        : cause.rules().contains(FailureClassifier.PRECEDENTS_CATEGORY)
                                ? "no rule knows it, this is what failed in such words mostly was; whether a re-run"
                                        + " can help is not known"
                                : "the error does not say whether a re-run can help";
        };
    }
}
