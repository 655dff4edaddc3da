package io.ripresa.bench.diagnosis;

import io.ripresa.analyze.FailureClassifier;
import io.ripresa.analyze.Precedents;
import io.ripresa.analyze.RuleSet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measures diagnosis, how well and how fast, and writes the page of figures. */
public final class DiagnosisReport {

    private static final String HEAD = "| | rows | transient right | false transient | recall | category | accepted"
            + " category | right, of the hard ones |\n|---|---|---|---|---|---|---|---|\n";

    /** Not the mean: what else the machine does meanwhile takes a third from some iterations and adds to none. */
    private static final double MEDIAN = 50;

    private DiagnosisReport() {}

    /**
     * @param args the file to write; {@code --no-speed} leaves the benchmark out
     */
    public static void main(String[] args) throws IOException, RunnerException {
        List<String> arguments = List.of(args);
        Path file = Path.of(arguments.stream()
                .filter(each -> !each.startsWith("--"))
                .findFirst()
                .orElse("docs/diagnosis-figures.md"));
        RuleSet rules = RuleSet.builtIn();
        StringBuilder page = new StringBuilder("# Figures of diagnosis\n\n"
                + "Written by `make diagnosis`; do not edit. What the figures mean and how the failures were labelled is"
                + " in [Diagnosis](diagnosis.md).\n\n");
        page.append("| | |\n|---|---|\n")
                .append("| date | ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append(" |\n| machine | ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors, ")
                .append(System.getProperty("os.name"))
                .append(' ')
                .append(System.getProperty("os.arch"))
                .append(" |\n| Java | ")
                .append(System.getProperty("java.vm.name"))
                .append(' ')
                .append(System.getProperty("java.version"))
                .append(" |\n| rules | ")
                .append(rules.rules().size())
                .append(", set ")
                .append(rules.version())
                .append(" |\n\n");
        quality(page, rules);
        if (!arguments.contains("--no-speed")) {
            speed(page);
            slowest(page);
        }
        Files.writeString(file, page);
        System.out.println("wrote " + file);
    }

    private static void quality(StringBuilder page, RuleSet rules) {
        List<LabelledFailure> first = LabelledFailure.read(LabelledFailure.FIRST);
        List<LabelledFailure> further = LabelledFailure.read(LabelledFailure.FURTHER);
        FailureClassifier classifier = new FailureClassifier(rules);
        page.append(
                        "## How well\n\nPrecedents were learned from all of these, and rules mended by most: what to expect of"
                                + " failures that nobody looked at stands in [Diagnosis](diagnosis.md#how-well-how-fast).\n\n")
                .append(HEAD);
        page.append(row("first corpus", Score.of(classifier, first)));
        page.append(row("further corpus", Score.of(classifier, further)));
        for (String collection : LabelledFailure.LATER) {
            page.append(row(collection + " corpus", Score.of(classifier, LabelledFailure.later(collection))));
        }
        List<LabelledFailure> both = new ArrayList<>(first);
        both.addAll(further);
        folds(page, rules, both);
    }

    private static void folds(StringBuilder page, RuleSet rules, List<LabelledFailure> both) {
        List<LabelledFailure> all = LabelledFailure.all();
        FoldedRules folded = new FoldedRules(rules, both);
        FoldedRules lessons = new FoldedRules(rules, all);
        List<LabelledFailure> recalled = LabelledFailure.read(LabelledFailure.RECALLED);
        List<Score> rulesAlone = new ArrayList<>();
        List<Score> together = new ArrayList<>();
        List<Score> precedentsAlone = new ArrayList<>();
        // As many at once as there are processors: each takes minutes.
        List<Precedents> learned = IntStream.range(0, FoldedRules.FOLDS)
                .parallel()
                .mapToObj(fold -> {
                    List<LabelledFailure> others = new ArrayList<>(FoldedRules.outside(fold, all));
                    others.addAll(recalled);
                    return Precedents.read(PrecedentTable.learn(others, lessons.without(fold)));
                })
                .toList();
        for (int fold = 0; fold < FoldedRules.FOLDS; fold++) {
            Precedents precedents = learned.get(fold);
            List<LabelledFailure> held = FoldedRules.inside(fold, both);
            rulesAlone.add(Score.of(new FailureClassifier(folded.without(fold), Precedents.none()), held));
            together.add(Score.of(new FailureClassifier(folded.without(fold), precedents), held));
            precedentsAlone.add(
                    Score.of(new FailureClassifier(RuleSet.of(List.of()), precedents), FoldedRules.inside(fold, all)));
        }
        page.append(
                        "\n## Five folds by source\n\nRows are split by their source. Each fold of the first two corpora is"
                                + " judged by rules without the phrases and names that only this fold has (a lower bound of what"
                                + " to expect of sources that nobody looked at), and by those rules with precedents learned from"
                                + " the other four folds of all collections, from what was written down from memory, and from"
                                + " rules without what only this fold has. Each fold of all collections is judged by such"
                                + " precedents alone: they hope only above a threshold, so they miss more than they misjudge.\n\n")
                .append(HEAD)
                .append(row("two corpora, rules without the fold", Score.together(rulesAlone)))
                .append(row("two corpora, with precedents of the other folds", Score.together(together)))
                .append(row("all collections, precedents of the other folds alone", Score.together(precedentsAlone)))
                .append('\n');
    }

    private static String row(String name, Score score) {
        return "| " + name + " | " + score.rows() + " | " + score.transientAccuracy() + " | " + score.falseTransient()
                + " | " + score.recall() + " | " + score.strict() + " | " + score.lenient() + " | "
                + score.hardOnes().right() + " |\n";
    }

    private static void speed(StringBuilder page) throws RunnerException {
        Map<String, Double> rates = new TreeMap<>(rates(".*", "0"));
        double more = rates("classificationAndFingerprint", "2000").getOrDefault("classificationAndFingerprint", 0.0);
        page.append("## How fast\n\nFailures per second on one thread, over the rows of the first corpus, by JMH:"
                + " the median of 12 iterations in three forks.\n\n| | |\n|---|---|\n");
        rates.forEach((what, rate) -> page.append(String.format(Locale.ROOT, "| %s | %,.0f |\n", what, rate)));
        page.append(String.format(Locale.ROOT, "| classificationAndFingerprint, 2,000 rules more | %,.0f |\n", more));
        double both = rates.getOrDefault("classificationAndFingerprint", Double.NaN);
        page.append(String.format(
                Locale.ROOT,
                "\nA classification with its fingerprint costs %.0f plain scans of the same bytes; 2,000 rules more make"
                        + " it %.2f × as slow. Processes that wanted a processor meanwhile, on average of a minute: %.1f.\n",
                rates.getOrDefault("plainScan", Double.NaN) / both,
                both / more,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    /** Operations per second by benchmark. */
    private static Map<String, Double> rates(String which, String moreRules) throws RunnerException {
        Map<String, Double> rates = new TreeMap<>();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(DiagnosisBenchmark.class.getName() + "." + which + "$")
                        .param("moreRules", moreRules)
                        .build())
                .run()) {
            rates.put(
                    result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult().getStatistics().getPercentile(MEDIAN));
        }
        return rates;
    }

    private static void slowest(StringBuilder page) {
        SlowestText search = new SlowestText();
        double slowest = search.milliseconds();
        page.append(String.format(
                Locale.ROOT,
                "\nThe slowest of some thousand texts of 20 KB, made of the words that rules look for: %.1f ms"
                        + " (\"%s …\").\n",
                slowest,
                search.text()));
    }
}
