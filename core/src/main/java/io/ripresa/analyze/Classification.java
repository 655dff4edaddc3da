package io.ripresa.analyze;

import io.ripresa.model.Category;
import io.ripresa.model.Recoverability;
import java.util.List;

/**
 * What the classifier says of a failure, and why.
 *
 * @param category the cause
 * @param recoverability who must act before the unchanged task can succeed
 * @param notProcessed whether the error proves that the failed call was not processed
 * @param rules ids of the rules that fired, the deciding one first; behind them, or alone where none did, one of
 *     {@link FailureClassifier}'s {@code PRECEDENTS_*} where precedents had the last word; empty where nothing is known
 */
public record Classification(
        Category category, Recoverability recoverability, boolean notProcessed, List<String> rules) {

    public Classification {
        rules = List.copyOf(rules);
    }
}
