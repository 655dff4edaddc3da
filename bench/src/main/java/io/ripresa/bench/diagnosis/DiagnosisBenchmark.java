package io.ripresa.bench.diagnosis;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.ripresa.analyze.Classification;
import io.ripresa.analyze.Conditions;
import io.ripresa.analyze.FailureClassifier;
import io.ripresa.analyze.Fingerprinter;
import io.ripresa.analyze.Rule;
import io.ripresa.analyze.RuleSet;
import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Failures per second on one thread, over the rows of the first corpus in turn: classification and fingerprint, each
 * alone, and as a yardstick one plain look at every character of the same texts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(SECONDS)
@Fork(
        value = 3,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx512m"})
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 2)
public class DiagnosisBenchmark {

    /** Rules besides the built-in ones, none of which ever holds. */
    @Param({"0", "2000"})
    public int moreRules;

    private List<FailureReport> failures = List.of();
    private FailureClassifier classifier = FailureClassifier.builtIn();
    private final Fingerprinter fingerprinter = new Fingerprinter();
    private int next;

    @Setup
    public void load() {
        failures = LabelledFailure.read(LabelledFailure.FIRST).stream()
                .map(LabelledFailure::failure)
                .toList();
        List<RuleSet.Change> more = new ArrayList<>();
        for (int i = 0; i < moreRules; i++) {
            // First words of real phrases, so that the index is asked about them.
            String[] first = {"connection", "error", "the", "failed", "could", "not", "request", "timeout"};
            Rule rule = Rule.auto(
                    "more." + i,
                    Category.NETWORK,
                    "made up to measure",
                    Conditions.says(first[i % first.length] + " word" + i)
                            .or(Conditions.named("Made" + i + "UpException")));
            more.add(new RuleSet.Change(rule, RuleSet.Place.FIRST, null));
        }
        classifier = new FailureClassifier(RuleSet.builtIn().with(more));
    }

    private FailureReport failure() {
        next = next + 1 == failures.size() ? 0 : next + 1;
        return failures.get(next);
    }

    /** What every failure costs. */
    @Benchmark
    public void classificationAndFingerprint(Blackhole hole) {
        FailureReport failure = failure();
        Classification cause = classifier.classify(failure);
        hole.consume(cause);
        hole.consume(fingerprinter.fingerprint(failure));
    }

    @Benchmark
    public Classification classification() {
        return classifier.classify(failure());
    }

    @Benchmark
    public String fingerprint() {
        return fingerprinter.fingerprint(failure());
    }

    /** The least that can be done with a text: look at each character once. */
    @Benchmark
    public int plainScan() {
        FailureReport failure = failure();
        int sum = scan(failure.message());
        String type = failure.type();
        sum += type == null ? 0 : scan(type);
        for (String frame : failure.stack()) {
            sum += scan(frame);
        }
        return sum;
    }

    private static int scan(String text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            sum += text.charAt(i) == ' ' ? 1 : 0;
        }
        return sum;
    }
}
