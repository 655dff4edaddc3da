package io.ripresa.orchestrate;

import io.ripresa.model.Dependency;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Observation;
import io.ripresa.policy.GateRules;
import io.ripresa.spi.TrafficReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of others say about gates that have an open incident. They are counted for early warning, too. Reports are counted in any thread, and taken in by
 * the next tick; one that says something else than before asks for a tick at once.
 *
 * <p>Judged by the latest calls first: twenty of them where they are many, those of the last five seconds where they are
 * few. A dependency that fails every second call does not work, however often three in a row get through.
 */
final class Traffic implements TrafficReport {

    private static final Duration LOOKS_BACK = Duration.ofSeconds(5);
    private static final Duration VALID_FOR = Duration.ofSeconds(5);
    private static final Duration RENEW_AFTER = Duration.ofMillis(2_500);
    private static final int ENOUGH = 20;
    private static final int FEWEST = 3;
    private static final double WORKS_BELOW = 0.05;
    private static final double DOWN_FROM = 0.2;

    private final Books books;
    private final GateRules rules;
    private final Runnable wake;
    private final Map<Dependency, Calls> byDependency = new LinkedHashMap<>();

    /** Calls of one dependency. */
    private static final class Calls {
        private long succeeded;
        private long failed;
        private final ArrayDeque<Bucket> recent = new ArrayDeque<>();
        private @Nullable Boolean said;
        private @Nullable Instant saidAt;
    }

    private record Bucket(Instant at, long succeeded, long failed) {}

    /** @param wake called when there is something new to take in */
    Traffic(Books books, GateRules rules, Runnable wake) {
        this.books = books;
        this.rules = rules;
        this.wake = wake;
    }

    @Override
    public void report(Dependency dependency, long succeeded, long failed) {
        if (succeeded < 0 || failed < 0) {
            throw new IllegalArgumentException("succeeded " + succeeded + " and failed " + failed + " of "
                    + dependency.name() + " are counts; give 0 or more");
        }
        books.calls().add(dependency, succeeded, failed);
        boolean news;
        synchronized (byDependency) {
            Calls calls = byDependency.computeIfAbsent(dependency, d -> new Calls());
            calls.succeeded += succeeded;
            calls.failed += failed;
            Boolean says = says(calls.succeeded, calls.failed);
            news = says != null && calls.said != null && !says.equals(calls.said);
        }
        if (news) {
            wake.run();
        }
    }

    private static @Nullable Boolean says(long succeeded, long failed) {
        long all = succeeded + failed;
        double share = all == 0 ? 0 : (double) failed / all;
        if (all >= FEWEST && share <= WORKS_BELOW) {
            return true;
        }
        return all > 0 && share >= DOWN_FROM ? false : null;
    }

    /** Takes in what was reported; when to look again while it still matters, or null. */
    @Nullable Instant look() {
        Map<GateKey, Observation> seen = new LinkedHashMap<>();
        Instant now = books.store().now();
        synchronized (byDependency) {
            if (byDependency.isEmpty()) {
                return null;
            }
            byDependency.forEach((dependency, calls) -> {
                Observation says = judge(calls, now);
                if (says != null) {
                    seen.put(GateKey.reachability(dependency), says);
                }
            });
            byDependency.values().removeIf(calls -> calls.recent.isEmpty());
        }
        if (seen.isEmpty()) {
            return null;
        }
        Instant again = null;
        for (Gate gate : books.store().gates(new ArrayList<>(seen.keySet())).values()) {
            Observation says = seen.get(gate.key());
            if (says != null && gate.episode().incidentId() != null) {
                take(gate.key(), says);
                again = now.plus(RENEW_AFTER);
            }
        }
        return again;
    }

    /** What the calls say, if that is to be written down now. */
    private static @Nullable Observation judge(Calls calls, Instant now) {
        if (calls.succeeded + calls.failed > 0) {
            calls.recent.addLast(new Bucket(now, calls.succeeded, calls.failed));
            calls.succeeded = 0;
            calls.failed = 0;
        }
        while (!calls.recent.isEmpty() && calls.recent.getFirst().at().isBefore(now.minus(LOOKS_BACK))) {
            calls.recent.removeFirst();
        }
        long succeeded = 0;
        long failed = 0;
        List<Bucket> newestFirst = new ArrayList<>();
        calls.recent.descendingIterator().forEachRemaining(newestFirst::add);
        for (Bucket bucket : newestFirst) {
            if (succeeded + failed >= ENOUGH) {
                break;
            }
            succeeded += bucket.succeeded();
            failed += bucket.failed();
        }
        Boolean says = says(succeeded, failed);
        if (says == null) {
            return null;
        }
        boolean saidRecently =
                says.equals(calls.said) && calls.saidAt != null && now.isBefore(calls.saidAt.plus(RENEW_AFTER));
        if (saidRecently) {
            return null;
        }
        calls.said = says;
        calls.saidAt = now;
        return new Observation(
                Observation.Kind.TRAFFIC,
                says,
                now,
                now.plus(VALID_FOR),
                "Of the latest " + (succeeded + failed) + " calls of others " + failed + " failed.");
    }

    private void take(GateKey key, Observation says) {
        WorkingSet ws = books.open();
        Gate gate = ws.gate(key);
        if (gate == null || gate.episode().incidentId() == null || ws.control().stopped()) {
            return;
        }
        Observation before = gate.evidence().latest(Observation.Kind.TRAFFIC);
        ws.put(rules.observed(gate, says, FailureIntake.membersOf(ws, gate), ws.now()));
        if (before == null || before.works() != says.works()) {
            ws.journal(Kind.EVIDENCE, Subject.of(key, gate.episode().incidentId()), says.detail());
        }
        // Somebody else may have moved the gate: what was said is said again in a moment.
        ws.commit();
    }
}
