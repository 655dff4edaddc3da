package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Ways to write a {@link Condition} down. */
public final class Conditions {

    private Conditions() {}

    /**
     * The link carries one of these names: an exception class (simple or full) or an error code in a place where codes
     * stand. Case does not matter.
     *
     * @param names separated by white space
     */
    public static Condition named(String names) {
        return new Condition.Named(split(names));
    }

    /**
     * One of the link's names ends so: {@code ValidationException} and {@code BeanValidationException}.
     *
     * @param endings separated by white space
     */
    public static Condition nameEnds(String endings) {
        return new Condition.NameEnds(split(endings));
    }

    /** Without a regular expression: every process that starts reads thousands of these. */
    private static Set<String> split(String texts) {
        String lower = texts.toLowerCase(Locale.ROOT);
        Set<String> parts = new TreeSet<>();
        int from = 0;
        for (int i = 0; i <= lower.length(); i++) {
            if (i == lower.length() || Character.isWhitespace(lower.charAt(i))) {
                if (i > from) {
                    parts.add(lower.substring(from, i));
                }
                from = i + 1;
            }
        }
        return parts;
    }

    /**
     * The link's text has one of these phrases; see {@link Phrase} for how each is written.
     *
     * @param phrases separated by {@code |} or line breaks
     */
    public static Condition says(String phrases) {
        return new Condition.Says(phrases(phrases));
    }

    /**
     * What stands behind the last colon of the link's text has one of these phrases: the reason, where a symptom goes in
     * front.
     *
     * @param phrases separated by {@code |} or line breaks
     */
    public static Condition saysLast(String phrases) {
        List<Phrase> list = phrases(phrases);
        // The first is looked up in an index; only where it holds is the second looked for.
        return new Condition.Says(list).and(new Condition.LastClause(list));
    }

    /**
     * The words that the link's class names and codes are made of have one of these phrases: {@code lock failed} is in
     * {@code LockFailedException}.
     *
     * @param phrases separated by {@code |} or line breaks
     */
    public static Condition nameSays(String phrases) {
        return new Condition.NameSays(phrases(phrases));
    }

    private static List<Phrase> phrases(String phrases) {
        List<Phrase> list = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= phrases.length(); i++) {
            if (i == phrases.length() || phrases.charAt(i) == '|' || phrases.charAt(i) == '\n') {
                String each = phrases.substring(from, i);
                if (!each.isBlank()) {
                    list.add(Phrase.of(each));
                }
                from = i + 1;
            }
        }
        return list;
    }

    /** A word of the link's text begins so. */
    public static Condition saysWordLike(String beginning) {
        return new Condition.WordStarts(beginning);
    }

    /** Some link of the chain satisfies the condition, not necessarily this one. */
    public static Condition anywhere(Condition condition) {
        return new Condition.Anywhere(condition);
    }

    /** The answer had one of these HTTP statuses. */
    public static Condition status(int... statuses) {
        List<Condition.Status.Span> spans = new ArrayList<>();
        for (int each : statuses) {
            spans.add(new Condition.Status.Span(each, each));
        }
        return new Condition.Status(spans);
    }

    /** The answer had an HTTP status from {@code low} to {@code high}. */
    public static Condition statusBetween(int low, int high) {
        return new Condition.Status(List.of(new Condition.Status.Span(low, high)));
    }

    /** A server answered: there is an HTTP status that is more than a number in a text. */
    public static Condition answered() {
        return new Condition.Answered();
    }

    /** There is an HTTP status, structured or read from the text. */
    public static Condition anyStatus() {
        return statusBetween(0, 999);
    }

    /**
     * The SQLSTATE is one of these, or begins with one of them: two characters name a class.
     *
     * @param statesOrClasses separated by blanks
     */
    public static Condition sqlState(String statesOrClasses) {
        return new Condition.SqlState(List.of(statesOrClasses.split(" ", -1)));
    }

    /** The database is of this make and its own error number is one of these. */
    public static Condition vendorCode(Evidence.Vendor vendor, int... codes) {
        Set<Integer> set = new TreeSet<>();
        for (int each : codes) {
            set.add(each);
        }
        return new Condition.VendorCode(vendor, set);
    }

    /** The report has the attribute. */
    public static Condition has(String attribute) {
        return new Condition.Has(attribute);
    }

    /** The text comes from one of these runtimes. */
    public static Condition runtime(String names) {
        return new Condition.Runtime(split(names));
    }

    /** A frame of the link's stack has this in it. */
    public static Condition frame(String fragment) {
        return new Condition.Frame(fragment);
    }

    /** The link's text has the name of a host that nobody filled in. */
    public static Condition unfilledHost() {
        return new Condition.Reads(Reading.UNFILLED_HOST);
    }

    /** The link's text has a port of a host that nobody set: {@code undefined:27017}. */
    public static Condition unsetHost() {
        return new Condition.Reads(Reading.UNSET_HOST);
    }

    /** The link's text tells of a name or address to reach that cannot be one. */
    public static Condition misaddressed() {
        return new Condition.Reads(Reading.MISADDRESSED);
    }

    /** The link's text has a name without a dot that was looked up. */
    public static Condition incompleteName() {
        return new Condition.Reads(Reading.INCOMPLETE_NAME);
    }

    /** The link's text tells of one request that asks for more than the limit as a whole. */
    public static Condition asksBeyondTheLimit() {
        return new Condition.Reads(Reading.BEYOND_THE_LIMIT);
    }

    /** One of the link's names begins so. */
    public static Condition nameStarts(String beginning) {
        return new Condition.NameStarts(beginning);
    }
}
