package io.ripresa.orchestrate;

import io.ripresa.model.CallHistory;
import io.ripresa.model.CallHistory.Warning;
import io.ripresa.model.Dependency;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Timer;
import io.ripresa.orchestrate.CallCounts.Counted;
import io.ripresa.policy.WarningRules;
import io.ripresa.spi.RecoveryStore.CommitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells when more calls of a dependency fail than its own history explains, before its breaker opens. Calls are counted
 * in memory and written to the gate's row once a minute, where those of all nodes add up. Display and journal only: it
 * holds nothing, re-runs nothing, and neither mode nor kill switch matters to it.
 *
 * <p>Not counted: what recovery ordered, and anything while the breaker is not closed or tasks come back by the ramp,
 * because an outage is no history. Counts that a node has in memory when it dies, or when the store does not answer, are
 * lost: they are statistics.
 */
final class EarlyWarning {

    /** Results that are read later than this belong to a time that is over. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private static final int GATES_PER_COMMIT = 50;

    private final Books books;
    private final int opensAfter;

    /** @param opensAfter failures in a row after which a breaker opens */
    EarlyWarning(Books books, int opensAfter) {
        this.books = books;
        this.opensAfter = opensAfter;
    }

    /**
     * Counts the result of a run that nobody here ordered, once the working set is stored.
     *
     * @param gate the dependency's gate, or null where it has none yet
     * @param ran when the run began, at the earliest, and when it ended
     */
    static void count(WorkingSet ws, GateKey key, @Nullable Gate gate, Ran ran, boolean well) {
        boolean unrestrained = gate == null || (gate.isUnrestrained() && gate.isPresentEpoch(ran.startedAt()));
        if (key.isReachability()
                && unrestrained
                && !ran.endedAt().isBefore(ws.now().minus(LATE))) {
            ws.called(key.dependency(), well);
        }
    }

    /** From when to when a run went, by the store's clock. */
    record Ran(Instant startedAt, Instant endedAt) {}

    /** Writes down what was counted in minutes that are over. Asks the store nothing where there is nothing. */
    void look() {
        if (books.calls().isEmpty()) {
            return;
        }
        List<Counted> over = books.calls().take(books.store().now());
        for (int i = 0; i < over.size(); i += GATES_PER_COMMIT) {
            List<Counted> some = over.subList(i, Math.min(over.size(), i + GATES_PER_COMMIT));
            WorkingSet ws = books.open();
            ws.loadGates(some.stream()
                    .map(counted -> GateKey.reachability(counted.dependency()))
                    .toList());
            some.forEach(counted -> take(ws, counted));
            if (ws.commit() != CommitResult.APPLIED) {
                // Somebody else moved a gate: its history is read again at the next step.
                some.forEach(books.calls()::giveBack);
            }
        }
    }

    private void take(WorkingSet ws, Counted counted) {
        GateKey key = GateKey.reachability(counted.dependency());
        Gate known = ws.gate(key);
        Gate gate = known == null ? Gate.create(key) : known;
        if (gate.isUnrestrained() && !gate.epoch().since().isAfter(counted.from())) {
            put(ws, gate, WarningRules.counted(gate.learned().calls(), counted.minute(), ws.now()));
        }
    }

    /** The timer of a warning fired: whether anybody calls at all. */
    void silent(String dependency) {
        WorkingSet ws = books.open();
        Gate gate = ws.gate(GateKey.reachability(new Dependency(dependency)));
        CallHistory calls = gate == null ? CallHistory.NONE : gate.learned().calls();
        if (gate == null || calls.warning() == null) {
            ws.cancelTimer(Timer.Kind.WARNING, dependency);
        } else if (WarningRules.silentFrom(calls).isAfter(ws.now())) {
            ws.timer(Timer.Kind.WARNING, dependency, WarningRules.silentFrom(calls));
        } else {
            put(ws, gate, WarningRules.silent(calls));
        }
        // Where somebody else was faster the timer comes up again.
        ws.commit();
    }

    private void put(WorkingSet ws, Gate gate, CallHistory after) {
        CallHistory before = gate.learned().calls();
        Dependency dependency = gate.key().dependency();
        ws.put(gate.withLearned(gate.learned().withCalls(after)));
        Warning began = after.warning();
        Warning ended = before.warning();
        if (ended == null && began != null) {
            ws.timer(Timer.Kind.WARNING, dependency, WarningRules.silentFrom(after));
            journal(
                    ws,
                    gate,
                    capital(after.figures(dependency)) + ". Nothing is held back yet: its breaker opens after "
                            + opensAfter + " failures of tasks in a row.",
                    facts("begins", after, began));
        } else if (ended != null && began == null) {
            ws.cancelTimer(Timer.Kind.WARNING, dependency);
            journal(ws, gate, end(dependency, after, ended, ws.now()), facts("ends", before, ended));
        }
    }

    private static String end(Dependency dependency, CallHistory after, Warning ended, Instant now) {
        String since = words(Duration.between(ended.since(), now));
        if (!WarningRules.silentFrom(after).isAfter(now)) {
            return "Nobody has called " + dependency + " for " + words(WarningRules.SILENCE)
                    + ": whether it works as usual again is not known.";
        }
        return WarningRules.isNewUsual(ended, now)
                ? dependency + " has failed more often for " + since + ": that is taken for usual from now on, "
                        + after.usual().inWords() + "."
                : "Calls of " + dependency + " go as usual again, after " + since + ".";
    }

    private static void journal(WorkingSet ws, Gate gate, String text, Map<String, String> facts) {
        ws.journal(Kind.WARNING, Subject.of(gate.key(), gate.episode().incidentId()), text, facts);
    }

    private static Map<String, String> facts(String what, CallHistory calls, Warning warning) {
        return Map.of(
                "warning", what,
                "calls", Long.toString(warning.calls()),
                "failed", Long.toString(warning.failed()),
                "usual", String.format(Locale.ROOT, "%.6f", calls.usual().share()));
    }

    private static String capital(@Nullable String text) {
        return text == null ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String words(Duration duration) {
        return duration.toMinutes() < 120 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }
}
