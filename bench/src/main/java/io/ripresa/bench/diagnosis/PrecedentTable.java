package io.ripresa.bench.diagnosis;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.ripresa.analyze.Precedents;
import io.ripresa.analyze.RuleSet;
import io.ripresa.analyze.Traits;
import io.ripresa.model.Category;
import io.ripresa.model.Recoverability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Learns the table of {@link Precedents} from labelled failures and from what rules say: for each column a logistic
 * regression over traits that at least three sources have, each trait scaled by how unevenly it is spread over the two
 * sides (Wang and Manning 2012, "Baselines and Bigrams", which is steadier on short texts than either method alone).
 * It is learned twice: with all traits, to see which ones tell, and with those that tell alone. The same rows give the
 * same table on one Java version.
 */
public final class PrecedentTable {

    /** Weight of the errors against the size of the weights; from 20 to 100 the figures hardly differ. */
    private static final double COST = 50;
    /** Added to counts, so that a trait that one side never has does not weigh without bound. */
    private static final double SMOOTHING = 0.5;

    private static final double TOLERANCE = 0.01;
    private static final int SOURCES = 3;
    private static final double UNIT = 1_000;
    /** So many traits are kept. With all of them, five times as many, failures that the table does not know are judged hardly better. */
    private static final int KEPT = 80_000;
    /** Weights below, in thousandths, are not written, to keep the table short. */
    private static final long SMALLEST = 50;

    private final List<LabelledFailure> rows;
    private final List<int[]> traitsByRow;
    private final List<String> traits;

    private PrecedentTable(List<LabelledFailure> rows, List<int[]> traitsByRow, List<String> traits) {
        this.rows = rows;
        this.traitsByRow = traitsByRow;
        this.traits = traits;
    }

    private static PrecedentTable of(Collection<LabelledFailure> failures, List<LabelledFailure> lessons) {
        // In an order of their own, so that sums come out the same whichever file a row stands in.
        List<LabelledFailure> rows = Stream.concat(failures.stream(), lessons.stream())
                .sorted(Comparator.comparing(row -> row.failure().toString() + row.label()))
                .toList();
        Map<String, Set<String>> sources = new HashMap<>();
        List<Set<String>> byRow = new ArrayList<>();
        for (LabelledFailure row : rows) {
            Set<String> traits = Traits.of(row.failure());
            byRow.add(traits);
            traits.forEach(trait ->
                    sources.computeIfAbsent(trait, t -> new HashSet<>()).add(row.origin()));
        }
        sources.values().removeIf(each -> each.size() < SOURCES);
        List<String> traits = sources.keySet().stream().sorted().toList();
        Map<String, Integer> numbers = new HashMap<>();
        traits.forEach(trait -> numbers.put(trait, numbers.size()));
        List<int[]> traitsByRow = byRow.stream()
                .map(each -> each.stream()
                        .filter(numbers::containsKey)
                        .mapToInt(numbers::get)
                        .sorted()
                        .toArray())
                .toList();
        return new PrecedentTable(rows, traitsByRow, traits);
    }

    /**
     * The table that failures and rules teach.
     *
     * @param rules see {@link RuleLessons}; none for what failures alone teach
     */
    public static List<String> learn(Collection<LabelledFailure> failures, RuleSet rules) {
        return learn(failures, rules, KEPT);
    }

    /** The same with so many traits at most. */
    static List<String> learn(Collection<LabelledFailure> failures, RuleSet rules, int kept) {
        List<String> lines = new ArrayList<>(List.of("# " + origin(failures, rules)));
        PrecedentTable all = of(failures, RuleLessons.of(rules));
        List<double[]> columns = all.columns();
        if (all.traits.size() > kept) {
            PrecedentTable telling = all.only(all.telling(columns, kept));
            lines.addAll(telling.lines(telling.columns()));
        } else {
            lines.addAll(all.lines(columns));
        }
        return lines;
    }

    /** What tells whether a table was learned from these: how many they are, and a checksum of what is read of them. */
    public static String origin(Collection<LabelledFailure> failures, RuleSet rules) {
        List<LabelledFailure> lessons = RuleLessons.of(rules);
        List<LabelledFailure> all = new ArrayList<>(failures);
        all.addAll(lessons);
        CRC32 crc = new CRC32();
        all.stream()
                .map(row -> row.origin() + Traits.of(row.failure()) + row.label())
                .sorted()
                .forEach(text -> crc.update(text.getBytes(StandardCharsets.UTF_8)));
        return String.format(
                Locale.ROOT,
                "%d labelled failures, %d names and phrases of rules, checksum %08x",
                failures.size(),
                lessons.size(),
                crc.getValue());
    }

    /**
     * Writes the table of all collections, of what was written down from memory and of the built-in rules.
     *
     * @param args the file to write
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("give one argument, the file to write; make precedents does");
        }
        List<String> lines = learn(LabelledFailure.taught(), RuleSet.builtIn());
        Files.write(Path.of(args[0]), lines);
        System.out.println("wrote " + args[0] + ": " + (lines.size() - 3) + " traits");
    }

    /** What each trait weighs, and behind them what holds always: for passing, then for each category. */
    private List<double[]> columns() {
        // Nothing known is even odds: about half of the rows pass.
        PrecedentTable told = where(row -> row.label().recoverability() != Recoverability.UNKNOWN);
        Stream<Supplier<double[]>> passing =
                Stream.of(() -> told.column(0, row -> row.label().passing()));
        Stream<Supplier<double[]>> categories = Arrays.stream(Category.values())
                .map(category -> () -> column(1, row -> row.label().category() == category));
        return Stream.concat(passing, categories).parallel().map(Supplier::get).toList();
    }

    /**
     * The traits that tell most: half of them whether a cause passes, the others some category. A trait tells more the
     * heavier it is and the more rows have it, of which the square root counts, as in a sum of errors by chance.
     */
    private BitSet telling(List<double[]> columns, int kept) {
        int[] rowsWith = new int[traits.size()];
        traitsByRow.forEach(row -> Arrays.stream(row).forEach(trait -> rowsWith[trait]++));
        double[] passing = new double[traits.size()];
        double[] category = new double[traits.size()];
        for (int trait = 0; trait < traits.size(); trait++) {
            double often = Math.sqrt(rowsWith[trait]);
            passing[trait] = often * Math.abs(columns.get(0)[trait]);
            for (double[] column : columns.subList(1, columns.size())) {
                category[trait] = Math.max(category[trait], often * Math.abs(column[trait]));
            }
        }
        BitSet telling = new BitSet();
        best(passing).limit(kept / 2).forEach(telling::set);
        int left = kept - telling.cardinality();
        best(category).filter(trait -> !telling.get(trait)).limit(left).toList().forEach(telling::set);
        return telling;
    }

    private static Stream<Integer> best(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -values[i]).thenComparing(i -> i));
    }

    /** Some of the rows: of texts that report no failure nobody can say whether it passes. */
    private PrecedentTable where(Predicate<LabelledFailure> isTold) {
        int[] numbers = IntStream.range(0, rows.size())
                .filter(row -> isTold.test(rows.get(row)))
                .toArray();
        return new PrecedentTable(
                Arrays.stream(numbers).mapToObj(rows::get).toList(),
                Arrays.stream(numbers).mapToObj(traitsByRow::get).toList(),
                traits);
    }

    /** The same rows with some of the traits. */
    private PrecedentTable only(BitSet kept) {
        int[] numbers = new int[traits.size()];
        List<String> names = new ArrayList<>();
        kept.stream().forEach(trait -> {
            numbers[trait] = names.size();
            names.add(traits.get(trait));
        });
        List<int[]> byRow = traitsByRow.stream()
                .map(row -> Arrays.stream(row)
                        .filter(kept::get)
                        .map(trait -> numbers[trait])
                        .toArray())
                .toList();
        return new PrecedentTable(rows, byRow, names);
    }

    private List<String> lines(List<double[]> columns) {
        StringBuilder head = new StringBuilder("trait\tpassing");
        for (Category category : Category.values()) {
            head.append('\t').append(category);
        }
        List<String> lines = new ArrayList<>(List.of(head.toString()));
        for (int trait = 0; trait <= traits.size(); trait++) {
            StringBuilder line = new StringBuilder(trait == traits.size() ? "always" : traits.get(trait));
            int blanks = 0;
            for (double[] column : columns) {
                long weight = Math.round(column[trait] * UNIT);
                blanks++;
                if (Math.abs(weight) >= SMALLEST) {
                    line.append("\t".repeat(blanks)).append(weight);
                    blanks = 0;
                }
            }
            if (line.indexOf("\t") >= 0) {
                lines.add(line.toString());
            }
        }
        return lines;
    }

    /**
     * Weights of the traits for one side, and behind them what holds always.
     *
     * @param always 1 where one side may be rarer than the other whatever the words, else 0
     */
    private double[] column(double always, Predicate<LabelledFailure> isHit) {
        double[] scale = scale(isHit);
        Problem problem = new Problem();
        problem.l = rows.size();
        problem.n = traits.size() + 1;
        problem.x = new Feature[rows.size()][];
        problem.y = new double[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            problem.y[row] = isHit.test(rows.get(row)) ? 1 : -1;
            int[] present = traitsByRow.get(row);
            double norm = Math.sqrt(Math.max(1, Traits.count(rows.get(row).failure())));
            Feature[] features = new Feature[present.length + 1];
            for (int i = 0; i < present.length; i++) {
                features[i] = new FeatureNode(present[i] + 1, scale[present[i]] / norm);
            }
            features[present.length] = new FeatureNode(traits.size() + 1, always);
            problem.x[row] = features;
        }
        Linear.disableDebugOutput();
        Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, TOLERANCE));
        double sign = model.getLabels()[0] == 1 ? 1 : -1;
        double[] weights = model.getFeatureWeights();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= sign * (i < scale.length ? scale[i] : 1);
        }
        return weights;
    }

    /** How unevenly each trait is spread, 1 on average. */
    private double[] scale(Predicate<LabelledFailure> isHit) {
        double[] hits = new double[traits.size()];
        double[] others = new double[traits.size()];
        double allHits = 0;
        double allOthers = 0;
        for (int row = 0; row < rows.size(); row++) {
            double[] side = isHit.test(rows.get(row)) ? hits : others;
            for (int trait : traitsByRow.get(row)) {
                side[trait]++;
            }
        }
        for (int i = 0; i < hits.length; i++) {
            hits[i] += SMOOTHING;
            others[i] += SMOOTHING;
            allHits += hits[i];
            allOthers += others[i];
        }
        double[] scale = new double[hits.length];
        double sum = 0;
        for (int i = 0; i < scale.length; i++) {
            scale[i] = Math.abs(StrictMath.log(hits[i] / allHits / (others[i] / allOthers)));
            sum += scale[i];
        }
        double mean = sum / scale.length;
        for (int i = 0; i < scale.length; i++) {
            scale[i] /= mean;
        }
        return scale;
    }
}
