package io.ripresa.analyze;

import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Names the cause of a failure by ordered rules: the first that holds decides, the others that hold are listed with it.
 * Structured evidence (codes, SQLSTATE, exception types, HTTP status) comes before text, and text is matched as whole
 * phrases, never by a bare keyword. Each rule looks at the links of the exception chain from the root cause outwards.
 * Pure, immutable and thread-safe; time is linear in the length of the report.
 */
public final class FailureClassifier {

    private static final int MAX_FIRED = 6;

    private final List<Rule> rules;

    /**
     * @param rules in order of precedence; ids must be unique
     */
    public FailureClassifier(List<Rule> rules) {
        Set<String> ids = new LinkedHashSet<>();
        for (Rule rule : rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException(
                        "rule id \"" + rule.id() + "\" is used twice; give each rule its own");
            }
        }
        this.rules = List.copyOf(rules);
    }

    /** A classifier with the built-in rules. */
    public static FailureClassifier builtIn() {
        return BuiltIn.CLASSIFIER;
    }

    /** Immutable, so one is enough; made when first asked for. */
    private static final class BuiltIn {
        private static final FailureClassifier CLASSIFIER = new FailureClassifier(BuiltInRules.all());
    }

    public List<Rule> rules() {
        return rules;
    }

    /** The cause of a failure; {@link Category#UNKNOWN} where no rule holds. Never throws. */
    public Classification classify(FailureReport report) {
        return classify(Evidence.of(report));
    }

    Classification classify(Evidence evidence) {
        Rule deciding = null;
        List<String> fired = new ArrayList<>();
        for (Rule rule : rules) {
            if (fired.size() < MAX_FIRED && holds(rule, evidence)) {
                fired.add(rule.id());
                if (deciding == null) {
                    deciding = rule;
                }
            }
        }
        if (deciding == null) {
            return new Classification(Category.UNKNOWN, Recoverability.UNKNOWN, false, List.of());
        }
        // A client that tried several times reports its last error; an earlier try may have been processed.
        boolean proven = deciding.notProcessed() && !evidence.saysRetried();
        return new Classification(deciding.category(), deciding.recoverability(), proven, fired);
    }

    private static boolean holds(Rule rule, Evidence evidence) {
        for (Link link : evidence.links()) {
            if (rule.condition().holds(evidence, link)) {
                return true;
            }
        }
        return false;
    }
}
