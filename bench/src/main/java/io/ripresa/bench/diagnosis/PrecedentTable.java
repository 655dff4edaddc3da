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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * Learns the table of {@link Precedents} from labelled failures and from what rules say: for each column a logistic
 * regression over traits that at least three sources have, each trait scaled by how unevenly it is spread over the two
 * sides (Wang and Manning 2012, "Baselines and Bigrams", which is steadier on short texts than either method alone). The
 * same rows give the same table on one Java version.
 */
public final class PrecedentTable {

    /** Weight of the errors against the size of the weights; from 10 to 100 the figures hardly differ. */
    private static final double COST = 50;
    /** Added to counts, so that a trait that one side never has does not weigh without bound. */
    private static final double SMOOTHING = 0.5;

    private static final double TOLERANCE = 0.01;
    private static final int SOURCES = 3;
    private static final double UNIT = 1_000;
    /** Weights below, in thousandths, change little that is measured and make up most of the table. */
    private static final long SMALLEST = 1_000;
    /** The same for categories, which are asked for less often. */
    private static final long SMALLEST_FOR_CATEGORY = 2_000;

    /** A failure that happened counts so many times as much as a lesson of a rule. */
    private static final int WEIGHT = 2;

    private final List<LabelledFailure> rows;
    private final List<List<Integer>> traitsByRow = new ArrayList<>();
    private final List<String> traits;

    private PrecedentTable(Collection<LabelledFailure> failures, List<LabelledFailure> lessons) {
        List<LabelledFailure> all = new ArrayList<>(lessons);
        for (int i = 0; i < WEIGHT; i++) {
            all.addAll(failures);
        }
        // In an order of their own, so that sums come out the same whichever file a row stands in.
        this.rows = all.stream()
                .sorted(Comparator.comparing(row -> row.failure().toString() + row.label()))
                .toList();
        Map<String, Set<String>> sources = new TreeMap<>();
        List<Set<String>> byRow = new ArrayList<>();
        for (LabelledFailure row : rows) {
            Set<String> traits = Traits.of(row.failure());
            byRow.add(traits);
            traits.forEach(trait ->
                    sources.computeIfAbsent(trait, t -> new HashSet<>()).add(row.origin()));
        }
        sources.values().removeIf(each -> each.size() < SOURCES);
        this.traits = List.copyOf(sources.keySet());
        Map<String, Integer> numbers = new TreeMap<>();
        this.traits.forEach(trait -> numbers.put(trait, numbers.size() + 1));
        for (Set<String> each : byRow) {
            traitsByRow.add(each.stream()
                    .filter(numbers::containsKey)
                    .map(numbers::get)
                    .sorted()
                    .toList());
        }
    }

    /**
     * The table that failures and rules teach.
     *
     * @param rules see {@link RuleLessons}; none for what failures alone teach
     */
    public static List<String> learn(Collection<LabelledFailure> failures, RuleSet rules) {
        return learn(failures, rules, SMALLEST, SMALLEST_FOR_CATEGORY);
    }

    /** The same with weights from these on, in thousandths. */
    static List<String> learn(
            Collection<LabelledFailure> failures, RuleSet rules, long smallest, long smallestForCategory) {
        List<String> lines = new ArrayList<>(List.of("# " + origin(failures, rules)));
        lines.addAll(new PrecedentTable(failures, RuleLessons.of(rules)).lines(smallest, smallestForCategory));
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

    private List<String> lines(long smallest, long smallestForCategory) {
        StringBuilder head = new StringBuilder("trait\tpassing");
        List<double[]> columns = new ArrayList<>();
        // Nothing known is even odds: about half of the rows pass.
        columns.add(column(0, row -> row.label().passing()));
        for (Category category : Category.values()) {
            head.append('\t').append(category);
            columns.add(column(1, row -> row.label().category() == category));
        }
        List<String> lines = new ArrayList<>(List.of(head.toString()));
        for (int trait = 0; trait <= traits.size(); trait++) {
            boolean always = trait == traits.size();
            StringBuilder line = new StringBuilder(always ? "always" : traits.get(trait));
            int blanks = 0;
            for (double[] column : columns) {
                long weight = Math.round(column[trait] * UNIT);
                blanks++;
                long least = always ? 1 : column == columns.get(0) ? smallest : smallestForCategory;
                if (Math.abs(weight) >= least) {
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
            if (row > 0 && rows.get(row).equals(rows.get(row - 1))) {
                problem.x[row] = problem.x[row - 1];
                continue;
            }
            List<Integer> present = traitsByRow.get(row);
            double norm = Math.sqrt(Math.max(1, Traits.count(rows.get(row).failure())));
            Feature[] features = new Feature[present.size() + 1];
            for (int i = 0; i < present.size(); i++) {
                features[i] = new FeatureNode(present.get(i), scale[present.get(i) - 1] / norm);
            }
            features[present.size()] = new FeatureNode(traits.size() + 1, always);
            problem.x[row] = features;
        }
        Linear.disableDebugOutput();
        Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, COST / WEIGHT, TOLERANCE));
        double sign = model.getLabels()[0] == 1 ? 1 : -1;
        double[] weights = new double[traits.size() + 1];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = sign * model.getFeatureWeights()[i] * (i < scale.length ? scale[i] : 1);
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
            traitsByRow.get(row).forEach(trait -> side[trait - 1]++);
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
