package io.ripresa.simulation.contest;

import io.ripresa.simulation.contest.Contest.Result;
import io.ripresa.simulation.scenario.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ripresa beside the others, run by run: the same scenario, the same seed. Pure. */
public final class Comparison {

    private static final int MANY = 1_000;
    private static final int LARGE_INCIDENT = 100;
    private static final double ROUNDING = 1e-9;

    /** A run in which a rival had less waste and was faster. */
    public record Beaten(String scenario, long seed, String rival, Figures ripresa, Figures theirs) {}

    private final List<Beaten> beaten = new ArrayList<>();
    private int compared;
    private int altinnRuns;
    private int altinnWorse;
    private int partialIncidents;
    private int falseClosings;
    private final List<Double> releaseFprs = new ArrayList<>();

    private Comparison() {}

    public static Comparison of(List<Result> results) {
        Map<String, Result> ripresa = new LinkedHashMap<>();
        for (Result result : results) {
            if (result.entry().policy().equals(Policies.RIPRESA)) {
                ripresa.put(key(result), result);
            }
        }
        Comparison comparison = new Comparison();
        ripresa.values().forEach(comparison::own);
        for (Result result : results) {
            String policy = result.entry().policy();
            Result ours = ripresa.get(key(result));
            if (ours != null && !policy.equals(Policies.RIPRESA) && !policy.equals(Policies.ORACLE)) {
                comparison.rival(ours, result);
            }
        }
        return comparison;
    }

    private static String key(Result result) {
        return result.entry().scenario().id() + "#" + result.entry().seed();
    }

    private void own(Result ours) {
        Figures f = ours.figures();
        boolean partial = ours.entry().scenario().dependencies().stream()
                .anyMatch(d -> d.success().steps().stream().anyMatch(s -> s.value() > 0 && s.value() < 1));
        if (partial && f.recoverable() >= LARGE_INCIDENT) {
            partialIncidents++;
            falseClosings += f.care().falseClosings() > 0 ? 1 : 0;
        }
        Double fpr = f.care().releaseFpr();
        if (fpr != null) {
            releaseFprs.add(fpr);
        }
    }

    private void rival(Result ours, Result theirs) {
        Figures we = ours.figures();
        Figures they = theirs.figures();
        if (!we.isComplete() || we.recoverable() == 0) {
            return;
        }
        compared++;
        boolean lessWaste = isLess(they.waste().w(), we.waste().w());
        boolean faster = isLess(they.times().p90(), we.times().p90());
        if (lessWaste && faster) {
            beaten.add(new Beaten(
                    ours.entry().scenario().id(),
                    ours.entry().seed(),
                    theirs.entry().policy(),
                    we,
                    they));
        }
        if (theirs.entry().policy().equals(Policies.ALTINN) && we.tasks() >= MANY) {
            altinnRuns++;
            boolean worse = isLess(we.waste().w(), they.waste().w())
                    && isLess(we.times().p90(), they.times().p90());
            altinnWorse += worse ? 1 : 0;
        }
    }

    /** What is not there is worse than anything. */
    private static boolean isLess(@Nullable Double one, @Nullable Double other) {
        double a = one == null ? Double.POSITIVE_INFINITY : one;
        double b = other == null ? Double.POSITIVE_INFINITY : other;
        return a < b - ROUNDING;
    }

    /** Runs in which a rival was better in both waste and time. */
    public List<Beaten> beaten() {
        return List.copyOf(beaten);
    }

    /** Pairs of runs that were compared. */
    public int compared() {
        return compared;
    }

    /** Share of runs with many tasks in which the breaker of Altinn was worse in both; null where there are none. */
    public @Nullable Double altinnWorse() {
        return altinnRuns == 0 ? null : (double) altinnWorse / altinnRuns;
    }

    /** Share of large incidents whose breaker closed while half of the requests failed; null where there are none. */
    public @Nullable Double falseClosings() {
        return partialIncidents == 0 ? null : (double) falseClosings / partialIncidents;
    }

    /** The median of the shares of released tasks that failed again; null where there are none. */
    public @Nullable Double medianReleaseFpr() {
        List<Double> sorted = releaseFprs.stream().sorted().toList();
        return sorted.isEmpty() ? null : sorted.get((sorted.size() - 1) / 2);
    }
}
