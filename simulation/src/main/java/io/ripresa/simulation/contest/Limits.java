package io.ripresa.simulation.contest;

import io.ripresa.simulation.scenario.EvidenceSource;
import io.ripresa.simulation.scenario.Figures;
import io.ripresa.simulation.scenario.OutageScenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Ripresa promises for one run, and how far a run is from it. Pure. */
public final class Limits {

    private static final int MANY = 1_000;
    private static final int SMALL = 20;
    private static final int MOST_ATTEMPTS = 3;
    private static final int COLLAPSE_SECONDS = 10;
    private static final int OVERLOAD_WINDOWS = 3;
    private static final int FEW_RELEASES = 2;
    private static final Duration LONG_OUTAGE = Duration.ofHours(1);
    private static final double ROUNDING = 1e-9;

    /**
     * One limit and what came out.
     *
     * @param limit its name
     * @param value what came out
     * @param most the limit
     */
    public record Verdict(String limit, double value, double most) {
        public boolean isMet() {
            return value <= most + ROUNDING;
        }

        /** How many times the limit it is; the value itself where the limit is 0. */
        public double excess() {
            return most == 0 ? value : value / most;
        }

        /** What came out and the limit. */
        public String numbers() {
            return number(value) + " > " + number(most);
        }

        @Override
        public String toString() {
            return limit + " " + numbers();
        }

        private static String number(double value) {
            return value == Double.POSITIVE_INFINITY
                    ? "never"
                    : String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
        }
    }

    /**
     * Limits that nobody can keep together in a scenario, whatever they do from the instant at which the cause ends.
     *
     * @param scenario its id
     * @param limits names of the limits
     * @param reason why one costs the other
     */
    public record Exclusion(String scenario, List<String> limits, String reason) {}

    private final List<Verdict> verdicts = new ArrayList<>();

    private Limits() {}

    /** All limits that apply to a run of Ripresa. */
    public static List<Verdict> of(OutageScenario scenario, Figures figures) {
        Limits limits = new Limits();
        limits.recovery(scenario, figures);
        limits.waste(scenario, figures);
        limits.time(scenario, figures);
        limits.load(scenario, figures);
        return limits.verdicts;
    }

    /** Where limits exclude each other; a test proves it for each. */
    public static List<Exclusion> excludingEachOther() {
        return List.of(new Exclusion(
                "10m-collapse-partial-p20-f90-foreground-10000",
                List.of("p90_s", "overload_share"),
                "the oracle leaves the fifth that is poison alone, all others call it once: at the pace that is fast enough,"
                        + " more than 2 % of the seconds see a call too many"));
    }

    private void recovery(OutageScenario scenario, Figures f) {
        int lost = f.recoverable() - f.recovered();
        if (mayEscalate(scenario)) {
            // Left to people, and said so: nothing may have been lost from sight.
            Long escalated = f.escalated();
            lost = (int) Math.max(0, lost - (escalated == null ? 0 : escalated));
        }
        add("not recovered", lost, 0);
        add("attempts of one task", f.care().mostAttempts(), MOST_ATTEMPTS);
        add("unsafe_releases", f.care().unsafeReleases(), 0);
        add("invariant_violations", f.care().violations(), 0);
    }

    private void waste(OutageScenario scenario, Figures f) {
        int tasks = scenario.tasks();
        boolean free = isFree(scenario);
        Double w = f.waste().w();
        if (tasks >= MANY) {
            double most = free || tasks >= 10_000 ? 0.02 + 5.0 / tasks : 0.10;
            add("w", w == null ? Double.POSITIVE_INFINITY : w, most);
        } else if (tasks == SMALL && w != null) {
            add("failed attempts per task", w, 2);
        }
        Double poison = f.waste().attemptsPerPoisonTask();
        if (poison != null && (tasks >= MANY || free)) {
            add("attempts_per_poison_task", poison, 1.1);
        }
        Double fpr = f.care().releaseFpr();
        if (fpr != null) {
            add("release_fpr", f.care().releasedFailed() > FEW_RELEASES ? fpr : 0, 0.05);
        }
    }

    private void time(OutageScenario scenario, Figures f) {
        Double most = mostP90(scenario, f.times().oracleP90());
        boolean left = mayEscalate(scenario) && !f.isComplete();
        if (most != null && f.recoverable() > 0 && !left) {
            Double p90 = f.times().p90();
            add("p90_s", p90 == null ? Double.POSITIVE_INFINITY : p90, most);
        }
    }

    private static @Nullable Double mostP90(OutageScenario scenario, @Nullable Double oracle) {
        double best = oracle == null ? 0 : oracle;
        double slack = 15 + 10 * scenario.runTime().median().toMillis() / 1000.0;
        if (isFree(scenario)) {
            return 1.25 * best + slack;
        }
        Duration outage = outage(scenario);
        if (scenario.tasks() >= MANY) {
            return outage.compareTo(LONG_OUTAGE) <= 0 ? Math.min(600, 1.5 * best + 90 + slack) : Double.valueOf(600);
        }
        return scenario.tasks() == SMALL ? Math.max(600, 0.15 * outage.toSeconds()) : null;
    }

    private void load(OutageScenario scenario, Figures f) {
        if (f.load().amplePeakRatio() > 0) {
            add("peak_load_ratio", f.load().amplePeakRatio(), scenario.setting().rehearsals() > 0 ? 1.15 : 1.3);
        }
        Double share = f.load().overloadShare();
        if (share != null) {
            add("overload_share", f.load().overloadWindows() > OVERLOAD_WINDOWS ? share : 0, 0.02);
        }
        Double lost = f.load().foregroundLost();
        if (lost != null) {
            add("foreground_lost", lost, 0.002);
        }
        add("seconds collapsed", f.load().collapsedSeconds(), COLLAPSE_SECONDS);
    }

    /** Small incidents without evidence over long outages may be left to people. */
    private static boolean mayEscalate(OutageScenario scenario) {
        return scenario.tasks() <= SMALL
                && !isFree(scenario)
                && outage(scenario).compareTo(LONG_OUTAGE) >= 0;
    }

    private static boolean isFree(OutageScenario scenario) {
        return scenario.setting().evidence().contains(EvidenceSource.PROBE)
                || scenario.setting().evidence().contains(EvidenceSource.FOREGROUND);
    }

    /** The longest first window of any dependency. */
    private static Duration outage(OutageScenario scenario) {
        return scenario.dependencies().stream()
                .filter(d -> !d.outages().isEmpty())
                .map(d -> d.outages().get(0).to().minus(d.outages().get(0).from()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private void add(String limit, double value, double most) {
        verdicts.add(new Verdict(limit, value, most));
    }
}
