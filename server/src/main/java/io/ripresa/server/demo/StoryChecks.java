package io.ripresa.server.demo;

import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.model.Effect;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Policy;
import io.ripresa.model.Recoverability;
import io.ripresa.model.SideEffects;
import io.ripresa.server.demo.Judgement.Check;
import io.ripresa.server.demo.PlannedTask.Part;
import io.ripresa.server.depot.LedgerReading;
import io.ripresa.server.depot.Outage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What must be true at the end of the story, by the depot's ledger. */
final class StoryChecks {

    /** Failed attempts of recoverable tasks, as a share of all tasks. */
    static final double MOST_WASTE = 0.05;
    /** Recovery and live traffic together in any second after the return, by capacity. */
    static final double MOST_LOAD = 1.3;

    private final DemoPlan plan;
    private final Outage outage;
    private final LedgerReading ledger;
    private final List<TaskFacts> facts;
    private final List<TaskFacts> recoverable;
    private final List<Check> checks = new ArrayList<>();

    StoryChecks(
            DemoPlan plan, Outage outage, LedgerReading ledger, List<TaskFacts> facts, List<TaskFacts> recoverable) {
        this.plan = plan;
        this.outage = outage;
        this.ledger = ledger;
        this.facts = facts;
        this.recoverable = recoverable;
    }

    List<Check> all(Figures figures) {
        checks.clear();
        none(
                "every recoverable task is recovered, and the ledger has its effect",
                recoverable,
                f -> !f.is(Disposition.RECOVERED) || !succeeded(f) || ledger.timesApplied(id(f)) == 0);
        none("what is called recovered succeeded by the ledger", at(Disposition.RECOVERED), f -> !succeeded(f));
        none(
                "what the outage did not touch succeeded by the ledger: nothing is lost",
                facts.stream()
                        .filter(f -> f.record() == null || f.is(Disposition.UNAFFECTED))
                        .toList(),
                f -> f.record() == null || !succeeded(f));
        none(
                "keyed and unsafe work was done once",
                facts.stream()
                        .filter(f -> f.planned().call().sideEffects() != SideEffects.IDEMPOTENT)
                        .toList(),
                f -> ledger.timesApplied(id(f)) > 1 || succeeded(f) && ledger.timesApplied(id(f)) != 1);
        none(
                "nothing quarantined, escalated or awaiting a fix was run again",
                facts.stream().filter(TaskFacts::isWithPeople).toList(),
                StoryChecks::ranAfterVerdict);
        none(
                "bad data are quarantined; bugs and revoked credentials wait for people",
                facts.stream().filter(f -> f.planned().part().failsAnyway()).toList(),
                f -> f.planned().part() == Part.BAD_DATA ? !f.is(Disposition.QUARANTINED) : !f.isWithPeople());
        none(
                "unsafe work that may have been done is left to a person",
                facts.stream()
                        .filter(f -> Judgement.isUnsafeAfterEffect(f, ledger))
                        .toList(),
                f -> !f.is(Disposition.ESCALATED));
        none(
                "what nobody needs any more was not run for nothing",
                facts.stream()
                        .filter(f -> f.planned().part() == Part.EXPIRES
                                || f.planned().part() == Part.CANCELLED)
                        .toList(),
                f -> !f.is(Disposition.NOT_NEEDED) || succeeded(f));
        none(
                "no run without an order, no request without a run",
                facts,
                f -> f.latestRun() > 1 + f.issued().size()
                        || ledger.requestsOf(id(f)).size() > f.latestRun());
        none(
                "no task had more than " + Policy.Attempts.MAX + " attempts",
                facts,
                f -> f.issued().size() > Policy.Attempts.MAX);
        sums();
        waste();
        load(figures);
        return List.copyOf(checks);
    }

    private List<TaskFacts> at(Disposition disposition) {
        return facts.stream().filter(f -> f.is(disposition)).toList();
    }

    private void none(String rule, List<TaskFacts> of, Predicate<TaskFacts> violates) {
        List<TaskFacts> bad = of.stream().filter(violates).toList();
        String reason = bad.isEmpty()
                ? of.size() + " of " + of.size()
                : bad.size() + " of " + of.size() + " do not: "
                        + String.join(
                                ", ", bad.stream().limit(3).map(this::describe).toList());
        checks.add(new Check(rule, bad.isEmpty(), reason));
    }

    private String describe(TaskFacts f) {
        String stands = f.record() == null
                ? "unknown"
                : f.record().disposition() + " \"" + f.record().note() + "\"";
        return id(f) + " (" + f.planned().part() + ", " + stands + ", runs " + f.latestRun() + ", attempts "
                + f.issued().size() + ", requests " + ledger.requestsOf(id(f)).size() + ")";
    }

    private void sums() {
        long settled = facts.stream()
                .filter(f -> f.is(Disposition.UNAFFECTED)
                        || f.is(Disposition.RECOVERED)
                        || f.is(Disposition.NOT_NEEDED)
                        || f.isWithPeople())
                .count();
        checks.add(new Check(
                "every task stands somewhere, and together they are all tasks",
                settled == plan.tasks().size() && facts.size() == plan.tasks().size(),
                settled + " of " + plan.tasks().size()));
    }

    private void waste() {
        long wasted = recoverable.stream().mapToLong(TaskFacts::wasted).sum();
        double most = MOST_WASTE * plan.tasks().size();
        checks.add(new Check(
                "failed attempts of recoverable tasks are at most 5 % of the tasks",
                wasted <= most, wasted + " of at most " + (int) Math.floor(most)));
    }

    private void load(Figures figures) {
        checks.add(new Check(
                "recovery and live traffic stayed within 1.3 times the capacity after the return",
                figures.peakLoadRatio() <= MOST_LOAD,
                String.format(
                        Locale.ROOT,
                        "%d requests in the busiest second, capacity %d/s",
                        ledger.busiestSecondFrom(outage.returnsAt()),
                        plan.capacityPerSecond())));
    }

    /** Whether a run began after the one that said: not by itself. */
    private static boolean ranAfterVerdict(TaskFacts f) {
        FailureRecord verdict = firstVerdict(f);
        if (verdict == null) {
            return f.issued().size() > Policy.Attempts.MAX;
        }
        return f.latestRun() > verdict.run().number()
                || f.issued().stream()
                        .map(Attempt::orderedRun)
                        .anyMatch(r -> r.number() > verdict.run().number());
    }

    private static @Nullable FailureRecord firstVerdict(TaskFacts f) {
        boolean unsafe = f.planned().call().sideEffects() == SideEffects.UNSAFE;
        return f.failures().stream()
                .filter(failure -> failure.diagnosis().recoverability() != Recoverability.AUTO
                        || unsafe && failure.diagnosis().effect() == Effect.POSSIBLE)
                .findFirst()
                .orElse(null);
    }

    private boolean succeeded(TaskFacts f) {
        return ledger.succeededAt(id(f)) != null;
    }

    private static String id(TaskFacts f) {
        return f.planned().id();
    }
}
