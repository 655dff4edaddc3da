package io.ripresa.simulation.contest;

import io.ripresa.simulation.contest.Factors.Overload;
import io.ripresa.simulation.contest.Factors.Return;
import io.ripresa.simulation.contest.PairwiseArray.Pair;
import io.ripresa.simulation.scenario.EvidenceSource;
import io.ripresa.simulation.scenario.OutageScenario;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scenarios that come with the product: few, but every value of each factor meets every value of every other, where
 * the two make sense together.
 */
public final class BuiltInScenarios {

    private static final List<Duration> OUTAGES =
            List.of(Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6));
    private static final List<Overload> OVERLOADS = List.of(Overload.values());
    private static final List<Return> RETURNS = List.of(Return.values());
    private static final List<Integer> POISON = List.of(0, 5, 20);
    private static final List<Integer> FOREGROUND = List.of(0, 50, 90);
    private static final List<@Nullable EvidenceSource> EVIDENCE =
            Collections.unmodifiableList(Arrays.asList(null, EvidenceSource.PROBE, EvidenceSource.FOREGROUND));
    private static final List<Integer> TASKS = List.of(1, 20, 1_000, 10_000);
    private static final int LEARNED_FROM = 1_000;

    /** A pair of values that appears in no scenario, and why. */
    public record VoidPair(String values, String reason) {}

    private BuiltInScenarios() {}

    /** Pairs that make no sense. */
    public static List<VoidPair> voidPairs() {
        return List.of(
                new VoidPair("poison 5 %, 1 task", "the task would be the poison, with nothing to recover"),
                new VoidPair("poison 20 %, 1 task", "the task would be the poison, with nothing to recover"),
                new VoidPair("foreground 0 %, evidence foreground", "there is no foreground to learn from"));
    }

    static int[] sizes() {
        return new int[] {
            OUTAGES.size(),
            OVERLOADS.size(),
            RETURNS.size(),
            POISON.size(),
            FOREGROUND.size(),
            EVIDENCE.size(),
            TASKS.size()
        };
    }

    static List<Pair> voids() {
        return List.of(new Pair(3, 1, 6, 0), new Pair(3, 2, 6, 0), new Pair(4, 0, 5, 2));
    }

    /** What they differ in, small incidents first. */
    public static List<Factors> factors() {
        return PairwiseArray.rows(sizes(), voids()).stream()
                .map(row -> new Factors(
                        OUTAGES.get(row[0]),
                        OVERLOADS.get(row[1]),
                        RETURNS.get(row[2]),
                        POISON.get(row[3]),
                        FOREGROUND.get(row[4]),
                        EVIDENCE.get(row[5]),
                        TASKS.get(row[6])))
                .sorted(Comparator.comparingInt(Factors::tasks)
                        .thenComparing(Factors::outage)
                        .thenComparing(Factors::id))
                .toList();
    }

    /** Those of a thousand tasks once more, told a second time: what was learned from the first. */
    public static List<OutageScenario> learned() {
        return factors().stream()
                .filter(f -> f.tasks() == LEARNED_FROM)
                .map(f -> again(f.scenario()))
                .toList();
    }

    private static OutageScenario again(OutageScenario s) {
        return new OutageScenario(
                s.id() + "-again",
                s.tasks(),
                s.arrival(),
                s.runTime(),
                s.dependencies(),
                s.mix(),
                s.setting().withRehearsals(1));
    }

    public static List<OutageScenario> all() {
        return factors().stream().map(Factors::scenario).toList();
    }
}
