package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * When a {@link Rule} applies, as data. A condition reads the {@link Evidence} and one link of its exception chain, so
 * that a type and a text that belong together are looked for on the same link. Immutable; costs at most linear time.
 * What is written here is what a condition means; {@link RuleIndex} finds the same faster.
 */
public sealed interface Condition {

    /**
     * @param evidence the whole failure
     * @param link one link of its chain
     */
    boolean holds(Evidence evidence, Link link);

    /** The link carries one of these names, in lower case and by their stems. */
    record Named(Set<String> names) implements Condition {
        public Named {
            names = sorted(names.stream().map(Link::stem).collect(Collectors.toSet()));
        }

        @Override
        public boolean holds(Evidence evidence, Link link) {
            return link.names().stream().anyMatch(names::contains);
        }

        @Override
        public String toString() {
            return "type(" + String.join(" ", names) + ")";
        }
    }

    /** One of the link's names ends so. */
    record NameEnds(Set<String> endings) implements Condition {
        /** Shorter endings say nothing. */
        static final int SHORTEST = 4;

        public NameEnds {
            endings = sorted(endings);
            for (String ending : endings) {
                if (ending.length() < SHORTEST) {
                    throw new IllegalArgumentException(
                            "ending \"" + ending + "\" is too short; give it " + SHORTEST + " characters at least");
                }
            }
        }

        @Override
        public boolean holds(Evidence evidence, Link link) {
            return link.names().stream().anyMatch(name -> endings.stream().anyMatch(name::endsWith));
        }

        @Override
        public String toString() {
            return "type-ends(" + String.join(" ", endings) + ")";
        }
    }

    /** One of the link's names begins so. */
    record NameStarts(String beginning) implements Condition {
        @Override
        public boolean holds(Evidence evidence, Link link) {
            return link.names().stream().anyMatch(name -> name.startsWith(beginning));
        }

        @Override
        public String toString() {
            return "type-starts(" + beginning + ")";
        }
    }

    /** The link's text has one of these phrases. */
    record Says(List<Phrase> phrases) implements Condition {
        public Says {
            phrases = List.copyOf(phrases);
        }

        @Override
        public boolean holds(Evidence evidence, Link link) {
            return phrases.stream().anyMatch(phrase -> phrase.isIn(link.words()));
        }

        @Override
        public String toString() {
            return phrases.stream().map(Phrase::toString).collect(Collectors.joining(" | ", "says(", ")"));
        }
    }

    /** The last clause of the link's text, its reason, has one of these phrases; see {@link ReasonClause}. */
    record LastClause(List<Phrase> phrases) implements Condition {
        public LastClause {
            phrases = List.copyOf(phrases);
        }

        @Override
        public boolean holds(Evidence evidence, Link link) {
            return ReasonClause.has(link, phrases);
        }

        @Override
        public String toString() {
            return phrases.stream().map(Phrase::toString).collect(Collectors.joining(" | ", "last-clause(", ")"));
        }
    }

    /** The words that the link's names are made of have one of these phrases. */
    record NameSays(List<Phrase> phrases) implements Condition {
        public NameSays {
            phrases = List.copyOf(phrases);
        }

        @Override
        public boolean holds(Evidence evidence, Link link) {
            return phrases.stream().anyMatch(phrase -> phrase.isIn(link.nameWords()));
        }

        @Override
        public String toString() {
            return phrases.stream().map(Phrase::toString).collect(Collectors.joining(" | ", "type-says(", ")"));
        }
    }

    /** A word of the link's text begins so. */
    record WordStarts(String beginning) implements Condition {
        @Override
        public boolean holds(Evidence evidence, Link link) {
            return link.words().anyStartsWith(beginning);
        }

        @Override
        public String toString() {
            return "word-starts(" + beginning + ")";
        }
    }

    /** The answer had an HTTP status within one of these spans. */
    record Status(List<Span> spans) implements Condition {

        /** Statuses from {@code low} to {@code high}. */
        public record Span(int low, int high) {
            @Override
            public String toString() {
                return low == high ? Integer.toString(low) : low + "-" + high;
            }
        }

        public Status {
            spans = List.copyOf(spans);
        }

        @Override
        public boolean holds(Evidence evidence, Link link) {
            Integer status = evidence.httpStatus();
            if (status != null) {
                for (Span span : spans) {
                    if (span.low() <= status && status <= span.high()) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return spans.stream().map(Span::toString).collect(Collectors.joining(" ", "status(", ")"));
        }
    }

    /** A server answered: there is an HTTP status that is more than a number in a text. */
    record Answered() implements Condition {
        @Override
        public boolean holds(Evidence evidence, Link link) {
            return evidence.isStatusStructured();
        }

        @Override
        public String toString() {
            return "answered";
        }
    }

    /** The SQLSTATE is one of these, or begins with one of them: two characters name a class. */
    record SqlState(List<String> beginnings) implements Condition {
        public SqlState {
            beginnings = List.copyOf(beginnings);
        }

        @Override
        public boolean holds(Evidence evidence, Link link) {
            String state = evidence.sqlState();
            if (state != null) {
                for (String beginning : beginnings) {
                    if (state.startsWith(beginning)) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return "sqlstate(" + String.join(" ", beginnings) + ")";
        }
    }

    /** The database is of this make and its own error number is one of these. */
    record VendorCode(Evidence.Vendor vendor, Set<Integer> codes) implements Condition {
        public VendorCode {
            codes = Collections.unmodifiableSet(new TreeSet<>(codes));
        }

        @Override
        public boolean holds(Evidence evidence, Link link) {
            Integer code = evidence.vendorCode();
            return code != null && evidence.vendor() == vendor && codes.contains(code);
        }

        @Override
        public String toString() {
            return "vendor-code(" + vendor + " "
                    + codes.stream().map(String::valueOf).collect(Collectors.joining(" ")) + ")";
        }
    }

    /** The report has the attribute. */
    record Has(String attribute) implements Condition {
        @Override
        public boolean holds(Evidence evidence, Link link) {
            return evidence.attribute(attribute) != null;
        }

        @Override
        public String toString() {
            return "has(" + attribute + ")";
        }
    }

    /** The text comes from one of these runtimes. */
    record Runtime(Set<String> names) implements Condition {
        public Runtime {
            names = sorted(names);
        }

        @Override
        public boolean holds(Evidence evidence, Link link) {
            String runtime = evidence.attribute(FailureReport.RUNTIME);
            return runtime != null && names.contains(runtime.toLowerCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return "runtime(" + String.join(" ", names) + ")";
        }
    }

    /** A frame of the link's stack has this in it. */
    record Frame(String fragment) implements Condition {
        @Override
        public boolean holds(Evidence evidence, Link link) {
            return link.stack().stream().anyMatch(line -> line.contains(fragment));
        }

        @Override
        public String toString() {
            return "frame(" + fragment + ")";
        }
    }

    /** The link's names and numbers say so. */
    record Reads(Reading reading) implements Condition {
        @Override
        public boolean holds(Evidence evidence, Link link) {
            return reading.isIn(link);
        }

        @Override
        public String toString() {
            return reading.toString();
        }
    }

    /** Some link of the chain satisfies the condition, not necessarily this one. */
    record Anywhere(Condition condition) implements Condition {
        @Override
        public boolean holds(Evidence evidence, Link link) {
            return evidence.links().stream().anyMatch(each -> condition.holds(evidence, each));
        }

        @Override
        public String toString() {
            return "anywhere(" + condition + ")";
        }
    }

    /** All of them. */
    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(Evidence evidence, Link link) {
            return parts.stream().allMatch(part -> part.holds(evidence, link));
        }

        @Override
        public String toString() {
            return "all(" + joined(parts) + ")";
        }
    }

    /** One of them. */
    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(Evidence evidence, Link link) {
            return parts.stream().anyMatch(part -> part.holds(evidence, link));
        }

        @Override
        public String toString() {
            return "any(" + joined(parts) + ")";
        }
    }

    /** Not this one. */
    record Not(Condition condition) implements Condition {
        @Override
        public boolean holds(Evidence evidence, Link link) {
            return !condition.holds(evidence, link);
        }

        @Override
        public String toString() {
            return "not(" + condition + ")";
        }
    }

    private static String joined(List<Condition> parts) {
        return parts.stream().map(Condition::toString).collect(Collectors.joining(", "));
    }

    private static Set<String> sorted(Set<String> texts) {
        return Collections.unmodifiableSet(new TreeSet<>(texts));
    }

    /** Both. */
    default Condition and(Condition other) {
        List<Condition> parts = new ArrayList<>(this instanceof All all ? all.parts() : List.of(this));
        parts.add(other);
        return new All(parts);
    }

    /** Either. */
    default Condition or(Condition other) {
        List<Condition> parts = new ArrayList<>(this instanceof Any any ? any.parts() : List.of(this));
        parts.add(other);
        return new Any(parts);
    }

    /** Not this one. */
    default Condition negate() {
        return new Not(this);
    }
}
