package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When a {@link Rule} applies. A condition reads the {@link Evidence} and one link of its exception chain, so that a
 * type and a text that belong together are looked for on the same link. Immutable; costs at most linear time.
 */
@FunctionalInterface
public interface Condition {

    /**
     * @param evidence the whole failure
     * @param link one link of its chain
     */
    boolean holds(Evidence evidence, Link link);

    /** Both. */
    default Condition and(Condition other) {
        return (evidence, link) -> holds(evidence, link) && other.holds(evidence, link);
    }

    /** Either. */
    default Condition or(Condition other) {
        return (evidence, link) -> holds(evidence, link) || other.holds(evidence, link);
    }

    /** Not this one. */
    default Condition negate() {
        return (evidence, link) -> !holds(evidence, link);
    }

    /**
     * The link carries one of these names: an exception class (simple or full) or an error code in a place where codes
     * stand. Case does not matter.
     *
     * @param names separated by white space
     */
    static Condition named(String names) {
        Set<String> wanted =
                Set.copyOf(List.of(names.strip().toLowerCase(Locale.ROOT).split("\\s+")));
        return (evidence, link) -> link.hasAnyName(wanted);
    }

    /**
     * One of the link's names ends so: {@code ValidationException} and {@code BeanValidationException}.
     *
     * @param endings separated by white space
     */
    static Condition nameEnds(String endings) {
        List<String> wanted = List.of(endings.strip().toLowerCase(Locale.ROOT).split("\\s+"));
        return (evidence, link) -> link.hasNameEnding(wanted);
    }

    /**
     * The link's text has one of these phrases; see {@link Phrase} for how each is written.
     *
     * @param phrases separated by {@code |} or line breaks
     */
    static Condition says(String phrases) {
        PhraseSet set = PhraseSet.of(phrases);
        return (evidence, link) -> set.anyIn(link.words());
    }

    /** A word of the link's text begins so. */
    static Condition saysWordLike(String beginning) {
        return (evidence, link) -> link.words().anyStartsWith(beginning);
    }

    /** Some link of the chain satisfies the condition, not necessarily this one. */
    static Condition anywhere(Condition condition) {
        return (evidence, link) -> evidence.links().stream().anyMatch(each -> condition.holds(evidence, each));
    }

    /** The answer had one of these HTTP statuses. */
    static Condition status(int... statuses) {
        return (evidence, link) -> {
            Integer status = evidence.httpStatus();
            if (status == null) {
                return false;
            }
            for (int each : statuses) {
                if (each == status) {
                    return true;
                }
            }
            return false;
        };
    }

    /** The answer had an HTTP status from {@code low} to {@code high}. */
    static Condition statusBetween(int low, int high) {
        return (evidence, link) -> {
            Integer status = evidence.httpStatus();
            return status != null && status >= low && status <= high;
        };
    }

    /** A server answered: there is an HTTP status that is more than a number in a text. */
    static Condition answered() {
        return (evidence, link) -> evidence.isStatusStructured();
    }

    /** There is an HTTP status, structured or read from the text. */
    static Condition anyStatus() {
        return (evidence, link) -> evidence.httpStatus() != null;
    }

    /**
     * The SQLSTATE is one of these, or begins with one of them: two characters name a class.
     *
     * @param statesOrClasses separated by blanks
     */
    static Condition sqlState(String statesOrClasses) {
        List<String> wanted = List.of(statesOrClasses.split(" ", -1));
        return (evidence, link) -> {
            String state = evidence.sqlState();
            return state != null && wanted.stream().anyMatch(state::startsWith);
        };
    }

    /** The database is of this make and its own error number is one of these. */
    static Condition vendorCode(Evidence.Vendor vendor, int... codes) {
        return (evidence, link) -> {
            Integer code = evidence.vendorCode();
            if (code == null || evidence.vendor() != vendor) {
                return false;
            }
            for (int each : codes) {
                if (each == code) {
                    return true;
                }
            }
            return false;
        };
    }

    /** The report has the attribute. */
    static Condition has(String attribute) {
        return (evidence, link) -> evidence.attribute(attribute) != null;
    }

    /** The attribute satisfies the predicate. */
    static Condition attribute(String name, Predicate<String> predicate) {
        return (evidence, link) -> {
            @Nullable String value = evidence.attribute(name);
            return value != null && predicate.test(value);
        };
    }

    /** The text comes from one of these runtimes. */
    static Condition runtime(String names) {
        List<String> wanted = List.of(names.split(" ", -1));
        return attribute(FailureReport.RUNTIME, value -> wanted.contains(value.toLowerCase(Locale.ROOT)));
    }

    /** A frame of the link's stack begins so. */
    static Condition frame(String fragment) {
        return (evidence, link) -> link.stack().stream().anyMatch(line -> line.contains(fragment));
    }
}
