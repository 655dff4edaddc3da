package io.ripresa.analyze;

import io.ripresa.model.Category;
import io.ripresa.model.Recoverability;

/**
 * One rule of the classifier, as data. The first rule that holds decides, so the order of rules is their precedence.
 *
 * @param id stable name, for example {@code net.refused}; shown in every diagnosis that the rule decided
 * @param source the authority for it: a standard, a documented code, a library's own table
 * @param condition when it holds
 * @param category the cause it names
 * @param recoverability who must act
 * @param notProcessed whether the error proves that the failed call was not processed
 * @param reach of how many systems it speaks, and so how far what it hopes is held against {@link Precedents}
 */
public record Rule(
        String id,
        String source,
        Condition condition,
        Category category,
        Recoverability recoverability,
        boolean notProcessed,
        Reach reach) {

    public Rule {
        if (id.isBlank() || source.isBlank()) {
            throw new IllegalArgumentException("rule \"" + id + "\" needs an id and a source");
        }
    }

    /** A cause that clears by itself. */
    public static Rule auto(String id, Category category, String source, Condition condition) {
        return new Rule(id, source, condition, category, Recoverability.AUTO, false, Reach.CERTAIN);
    }

    /** A cause that clears after somebody's fix. */
    public static Rule afterFix(String id, Category category, String source, Condition condition) {
        return new Rule(id, source, condition, category, Recoverability.AFTER_FIX, false, Reach.CERTAIN);
    }

    /** A cause that no re-run of the unchanged task gets past. */
    public static Rule never(String id, Category category, String source, Condition condition) {
        return new Rule(id, source, condition, category, Recoverability.NEVER, false, Reach.CERTAIN);
    }

    /** A text known to say nothing of its cause. */
    public static Rule unknown(String id, String source, Condition condition) {
        return new Rule(id, source, condition, Category.UNKNOWN, Recoverability.UNKNOWN, false, Reach.CERTAIN);
    }

    /** Of how many systems a rule speaks. */
    public enum Reach {
        /**
         * Believed whatever failures like it did: a name that was not found, a text that means another thing than it
         * seems to, and what you wrote yourself.
         */
        CERTAIN,
        /**
         * A class, a status, a code or a text with a meaning of its own: doubted where failures like it rather lasted,
         * and overruled where nearly all of them did otherwise.
         */
        ONE_SYSTEM,
        /**
         * Words, a class or a status that many systems use for many causes: what failures like it did counts for more.
         * Which cause it is they may tell better, too.
         */
        MANY_CAUSES
    }

    /** Whether somebody has to act before a re-run can help. */
    boolean saysItLasts() {
        return recoverability == Recoverability.AFTER_FIX || recoverability == Recoverability.NEVER;
    }

    /** This rule with another reach. */
    Rule reaching(Reach reach) {
        return new Rule(id, source, condition, category, recoverability, notProcessed, reach);
    }

    /** This rule, where its error also proves that the call was not processed. */
    public Rule provingNotProcessed() {
        return new Rule(id, source, condition, category, recoverability, true, reach);
    }
}
