package io.ripresa.bench.diagnosis;

import io.ripresa.analyze.Condition;
import io.ripresa.analyze.Phrase;
import io.ripresa.analyze.Rule;
import io.ripresa.analyze.RuleSet;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What rules say, as failures to learn from: each name of a class or code alone, and each phrase alone, with the cause
 * that its rule gives it. Tables of codes are far wider than any collection of failures; so what is learned from failures
 * knows their words, too.
 */
final class RuleLessons {

    /** What stands in a phrase for words that are not told. */
    private static final Set<String> SIGNS = Set.of("*", "#", "..", "^", "$");

    private RuleLessons() {}

    /** The lessons of the rules that say whether a cause lasts. */
    static List<LabelledFailure> of(RuleSet rules) {
        List<LabelledFailure> lessons = new ArrayList<>();
        for (Rule rule : rules.rules()) {
            if (rule.recoverability() != Recoverability.UNKNOWN) {
                collect(rule, rule.condition(), lessons);
            }
        }
        return lessons;
    }

    /** What a rule must not say teaches nothing of what it says. */
    private static void collect(Rule rule, Condition condition, List<LabelledFailure> into) {
        if (condition instanceof Condition.All all) {
            all.parts().forEach(part -> collect(rule, part, into));
        } else if (condition instanceof Condition.Any any) {
            any.parts().forEach(part -> collect(rule, part, into));
        } else if (condition instanceof Condition.Anywhere anywhere) {
            collect(rule, anywhere.condition(), into);
        } else if (condition instanceof Condition.Named named) {
            named.names().forEach(name -> into.add(lesson(rule, name, FailureReport.of(name, ""))));
        } else if (condition instanceof Condition.Says says) {
            says.phrases().forEach(phrase -> into.add(lesson(rule, phrase, FailureReport.of(null, words(phrase)))));
        }
    }

    private static String words(Phrase phrase) {
        List<String> words = new ArrayList<>(List.of(phrase.toString().split(" ")));
        words.removeAll(SIGNS);
        return String.join(" ", words);
    }

    /** Each is a source of its own, as the tables are that they were taken from. */
    private static LabelledFailure lesson(Rule rule, Object text, FailureReport failure) {
        boolean passing = rule.recoverability() == Recoverability.AUTO;
        LabelledFailure.Label label =
                new LabelledFailure.Label(rule.category(), List.of(), rule.recoverability(), passing, false);
        return new LabelledFailure(rule.id(), "rule:" + rule.id() + ' ' + text, failure, label);
    }
}
