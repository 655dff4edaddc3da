package io.ripresa.bench.diagnosis;

import io.ripresa.analyze.FailureClassifier;
import io.ripresa.analyze.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measures diagnosis, how well and how fast, and writes the page of figures. */
public final class DiagnosisReport {

    private static final String HEAD = "| | rows | transient right | false transient | recall | category | accepted"
            + " category | right, of the hard ones |\n|---|---|---|---|---|---|---|---|\n";

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
        page.append("## How well\n\n").append(HEAD);
        page.append(row("first corpus", Score.of(classifier, first)));
        page.append(row("further corpus", Score.of(classifier, further)));
        List<LabelledFailure> all = new ArrayList<>(first);
        all.addAll(further);
        page.append("\n## Five folds by source\n\nBoth corpora, split by the source of each row. Each fold is judged by"
                        + " rules without the phrases and names that only this fold has: a lower bound of what to expect of"
                        + " sources that nobody looked at.\n\n")
                .append(HEAD);
        FoldedRules folded = new FoldedRules(rules, all);
        List<Score> scores = new ArrayList<>();
        for (int fold = 0; fold < FoldedRules.FOLDS; fold++) {
            int present = fold;
            List<LabelledFailure> held =
                    all.stream().filter(r -> FoldedRules.foldOf(r) == present).toList();
            Score score = Score.of(new FailureClassifier(folded.without(fold)), held);
            scores.add(score);
            page.append(row("fold " + (fold + 1), score));
        }
        page.append(row("all folds", Score.together(scores))).append('\n');
    }

    private static String row(String name, Score score) {
        return "| " + name + " | " + score.rows() + " | " + score.transientAccuracy() + " | " + score.falseTransient()
                + " | " + score.recall() + " | " + score.strict() + " | " + score.lenient() + " | "
                + score.hardOnes().right() + " |\n";
    }

    private static void speed(StringBuilder page) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(DiagnosisBenchmark.class.getName())
                        .build())
                .run();
        Map<String, Double> rates = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getPrimaryResult().getLabel() + " "
                    + result.getParams().getParam("moreRules");
            rates.put(name, result.getPrimaryResult().getScore());
        }
        double scan = rates.getOrDefault("plainScan 0", Double.NaN);
        double both = rates.getOrDefault("classificationAndFingerprint 0", Double.NaN);
        double more = rates.getOrDefault("classificationAndFingerprint 2000", Double.NaN);
        page.append(
                "## How fast\n\nFailures per second on one thread, over the rows of the first corpus, by JMH:"
                        + " one fork, 3 + 5 iterations of 2 s.\n\n| | with the built-in rules | with 2,000 more |\n|---|---|---|\n");
        for (String what : List.of("classificationAndFingerprint", "classification", "fingerprint", "plainScan")) {
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f |\n",
                    what,
                    rates.getOrDefault(what + " 0", Double.NaN),
                    rates.getOrDefault(what + " 2000", Double.NaN)));
        }
        page.append(String.format(
                Locale.ROOT,
                "\nA classification with its fingerprint costs %.0f plain scans of the same bytes; 2,000 rules more make"
                        + " it %.2f × as slow.\n",
                scan / both,
                both / more));
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
