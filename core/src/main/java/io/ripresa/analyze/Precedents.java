package io.ripresa.analyze;

import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What failures that look alike turned out to be: for each trait, how much it speaks for a cause that passes, and for
 * each category, learned from labelled failures. Rules name the cause; precedents are the second opinion on what rules
 * hope that stand for many systems at once, and the only one where no rule holds. Immutable and thread-safe.
 *
 * <p>What is weighed are logarithmic odds (base e): 0 is even, 2 is seven to one.
 */
public final class Precedents {

    private static final String FIRST_COLUMN = "trait";
    private static final String PASSING = "passing";
    /** The line that holds in every failure. */
    private static final String ALWAYS = "always";

    /** Weights are kept in whole parts of this. */
    static final double UNIT = 1_000;

    /**
     * @param categories in the order of their columns, of which passing is the first
     * @param traits what each trait weighs
     * @param always what holds in every failure, by column
     */
    record Table(List<Category> categories, TraitWeights traits, int[] always) {}

    private final Table table;
    private final boolean empty;
    private final String origin;

    private Precedents(String origin, List<Category> categories, Map<String, int[]> byTrait) {
        int columns = categories.size() + 1;
        this.origin = origin;
        this.empty = byTrait.isEmpty();
        Map<String, int[]> traits = new HashMap<>(byTrait);
        int[] always = traits.remove(ALWAYS);
        this.table = new Table(
                List.copyOf(categories), new TraitWeights(traits, columns), always == null ? new int[columns] : always);
    }

    /** Precedents that know nothing, so that rules alone decide. */
    public static Precedents none() {
        return new Precedents("", List.of(Category.UNKNOWN), Map.of());
    }

    /** What the labelled failures of this project teach; the table is written by {@code make precedents}. */
    public static Precedents builtIn() {
        return BuiltIn.PRECEDENTS;
    }

    /** Immutable, so one is enough; read when first asked for. */
    private static final class BuiltIn {
        private static final Precedents PRECEDENTS = read();

        private static Precedents read() {
            try (InputStream file = Precedents.class.getResourceAsStream("precedents.tsv")) {
                if (file == null) {
                    throw new IllegalStateException("precedents.tsv is missing from the archive of ripresa-core");
                }
                return Precedents.read(new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                        .lines()
                        .toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Reads a table: a line {@code #} with what it was learned from, which may be missing; a line {@code trait},
     * {@code passing} and the names of categories; then a trait with its weights in thousandths on each line, apart by
     * tabs. A weight that is left out is 0. The line {@code always} counts in every failure.
     *
     * @throws IllegalArgumentException if a line is none of those; the message has its number
     */
    public static Precedents read(List<String> lines) {
        boolean told = !lines.isEmpty() && lines.get(0).startsWith("#");
        String origin = told ? lines.get(0).substring(1).strip() : "";
        int first = told ? 1 : 0;
        List<String> head =
                lines.size() <= first ? List.of() : List.of(lines.get(first).split("\t", -1));
        if (head.size() < 3 || !head.subList(0, 2).equals(List.of(FIRST_COLUMN, PASSING))) {
            throw new IllegalArgumentException("line " + (first + 1) + ": write the columns " + FIRST_COLUMN + ", "
                    + PASSING + " and one category at least, apart by tabs");
        }
        List<Category> columns = new ArrayList<>();
        for (String name : head.subList(2, head.size())) {
            columns.add(category(name, first + 1));
        }
        Map<String, int[]> weights = new HashMap<>();
        for (int i = first + 1; i < lines.size(); i++) {
            String[] parts = lines.get(i).split("\t", -1);
            if (parts.length > columns.size() + 2) {
                throw new IllegalArgumentException("line " + (i + 1) + ": more weights than columns");
            }
            if (!parts[0].equals(ALWAYS) && !Traits.isWritten(parts[0])) {
                throw new IllegalArgumentException("line " + (i + 1) + ": \"" + parts[0]
                        + "\" is no trait; write its kind, a colon and its characters, such as w:timeout");
            }
            if (weights.put(parts[0], weights(parts, columns.size() + 1, i + 1)) != null) {
                throw new IllegalArgumentException(
                        "line " + (i + 1) + ": \"" + parts[0] + "\" stands above already; leave one of the two out");
            }
        }
        return new Precedents(origin, columns, weights);
    }

    private static Category category(String name, int line) {
        try {
            return Category.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "line " + line + ": \"" + name + "\" is no category; write one of " + List.of(Category.values()),
                    e);
        }
    }

    private static int[] weights(String[] parts, int columns, int line) {
        int[] values = new int[columns];
        for (int c = 1; c < parts.length; c++) {
            try {
                values[c - 1] = parts[c].isEmpty() ? 0 : Integer.parseInt(parts[c]);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "line " + line + ": \"" + parts[c] + "\" is no weight; write a whole number of thousandths", e);
            }
        }
        return values;
    }

    /** What they were learned from, as the table says; empty where it does not. */
    public String origin() {
        return origin;
    }

    /** Whether nothing was learned. */
    boolean isEmpty() {
        return empty;
    }

    /** What they say of a failure. Never throws. */
    Opinion on(FailureReport failure) {
        return new Opinion(table, failure);
    }

    /** Logarithmic odds that the cause of a failure passes by itself. Never throws. */
    public double passing(FailureReport failure) {
        return on(failure).passing();
    }

    /** The likeliest category of a failure. Never throws. */
    public Category category(FailureReport failure) {
        return on(failure).category();
    }

    /**
     * A trait of a failure and how much it speaks for a cause that passes; below 0 it speaks against.
     *
     * @param trait words of the failure
     * @param weight part of the logarithmic odds, before they are divided by the square root of the number of traits
     */
    public record Reason(String trait, double weight) {}

    /**
     * The words that weigh most, the weightiest first; parts of words, and words that do not stand side by side, are left
     * out, for they say little to people.
     *
     * @param most how many at most, 0 or more
     */
    public List<Reason> reasons(FailureReport failure, int most) {
        List<Reason> reasons = new ArrayList<>();
        for (String trait : Traits.of(failure)) {
            double weight = table.traits().first(trait) / UNIT;
            if (weight != 0 && Traits.isReadable(trait)) {
                reasons.add(new Reason(trait.substring(2), weight));
            }
        }
        reasons.sort(Comparator.comparingDouble((Reason each) -> -Math.abs(each.weight())));
        return List.copyOf(reasons.subList(0, Math.min(most, reasons.size())));
    }
}
