package io.ripresa.bench.diagnosis;

import io.ripresa.analyze.Condition;
import io.ripresa.analyze.Evidence;
import io.ripresa.analyze.Rule;
import io.ripresa.analyze.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Rules as they would be without what some sources taught: rows are split into five folds by their source, and for each
 * fold every phrase and name is struck from the rules that matches rows of this fold alone. What is left is supported by
 * other sources. A documented code that only one fold happens to have is struck, too, so that the figures are lower than
 * the truth. Statuses, SQLSTATEs and numbers of databases stay: they are tables of standards.
 */
final class FoldedRules {

    static final int FOLDS = 5;

    private final RuleSet rules;
    private final Map<Condition, Set<Integer>> support = new HashMap<>();

    FoldedRules(RuleSet rules, List<LabelledFailure> rows) {
        this.rules = rules;
        List<Condition> elements = new ArrayList<>();
        rules.rules().forEach(rule -> collect(rule.condition(), elements));
        Set<Condition> distinct = new LinkedHashSet<>(elements);
        for (LabelledFailure row : rows) {
            Evidence evidence = Evidence.of(row.failure());
            int fold = foldOf(row);
            for (Condition element : distinct) {
                if (evidence.links().stream().anyMatch(link -> element.holds(evidence, link))) {
                    support.computeIfAbsent(element, e -> new LinkedHashSet<>()).add(fold);
                }
            }
        }
    }

    /** The fold of a row: all rows of a source have one. */
    static int foldOf(LabelledFailure row) {
        CRC32 crc = new CRC32();
        crc.update(row.origin().getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % FOLDS);
    }

    /** The rows of a fold. */
    static List<LabelledFailure> inside(int fold, List<LabelledFailure> rows) {
        return rows.stream().filter(row -> foldOf(row) == fold).toList();
    }

    /** The rows of the other folds. */
    static List<LabelledFailure> outside(int fold, List<LabelledFailure> rows) {
        return rows.stream().filter(row -> foldOf(row) != fold).toList();
    }

    /** The rules without what only this fold supports. */
    RuleSet without(int fold) {
        List<Rule> stripped = new ArrayList<>();
        for (Rule rule : rules.rules()) {
            stripped.add(new Rule(
                    rule.id(),
                    rule.source(),
                    strip(rule.condition(), fold),
                    rule.category(),
                    rule.recoverability(),
                    rule.notProcessed(),
                    rule.reach()));
        }
        return RuleSet.of(stripped);
    }

    private boolean isKept(Condition element, int fold) {
        return !Set.of(fold).equals(support.get(element));
    }

    private Condition strip(Condition condition, int fold) {
        if (condition instanceof Condition.All all) {
            return new Condition.All(
                    all.parts().stream().map(part -> strip(part, fold)).toList());
        }
        if (condition instanceof Condition.Any any) {
            return new Condition.Any(
                    any.parts().stream().map(part -> strip(part, fold)).toList());
        }
        if (condition instanceof Condition.Anywhere anywhere) {
            return new Condition.Anywhere(strip(anywhere.condition(), fold));
        }
        // What a rule must not say stays: to strike it would let the rule hold more often.
        List<Condition> elements = elements(condition);
        return elements.isEmpty()
                ? condition
                : new Condition.Any(
                        elements.stream().filter(each -> isKept(each, fold)).toList());
    }

    private static void collect(Condition condition, List<Condition> into) {
        if (condition instanceof Condition.All all) {
            all.parts().forEach(part -> collect(part, into));
        } else if (condition instanceof Condition.Any any) {
            any.parts().forEach(part -> collect(part, into));
        } else if (condition instanceof Condition.Anywhere anywhere) {
            collect(anywhere.condition(), into);
        } else {
            into.addAll(elements(condition));
        }
    }

    /** The names or phrases of a condition, each as a condition of its own; none where it has neither. */
    private static List<Condition> elements(Condition condition) {
        List<Condition> elements = new ArrayList<>();
        if (condition instanceof Condition.Named named) {
            named.names().forEach(name -> elements.add(new Condition.Named(Set.of(name))));
        } else if (condition instanceof Condition.NameEnds ends) {
            ends.endings().forEach(end -> elements.add(new Condition.NameEnds(Set.of(end))));
        } else if (condition instanceof Condition.Says says) {
            says.phrases().forEach(phrase -> elements.add(new Condition.Says(List.of(phrase))));
        } else if (condition instanceof Condition.NameSays says) {
            says.phrases().forEach(phrase -> elements.add(new Condition.NameSays(List.of(phrase))));
        }
        return elements;
    }
}
