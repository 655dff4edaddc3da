package io.ripresa.analyze;

import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names the cause of a failure by ordered rules: the first that holds decides, the others that hold are listed with it.
 * Structured evidence (codes, SQLSTATE, exception types, HTTP status) comes before text, and text is matched as whole
 * phrases, never by a bare keyword. Each rule looks at the links of the exception chain from the root cause outwards.
 * What rules say is held against {@link Precedents} as far as {@link Rule.Reach} lets it, and where no rule holds they
 * alone are asked.
 * Pure, immutable and thread-safe; time is linear in the length of the report.
 */
public final class FailureClassifier {

    /** The answer where no rule holds and failures like this one passed. */
    public static final String PRECEDENTS_PASSING = "precedents.passing";
    /**
     * The answer where no rule holds and precedents tell no more than the likeliest category; behind the rules that hold
     * where the category is one that failures like this had far more often than the one that the deciding one names.
     */
    public static final String PRECEDENTS_CATEGORY = "precedents.category";
    /** Stands behind the rules that hold where the deciding one hopes, and too many failures like this one lasted. */
    public static final String PRECEDENTS_LASTING = "precedents.lasting";

    private static final int MAX_FIRED = 6;
    /** Logarithmic odds above which a rule of one system is believed that the cause passes. */
    private static final double DOUBT = -0.5;
    /** The same for a rule of many causes. */
    private static final double DOUBT_OF_MANY = 0.5;
    /** So much better have odds to be where a fault is the likeliest category. */
    private static final double AGAINST_A_FAULT = 1;
    /** Logarithmic odds above which a failure passes where a rule leaves its cause open, and where none holds. */
    private static final double HOPE = 1;
    /** The same against a rule that says that it lasts. */
    private static final double HOPE_AGAINST = 1.5;
    /** How much likelier another category has to be than the one that a rule names. */
    private static final double FAR_LIKELIER = 3;

    /** A word alone ("broken", "aborted") tells no cause. */
    private static final int WORDS_THAT_TELL = 2;

    /** Without a class, a code or a status a text has to say that something went wrong: it may be one of a manual. */
    private static final Condition TELLS_OF_A_FAILURE = Conditions.says("""
            failed | fails | failure | failures | error | unable | cannot | can t | could not | couldn t | not available | not ready
            no available | no usable | refused | lost | exceed | exceeds | exceeded | reached | throttled | throttling | is busy | conflict | conflicts
            is locked | are locked | was locked | been locked | locked by | locked for | locked out | locked $ | unavailable | closed | shutting down | rejected | full | denied | exhausted | aborted | interrupted
            disconnected | timed out | is overloaded | dead | is down | are down | broken | gone away | hung up | expired | retrying | please retry
            try again | not enough | not among the supported | does not handle | returned no | on hold | bad sequence | unreachable | not received | exception | timeout after | request timeout | maximum number of # | maximum number .. used
            """);

    private static final Set<Category> NEVER_PASSING =
            EnumSet.of(Category.AUTH, Category.CONFIGURATION, Category.LOGIC_ERROR, Category.DATA_CORRUPTION);
    /** What somebody can have to mend: those, and limits that only a person raises. */
    private static final Set<Category> LASTING = EnumSet.of(
            Category.AUTH,
            Category.CONFIGURATION,
            Category.LOGIC_ERROR,
            Category.DATA_CORRUPTION,
            Category.RESOURCE_EXHAUSTED);

    private final RuleSet ruleSet;
    private final List<Rule> rules;
    private final RuleIndex index;
    private final Precedents precedents;

    /** A classifier with these rules and the built-in precedents. */
    public FailureClassifier(RuleSet rules) {
        this(rules, Precedents.builtIn());
    }

    /** A classifier with these rules and precedents. */
    public FailureClassifier(RuleSet rules, Precedents precedents) {
        this.ruleSet = rules;
        this.precedents = precedents;
        this.rules = rules.rules();
        this.index = new RuleIndex(this.rules);
    }

    /** A classifier with the built-in rules. */
    public static FailureClassifier builtIn() {
        return BuiltIn.CLASSIFIER;
    }

    /** Immutable, so one is enough; made when first asked for. */
    private static final class BuiltIn {
        private static final FailureClassifier CLASSIFIER = new FailureClassifier(RuleSet.builtIn());
    }

    /** The rules in use. */
    public RuleSet rules() {
        return ruleSet;
    }

    /** The precedents in use. */
    public Precedents precedents() {
        return precedents;
    }

    /**
     * What was weighed for a failure.
     *
     * @param fired ids of all rules that hold, the deciding one first
     * @param considered ids of the rules that something in the failure spoke for, and that did not hold
     */
    public record Weighing(List<String> fired, List<String> considered) {
        public Weighing {
            fired = List.copyOf(fired);
            considered = List.copyOf(considered);
        }
    }

    /** All rules that hold, and those that were looked at and do not. Never throws. */
    public Weighing weigh(FailureReport report) {
        Evidence evidence = Evidence.of(report);
        RuleIndex.Found found = index.find(evidence);
        List<String> fired = new ArrayList<>();
        List<String> considered = new ArrayList<>();
        BitSet candidates = found.candidates();
        for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
            (index.holds(i, evidence, found) ? fired : considered)
                    .add(rules.get(i).id());
        }
        return new Weighing(fired, considered);
    }

    /** The cause of a failure, by rules or, where none holds, by precedents. Never throws. */
    public Classification classify(FailureReport report) {
        return classify(Evidence.of(report));
    }

    Classification classify(Evidence evidence) {
        Rule deciding = null;
        Rule hoping = null;
        List<String> fired = new ArrayList<>();
        RuleIndex.Found found = index.find(evidence);
        BitSet candidates = found.candidates();
        for (int i = candidates.nextSetBit(0); i >= 0 && fired.size() < MAX_FIRED; i = candidates.nextSetBit(i + 1)) {
            if (index.holds(i, evidence, found)) {
                Rule rule = rules.get(i);
                fired.add(rule.id());
                deciding = deciding == null ? rule : deciding;
                hoping = hoping == null && rule.recoverability() == Recoverability.AUTO ? rule : hoping;
            }
        }
        Opinion opinion = precedents.on(evidence.report());
        if (deciding == null) {
            return byPrecedents(evidence, opinion);
        }
        if (isOverruled(deciding, hoping, evidence, opinion)) {
            if (hoping != null) {
                fired.remove(hoping.id());
                fired.add(0, hoping.id());
            }
            fired.add(hoping == null ? 0 : 1, PRECEDENTS_PASSING);
            Category category = hoping == null ? opinion.category() : hoping.category();
            return new Classification(category, Recoverability.AUTO, false, fired);
        }
        // A client that tried several times reports its last error; an earlier try may have been processed.
        boolean proven = deciding.notProcessed() && !evidence.saysRetried();
        if (deciding.recoverability() == Recoverability.AUTO && isDoubted(deciding, evidence, opinion)) {
            fired.add(PRECEDENTS_LASTING);
            Category seen = opinion.category();
            Category likely = NEVER_PASSING.contains(seen) ? seen : deciding.category();
            return new Classification(likely, Recoverability.UNKNOWN, proven && likely == deciding.category(), fired);
        }
        Category category = likelier(deciding, opinion);
        if (category == deciding.category()) {
            return new Classification(category, deciding.recoverability(), proven, fired);
        }
        // What the rule takes for proven it takes of the cause that it names.
        fired.add(PRECEDENTS_CATEGORY);
        return new Classification(category, recoverability(deciding, category), false, fired);
    }

    /**
     * What a rule says of passing or lasting stands; which of the categories that do so it is, failures like this one can
     * tell better: an illegal argument may be an expired token, a missing file a broken archive.
     */
    private Category likelier(Rule deciding, Opinion opinion) {
        boolean passing = deciding.recoverability() == Recoverability.AUTO;
        if (deciding.reach() == Rule.Reach.CERTAIN || !passing && !deciding.saysItLasts()) {
            return deciding.category();
        }
        Category seen = opinion.category();
        boolean fits = passing ? canPass(seen) : LASTING.contains(seen);
        return fits && isFarLikelier(seen, deciding.category(), opinion) ? seen : deciding.category();
    }

    private static boolean canPass(Category category) {
        return category != Category.UNKNOWN && !NEVER_PASSING.contains(category);
    }

    /** Bad input never becomes good; of what else lasts somebody can mend the cause. */
    private static Recoverability recoverability(Rule deciding, Category category) {
        if (deciding.recoverability() == Recoverability.AUTO) {
            return Recoverability.AUTO;
        }
        return category == Category.DATA_CORRUPTION ? Recoverability.NEVER : Recoverability.AFTER_FIX;
    }

    private boolean isDoubted(Rule deciding, Evidence evidence, Opinion opinion) {
        boolean believed = deciding.reach() == Rule.Reach.CERTAIN || precedents.isEmpty();
        if (believed || evidence.attribute(FailureReport.RETRY_AFTER) != null) {
            return false;
        }
        double least = deciding.reach() == Rule.Reach.MANY_CAUSES ? DOUBT_OF_MANY : DOUBT;
        double odds = opinion.passing();
        return odds <= least || odds <= least + AGAINST_A_FAULT && NEVER_PASSING.contains(opinion.category());
    }

    private static boolean isFarLikelier(Category seen, Category named, Opinion opinion) {
        return opinion.odds(seen) - opinion.odds(named) > FAR_LIKELIER;
    }

    /**
     * Whether enough failures like this one passed to overrule a rule that leaves it open or says that it lasts: a class
     * of illegal states or a 400 whose words are those of an outage.
     */
    private static boolean isOverruled(Rule deciding, @Nullable Rule hoping, Evidence evidence, Opinion opinion) {
        return deciding.recoverability() != Recoverability.AUTO
                && deciding.reach() != Rule.Reach.CERTAIN
                && opinion.passing() > (deciding.saysItLasts() ? HOPE_AGAINST : HOPE)
                && canPass(opinion.category())
                && (hoping != null || isNamed(evidence.report()) || tellsOfAFailure(evidence));
    }

    /** A class, a code or a status says that a failure is meant; words alone may be those of a manual. */
    private static boolean isNamed(FailureReport report) {
        return report.type() != null || report.httpStatus() != null || report.sqlState() != null;
    }

    private boolean isPassing(Evidence evidence, Opinion opinion) {
        if (evidence.links().stream().noneMatch(link -> link.words().size() >= WORDS_THAT_TELL)) {
            return false;
        }
        return opinion.passing() > HOPE && (isNamed(evidence.report()) || tellsOfAFailure(evidence));
    }

    private static boolean tellsOfAFailure(Evidence evidence) {
        return evidence.links().stream().anyMatch(link -> TELLS_OF_A_FAILURE.holds(evidence, link));
    }

    /** Whether it passes is said only where the category is one that can; that it lasts is never concluded. */
    private Classification byPrecedents(Evidence evidence, Opinion opinion) {
        if (precedents.isEmpty()) {
            return new Classification(Category.UNKNOWN, Recoverability.UNKNOWN, false, List.of());
        }
        Category category = opinion.category();
        boolean passing = canPass(category) && isPassing(evidence, opinion);
        // Words alone tell a category that is likelier than not, where they say that something went wrong.
        boolean told = passing || isNamed(evidence.report()) || opinion.odds(category) > 0 && tellsOfAFailure(evidence);
        if (category == Category.UNKNOWN || !told) {
            return new Classification(Category.UNKNOWN, Recoverability.UNKNOWN, false, List.of());
        }
        return new Classification(
                category,
                passing ? Recoverability.AUTO : Recoverability.UNKNOWN,
                false,
                List.of(passing ? PRECEDENTS_PASSING : PRECEDENTS_CATEGORY));
    }
}
