package io.ripresa.simulation.report;

import io.ripresa.simulation.contest.BuiltInScenarios;
import io.ripresa.simulation.contest.Comparison;
import io.ripresa.simulation.contest.Contest.Result;
import io.ripresa.simulation.contest.Limits;
import io.ripresa.simulation.contest.Policies;
import io.ripresa.simulation.scenario.Figures;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All scenarios, all policies, all limits, as a page of text that is kept with the product. */
public final class Scoreboard {

    private static final double MOST_FALSE_CLOSINGS = 0.01;
    private static final double MEDIAN_FPR = 0.01;
    private static final double ALTINN_WORSE = 0.9;

    private final List<Result> results;
    private final List<Result> learned;
    private final Comparison comparison;
    private final StringBuilder text = new StringBuilder();

    private Scoreboard(List<Result> results, List<Result> learned) {
        this.results = results;
        this.learned = learned;
        this.comparison = Comparison.of(results);
    }

    /**
     * Where a page comes from.
     *
     * @param command what writes it
     * @param version of Ripresa
     * @param machine what it ran on, in a few words
     */
    public record Origin(LocalDate date, String command, String version, String machine) {}

    /**
     * The page, in Markdown.
     *
     * @param results what came out
     * @param learned what came out for Ripresa where the same had been played before; may be empty
     */
    public static String of(List<Result> results, List<Result> learned, Origin origin) {
        return new Scoreboard(results, learned).page(origin);
    }

    private String page(Origin origin) {
        Set<Long> seeds =
                results.stream().map(r -> r.entry().seed()).collect(Collectors.toCollection(LinkedHashSet::new));
        line("# Scoreboard");
        line("");
        line(
                "What Ripresa and others do in the same simulated outages, and whether Ripresa keeps its limits. Written by");
        line("`" + origin.command() + "` on " + origin.date() + ", seeds "
                + seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ", " + origin.version() + ", "
                + origin.machine() + ": all of it in");
        line(
                "virtual time, so that the figures depend on neither machine nor load. The words are those of the [glossary](../GLOSSARY.md#simulation), the scenarios those of");
        line("[scenarios.md](scenarios.md#the-built-in-set).");
        limits();
        exclusions();
        others();
        learning();
        voidPairs();
        scenarios();
        return text.toString();
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    /** Each limit over all runs of Ripresa. */
    private void limits() {
        Map<String, int[]> counts = new LinkedHashMap<>();
        Map<String, Limits.Verdict> worst = new LinkedHashMap<>();
        Map<String, String> worstIn = new LinkedHashMap<>();
        List<Result> runs = new ArrayList<>(ofRipresa(results));
        runs.addAll(learned);
        for (Result result : runs) {
            for (Limits.Verdict verdict : Limits.of(result.entry().scenario(), result.figures())) {
                int[] count = counts.computeIfAbsent(verdict.limit(), l -> new int[2]);
                count[0]++;
                count[1] += verdict.isMet() ? 1 : 0;
                Limits.Verdict before = worst.get(verdict.limit());
                if (!verdict.isMet() && (before == null || verdict.excess() > before.excess())) {
                    worst.put(verdict.limit(), verdict);
                    worstIn.put(
                            verdict.limit(),
                            result.entry().scenario().id() + ", seed "
                                    + result.entry().seed());
                }
            }
        }
        long kept = runs.stream()
                .filter(r ->
                        Limits.of(r.entry().scenario(), r.figures()).stream().allMatch(Limits.Verdict::isMet))
                .count();
        long perforce = missedPerforce(runs);
        line("");
        line("## Limits");
        line("");
        line(kept + " of " + runs.size() + " runs of Ripresa keep all limits."
                + (perforce == 0
                        ? ""
                        : " Of the others, " + perforce
                                + " are of a scenario whose limits exclude each other (below)."));
        line("");
        line("| limit | met | worst miss |");
        line("|---|---|---|");
        counts.forEach((limit, count) -> line("| " + limit + " | " + count[1] + " of " + count[0] + " runs | "
                + (worst.containsKey(limit) ? worst.get(limit).numbers() + " (" + worstIn.get(limit) + ")" : "–")
                + " |"));
        share("release_fpr, median", comparison.medianReleaseFpr(), MEDIAN_FPR, true);
        share("false closings under partial recovery", comparison.falseClosings(), MOST_FALSE_CLOSINGS, true);
    }

    /** Runs that miss limits which nobody can keep together, and no others. */
    private static long missedPerforce(List<Result> runs) {
        return runs.stream()
                .filter(r -> {
                    List<String> missed = Limits.of(r.entry().scenario(), r.figures()).stream()
                            .filter(v -> !v.isMet())
                            .map(Limits.Verdict::limit)
                            .toList();
                    return !missed.isEmpty()
                            && Limits.excludingEachOther().stream()
                                    .anyMatch(e -> e.scenario()
                                                    .equals(r.entry().scenario().id())
                                            && e.limits().containsAll(missed));
                })
                .count();
    }

    private void exclusions() {
        line("");
        line("## Limits that exclude each other");
        line("");
        line("Nobody keeps these together, from the instant at which the cause ends and at any pace; a test plays it.");
        line("");
        Limits.excludingEachOther()
                .forEach(e -> line("- " + e.scenario() + ", " + String.join(" and ", e.limits()) + ": " + e.reason()));
    }

    private void share(String name, @Nullable Double value, double limit, boolean atMost) {
        if (value != null) {
            boolean met = atMost ? value <= limit : value >= limit;
            line(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.1f %% (limit: %s %.0f %%) |",
                    name,
                    met ? "met" : "missed",
                    value * 100,
                    atMost ? "at most" : "at least",
                    limit * 100));
        }
    }

    private void others() {
        line("");
        line("## Against the others");
        line("");
        line("Compared where Ripresa recovered everything: " + comparison.compared() + " pairs of runs.");
        line("");
        line("| question | answer | |");
        line("|---|---|---|");
        line("| a rival is better in both `w` and p90 | "
                + (comparison.compared() == 0
                        ? "not compared"
                        : comparison.beaten().isEmpty() ? "met" : "missed") + " | "
                + comparison.beaten().size() + " times |");
        share("Altinn's breaker is worse in both, 1,000 tasks and more", comparison.altinnWorse(), ALTINN_WORSE, false);
        if (!comparison.beaten().isEmpty()) {
            line("");
            line("| scenario | seed | rival | w | p90 | Ripresa's w | p90 |");
            line("|---|---|---|---|---|---|---|");
        }
        for (Comparison.Beaten b : comparison.beaten()) {
            line("| " + b.scenario() + " | " + b.seed() + " | " + b.rival() + " | "
                    + Words.ratio(b.theirs().waste().w()) + " | "
                    + Words.seconds(b.theirs().times().p90()) + " | "
                    + Words.ratio(b.ripresa().waste().w()) + " | "
                    + Words.seconds(b.ripresa().times().p90()) + " |");
        }
    }

    /** Cold starts beside second tellings. */
    private void learning() {
        if (learned.isEmpty()) {
            return;
        }
        line("");
        line("## What is learned");
        line("");
        line("The same outage for the second time, beside the first; medians over the seeds.");
        line("");
        line("| scenario | w | learned | p90 | learned | peak | learned | limits |");
        line("|---|---|---|---|---|---|---|---|");
        Map<String, List<Result>> again = new LinkedHashMap<>();
        learned.forEach(r -> again.computeIfAbsent(r.entry().scenario().id(), id -> new ArrayList<>())
                .add(r));
        again.forEach((id, runs) -> {
            List<Figures> cold = ofRipresa(results).stream()
                    .filter(r -> id.startsWith(r.entry().scenario().id() + "-"))
                    .map(Result::figures)
                    .toList();
            List<Figures> warm = runs.stream().map(Result::figures).toList();
            long misses = runs.stream()
                    .flatMap(r -> Limits.of(r.entry().scenario(), r.figures()).stream())
                    .filter(v -> !v.isMet())
                    .count();
            line("| " + id
                    + pair(cold, warm, Words::ratio, f -> f.waste().w())
                    + pair(cold, warm, Words::seconds, f -> f.times().p90())
                    + pair(cold, warm, Words::ratio, f -> f.load().peakRatio())
                    + " | " + (misses == 0 ? "met" : misses + " missed") + " |");
        });
    }

    private static String pair(
            List<Figures> cold,
            List<Figures> warm,
            Function<@Nullable Double, String> words,
            Function<Figures, @Nullable Double> figure) {
        return " | " + words.apply(median(cold, figure)) + " | " + words.apply(median(warm, figure));
    }

    private void voidPairs() {
        line("");
        line("## Void pairs");
        line("");
        line("Every value of each factor meets every value of every other in at least one scenario, but for these:");
        line("");
        BuiltInScenarios.voidPairs().forEach(v -> line("- " + v.values() + ": " + v.reason()));
    }

    private void scenarios() {
        Map<String, List<Result>> byScenario = new LinkedHashMap<>();
        for (Result result : results) {
            byScenario
                    .computeIfAbsent(result.entry().scenario().id(), id -> new ArrayList<>())
                    .add(result);
        }
        line("");
        line("## Scenarios");
        line("");
        line("Medians over the seeds; \"–\" where a figure is not defined, for instance a p90 where fewer came back.");
        byScenario.forEach(this::scenario);
    }

    private void scenario(String id, List<Result> all) {
        line("");
        line("### " + id);
        line("");
        line(Words.about(all.get(0).entry().scenario()));
        line("");
        line(
                "| policy | back | left to people | w | p50 | p90 | all | oracle p90 | peak | overload | foreground lost |");
        line("|---|---|---|---|---|---|---|---|---|---|---|");
        Map<String, List<Figures>> byPolicy = new LinkedHashMap<>();
        for (Result result : all) {
            byPolicy.computeIfAbsent(result.entry().policy(), p -> new ArrayList<>())
                    .add(result.figures());
        }
        byPolicy.forEach((policy, figures) -> line("| " + policy + " | "
                + Words.percent(
                        median(figures, f -> f.recoverable() == 0 ? null : (double) f.recovered() / f.recoverable()))
                + " | "
                + Words.whole(median(
                        figures,
                        f -> f.escalated() == null ? null : f.escalated().doubleValue()))
                + " | " + Words.ratio(median(figures, f -> f.waste().w()))
                + " | " + Words.seconds(median(figures, f -> f.times().p50()))
                + " | " + Words.seconds(median(figures, f -> f.times().p90()))
                + " | " + Words.seconds(median(figures, f -> f.times().drain()))
                + " | " + Words.seconds(median(figures, f -> f.times().oracleP90()))
                + " | " + Words.ratio(median(figures, f -> f.load().peakRatio()))
                + " | " + Words.percent(median(figures, f -> f.load().overloadShare()))
                + " | " + Words.percent(median(figures, f -> f.load().foregroundLost())) + " |"));
        verdicts(ofRipresa(all));
    }

    private void verdicts(List<Result> runs) {
        if (runs.isEmpty()) {
            return;
        }
        List<String> misses = new ArrayList<>();
        for (Result result : runs) {
            List<String> missed = Limits.of(result.entry().scenario(), result.figures()).stream()
                    .filter(v -> !v.isMet())
                    .map(Limits.Verdict::toString)
                    .toList();
            if (!missed.isEmpty()) {
                misses.add("seed " + result.entry().seed() + ": " + String.join("; ", missed));
            }
        }
        line("");
        line(misses.isEmpty() ? "All limits met." : "Missed: " + String.join(" · ", misses) + ".");
    }

    private static List<Result> ofRipresa(List<Result> results) {
        return results.stream()
                .filter(r -> r.entry().policy().equals(Policies.RIPRESA))
                .toList();
    }

    /** The median, where what is not defined is larger than anything. */
    private static @Nullable Double median(List<Figures> all, Function<Figures, @Nullable Double> figure) {
        List<Double> defined =
                all.stream().map(figure).filter(Objects::nonNull).sorted().toList();
        int middle = (all.size() - 1) / 2;
        return middle < defined.size() ? defined.get(middle) : null;
    }
}
