package io.ripresa.bench.diagnosis;

import io.ripresa.analyze.Condition;
import io.ripresa.analyze.FailureClassifier;
import io.ripresa.analyze.Fingerprinter;
import io.ripresa.analyze.RuleSet;
import io.ripresa.model.FailureReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Looks for the text that costs most: texts of the greatest length that is read, made of the words that rules look for,
 * one of them again and again, two in turn, and many by chance.
 */
final class SlowestText {

    private static final int LENGTH = 20 * 1024;
    private static final int MIXED = 400;
    private static final int RUNS = 3;

    private final FailureClassifier classifier = new FailureClassifier(RuleSet.builtIn());
    private final Fingerprinter fingerprinter = new Fingerprinter();
    private double slowest;
    private String text = "";

    /** Milliseconds of the slowest text, the best of three runs each. */
    double milliseconds() {
        List<String> words = words();
        SplittableRandom random = new SplittableRandom(20261126);
        for (int warm = 0; warm < 300; warm++) {
            measure(words.get(random.nextInt(words.size())) + " ", false);
        }
        for (int i = 0; i < words.size(); i++) {
            measure(words.get(i) + " ", true);
            measure(words.get(i) + " " + words.get(random.nextInt(words.size())) + " ", true);
        }
        for (int i = 0; i < MIXED; i++) {
            StringBuilder mixed = new StringBuilder();
            while (mixed.length() < LENGTH) {
                mixed.append(words.get(random.nextInt(words.size()))).append(random.nextInt(6) == 0 ? ": " : " ");
            }
            measure(mixed.toString(), true);
        }
        return slowest;
    }

    /** How the slowest text begins. */
    String text() {
        return text.substring(0, Math.min(40, text.length())).strip();
    }

    private void measure(String piece, boolean counts) {
        FailureReport report = FailureReport.of(null, piece.repeat(Math.max(1, LENGTH / piece.length())));
        long best = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long from = System.nanoTime();
            classifier.classify(report);
            fingerprinter.fingerprint(report);
            best = Math.min(best, System.nanoTime() - from);
        }
        if (counts && best / 1e6 > slowest) {
            slowest = best / 1e6;
            text = piece;
        }
    }

    private static List<String> words() {
        Set<String> words = new TreeSet<>();
        RuleSet.builtIn().rules().forEach(rule -> collect(rule.condition(), words));
        return new ArrayList<>(words);
    }

    private static void collect(Condition condition, Set<String> words) {
        for (String word : condition.toString().split("[^a-z0-9_]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
    }
}
