package io.ripresa.server.demo;

import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.model.Outcome;
import io.ripresa.model.SideEffects;
import io.ripresa.server.demo.PlannedTask.Part;
import io.ripresa.server.depot.LedgerEntry;
import io.ripresa.server.depot.LedgerReading;
import io.ripresa.server.depot.Outage;
import io.ripresa.simulation.ClockBaseline;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of the story, by the plan, the depot's ledger and the store. Pure.
 *
 * @param plan what was to be done
 * @param figures what Ripresa achieved
 * @param clock what a plain clock would have achieved, computed
 * @param others further counts of tasks and of what a plain clock would have done
 * @param ahead what was sent ahead to see whether the depot works again
 * @param checks what must be true, each with its reason
 */
record Judgement(DemoPlan plan, Figures figures, Figures clock, Others others, Ahead ahead, List<Check> checks) {

    Judgement {
        checks = List.copyOf(checks);
    }

    /**
     * @param succeeded tasks that the outage did not touch
     * @param awaitingFix tasks that wait for somebody's fix
     * @param unfinished tasks that stand nowhere yet
     * @param clockRunsTwice UNSAFE tasks that a plain clock would have run again although they may have had an effect
     */
    record Others(int succeeded, int awaitingFix, int unfinished, int clockRunsTwice) {}

    /**
     * What was sent ahead: canaries and trials, first starts that had been held included.
     *
     * @param sent how many
     * @param inVain of them, failed
     * @param firstAfterReturn seconds from the depot's return to the first that was sent then, or null
     */
    record Ahead(int sent, int inVain, @Nullable Double firstAfterReturn) {}

    /**
     * Something that must be true.
     *
     * @param rule what
     * @param held whether it is
     * @param reason the figures behind it
     */
    record Check(String rule, boolean held, String reason) {}

    /** Whether everything that must be true is. */
    boolean invariantsHeld() {
        return checks.stream().allMatch(Check::held);
    }

    static Judgement of(DemoPlan plan, Outage outage, List<LedgerEntry> entries, List<TaskFacts> facts) {
        LedgerReading ledger = new LedgerReading(entries);
        List<TaskFacts> recoverable =
                facts.stream().filter(f -> isRecoverable(f, ledger)).toList();
        List<TaskFacts> recovered = recoverable.stream()
                .filter(f -> f.is(Disposition.RECOVERED))
                .filter(f -> ledger.succeededAt(f.planned().id()) != null)
                .toList();
        Instant back = outage.returnsAt();
        List<Double> seconds = recovered.stream()
                .map(f -> ledger.succeededAt(f.planned().id()))
                .filter(Objects::nonNull)
                .map(at -> Math.max(0, Duration.between(back, at).toMillis() / 1000.0))
                .sorted()
                .toList();
        Figures figures = new Figures(
                facts.size(),
                recoverable.size(),
                recovered.size(),
                count(facts, Disposition.QUARANTINED),
                count(facts, Disposition.ESCALATED),
                count(facts, Disposition.NOT_NEEDED),
                facts.stream().mapToInt(f -> (int) f.wasted()).sum(),
                new Figures.Times(
                        share(seconds, recoverable.size(), 0.5),
                        share(seconds, recoverable.size(), 0.9),
                        share(seconds, recoverable.size(), 1)),
                (double) ledger.busiestSecondFrom(back) / plan.capacityPerSecond());
        int awaitingFix = (int) facts.stream().filter(TaskFacts::awaitsFix).count();
        int succeeded = count(facts, Disposition.UNAFFECTED);
        int settled = count(facts, Disposition.RECOVERED)
                + figures.quarantined()
                + figures.escalated()
                + figures.notNeeded()
                + awaitingFix
                + succeeded;
        int unsafe =
                (int) facts.stream().filter(f -> isUnsafeAfterEffect(f, ledger)).count();
        return new Judgement(
                plan,
                figures,
                clock(plan, outage, figures, recoverable, facts),
                new Others(succeeded, awaitingFix, facts.size() - settled, unsafe),
                ahead(facts, back),
                new StoryChecks(plan, outage, ledger, facts, recoverable).all(figures));
    }

    /**
     * Whether a task must be recovered: the outage failed or held it, nothing else is wrong with it, it is still
     * wanted, and what its calls may have done allows to run it again. Asks plan and ledger, not the decisions.
     */
    static boolean isRecoverable(TaskFacts facts, LedgerReading ledger) {
        PlannedTask planned = facts.planned();
        if (!planned.part().canRecover() || isUnsafeAfterEffect(facts, ledger)) {
            return false;
        }
        boolean failedCall = ledger.requestsOf(planned.id()).stream().anyMatch(e -> !e.isSuccess());
        return failedCall || facts.wasAffected() || ledger.succeededAt(planned.id()) == null;
    }

    static boolean isUnsafeAfterEffect(TaskFacts facts, LedgerReading ledger) {
        PlannedTask planned = facts.planned();
        return planned.call().sideEffects() == SideEffects.UNSAFE && ledger.mayHaveActed(planned.id());
    }

    private static Ahead ahead(List<TaskFacts> facts, Instant back) {
        List<Attempt> sent = facts.stream()
                .flatMap(f -> f.attempts().stream())
                .filter(a -> a.passage().trial() && a.passage().issuedAt() != null)
                .toList();
        int inVain = (int) sent.stream()
                .filter(a -> a.result() != null && a.result().outcome() != Outcome.RECOVERED)
                .count();
        Double first = sent.stream()
                .map(a -> a.passage().issuedAt())
                .filter(at -> at != null && !at.isBefore(back))
                .min(Instant::compareTo)
                .map(at -> Duration.between(back, at).toMillis() / 1000.0)
                .orElse(null);
        return new Ahead(sent.size(), inVain, first);
    }

    private static int count(List<TaskFacts> facts, Disposition disposition) {
        return (int) facts.stream().filter(f -> f.is(disposition)).count();
    }

    private static @Nullable Double share(List<Double> sorted, int all, double share) {
        int needed = (int) Math.ceil(all * share);
        return needed == 0 || sorted.size() < needed ? null : sorted.get(needed - 1);
    }

    /**
     * The same tasks under a plain clock. It cannot tell causes apart: what no re-run can fix is run three times as
     * well, and then left to people.
     */
    private static Figures clock(
            DemoPlan plan, Outage outage, Figures ours, List<TaskFacts> recoverable, List<TaskFacts> facts) {
        List<Instant> failures = recoverable.stream()
                .map(f -> f.firstTrouble(outage.startsAt()))
                .sorted()
                .toList();
        long liveAfter = facts.stream()
                .filter(f -> f.planned().timing().submitAfter().compareTo(outage.length()) > 0)
                .count();
        double foreground =
                1000.0 * liveAfter / DemoPlan.liveAfterReturn(outage.length()).toMillis();
        ClockBaseline.ClockResult result = ClockBaseline.compute(
                failures, outage.returnsAt(), plan.capacityPerSecond(), foreground, ClockBaseline.PLAIN);
        int hopeless = (int)
                facts.stream().filter(f -> f.planned().part().failsAnyway()).count();
        int notNeeded = (int) (plan.count(Part.EXPIRES) + plan.count(Part.CANCELLED));
        return new Figures(
                ours.tasks(),
                ours.recoverable(),
                result.recovered(),
                0,
                hopeless + result.givenUp(),
                notNeeded,
                result.wastedAttempts() + hopeless * ClockBaseline.PLAIN.size(),
                new Figures.Times(result.p50Seconds(), result.p90Seconds(), result.allSeconds()),
                result.peakLoadRatio());
    }

    /** One object for machines: the figures, those of the clock under {@code clock}, and what must be true. */
    Map<String, @Nullable Object> toJson(boolean probe) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(figures.toJson());
        json.put("clock", clock.toJson());
        json.put("invariants_held", invariantsHeld());
        json.put("succeeded", others.succeeded());
        json.put("awaiting_fix", others.awaitingFix());
        json.put("unfinished", others.unfinished());
        json.put("clock_runs_twice", others.clockRunsTwice());
        json.put("capacity_per_s", plan.capacityPerSecond());
        json.put("outage_s", plan.outage().toSeconds());
        json.put("seed", plan.seed());
        json.put("probe", probe);
        json.put("sent_ahead", ahead.sent());
        json.put("sent_ahead_in_vain", ahead.inVain());
        json.put("first_sent_after_return_s", ahead.firstAfterReturn());
        json.put(
                "failed_checks",
                checks.stream()
                        .filter(c -> !c.held())
                        .map(c -> c.rule() + ": " + c.reason())
                        .toList());
        return json;
    }
}
