package io.ripresa.server.chaos;

import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.model.Policy;
import io.ripresa.model.SideEffects;
import io.ripresa.server.depot.Errand;
import io.ripresa.server.depot.LedgerEntry;
import io.ripresa.server.depot.LedgerReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What must be true at the end of a run, whatever went wrong in it: by the depot's ledger and the store. Pure. */
final class ChaosJudge {

    private static final int MOST_ATTEMPTS = Policy.Attempts.MAX;

    private final Evidence evidence;
    private final LedgerReading ledger;
    private final List<Violation> violations = new ArrayList<>();

    ChaosJudge(Evidence evidence) {
        this.evidence = evidence;
        this.ledger = new LedgerReading(evidence.ledger());
    }

    /** Everything that is not as it must be; empty where all is well. */
    List<Violation> violations() {
        violations.clear();
        ended();
        each("nothing is lost: every task that was taken is known, and what is not affected succeeded", this::lost);
        each("what is sound is recovered, and the ledger has its effect", this::unrecovered);
        each("what no re-run can fix is left to people", this::misjudged);
        each("keyed and unsafe work is done once", this::doubled);
        each("no run is made twice, none without an order", this::runs);
        each("no task has more than " + MOST_ATTEMPTS + " attempts", this::attempts);
        violations.addAll(new OverlapRule(evidence).violations());
        violations.addAll(new OrderRules(evidence).violations());
        return List.copyOf(violations);
    }

    private void ended() {
        if (evidence.settledAfter() == null) {
            List<String> open = evidence.stories().stream()
                    .filter(s -> !s.isOver(succeeded(s)))
                    .map(s -> s.task().id())
                    .toList();
            violations.add(new Violation(
                    "every task comes to an end within " + ChaosRun.SETTLES_WITHIN.toSeconds()
                            + " s after the last fault",
                    open.size() + " did not",
                    open));
        }
        if (evidence.counted() != evidence.stories().size()) {
            violations.add(new Violation(
                    "dispositions sum to the tasks",
                    "they sum to " + evidence.counted() + " of "
                            + evidence.stories().size(),
                    List.of()));
        }
        if (!evidence.deadNodes().isEmpty()) {
            violations.add(new Violation(
                    "no node ends by itself, whatever becomes of its database",
                    String.join(", ", evidence.deadNodes()),
                    List.of()));
        }
    }

    /** Applies a rule to each task; it answers what is wrong, or null. */
    private void each(String rule, Function<TaskStory, @Nullable String> check) {
        Map<String, String> wrong = new TreeMap<>();
        for (TaskStory story : evidence.stories()) {
            String answer = check.apply(story);
            if (answer != null) {
                wrong.put(story.task().id(), answer);
            }
        }
        if (!wrong.isEmpty()) {
            String some = String.join(
                    "; ",
                    wrong.entrySet().stream()
                            .limit(5)
                            .map(e -> e.getKey() + ": " + e.getValue())
                            .toList());
            violations.add(new Violation(rule, wrong.size() + " tasks: " + some, List.copyOf(wrong.keySet())));
        }
    }

    private @Nullable String lost(TaskStory story) {
        if (story.record() == null) {
            return "not known";
        }
        return story.is(Disposition.UNAFFECTED) && !succeeded(story) ? "not affected, and did not succeed" : null;
    }

    private @Nullable String unrecovered(TaskStory story) {
        if (story.task().failsAnyway() || story.is(Disposition.UNAFFECTED) || story.record() == null) {
            return null;
        }
        if (story.is(Disposition.RECOVERED)) {
            if (!succeeded(story)) {
                return "called recovered, and the ledger has no success";
            }
            return ledger.timesApplied(story.task().id()) == 0
                    ? "called recovered, and the ledger has no effect"
                    : null;
        }
        if (story.is(Disposition.NOT_NEEDED)
                && story.latestRun() == 1
                && story.issued().isEmpty()) {
            // Parked before its first start, and let go by the task system itself: with the kill switch on, nothing is
            // parked.
            return ledger.timesApplied(story.task().id()) == 0
                    ? "called not needed, and the ledger has no effect"
                    : null;
        }
        boolean leftToAPerson = story.is(Disposition.ESCALATED)
                && (story.task().isUnsafe() && story.mayHaveActed() || story.isSpent(MOST_ATTEMPTS));
        return leftToAPerson ? null : standing(story);
    }

    private @Nullable String misjudged(TaskStory story) {
        if (!story.task().failsAnyway() || story.record() == null) {
            return null;
        }
        boolean right = story.task().errand().equals(Errand.ADDRESS)
                ? story.is(Disposition.QUARANTINED)
                : story.awaitsFix() || story.is(Disposition.ESCALATED);
        return right || story.isSpent(MOST_ATTEMPTS) ? null : standing(story);
    }

    private @Nullable String doubled(TaskStory story) {
        long times = ledger.timesApplied(story.task().id());
        return story.task().errand().sideEffects() != SideEffects.IDEMPOTENT && times > 1
                ? "done " + times + " times"
                : null;
    }

    private @Nullable String runs(TaskStory story) {
        List<LedgerEntry> requests = ledger.requestsOf(story.task().id());
        List<Integer> numbers = requests.stream()
                .map(e -> e.call().run())
                .filter(run -> run > 0)
                .toList();
        if (numbers.stream().distinct().count() != numbers.size()) {
            return "requests of runs " + numbers;
        }
        if (requests.size() > story.latestRun()) {
            return requests.size() + " requests, " + story.latestRun() + " runs";
        }
        int issued = story.issued().size();
        return story.latestRun() > 1 + issued ? story.latestRun() + " runs, " + issued + " attempts" : null;
    }

    private @Nullable String attempts(TaskStory story) {
        List<Attempt> issued = story.issued();
        if (issued.size() > MOST_ATTEMPTS) {
            return issued.size() + " attempts";
        }
        return story.record() != null && story.record().runs().attempts() > MOST_ATTEMPTS
                ? "counted " + story.record().runs().attempts() + " attempts"
                : null;
    }

    private boolean succeeded(TaskStory story) {
        return ledger.succeededAt(story.task().id()) != null;
    }

    private String standing(TaskStory story) {
        return story.record() == null
                ? "not known"
                : story.record().disposition() + " \"" + story.record().note() + "\", " + story.latestRun()
                        + " runs, " + story.issued().size() + " attempts, "
                        + ledger.requestsOf(story.task().id()).size() + " requests";
    }
}
