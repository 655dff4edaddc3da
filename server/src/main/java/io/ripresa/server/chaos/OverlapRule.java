package io.ripresa.server.chaos;

import io.ripresa.server.chaos.Fault.Kind;
import io.ripresa.server.depot.DepotTypes;
import io.ripresa.server.depot.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * No task has two runs at once: no two of its calls are under way at the depot at the same time. A call ends with its
 * answer, when its caller stops waiting, or when its caller is killed. What a worker does that was stopped and wakes up,
 * until it notices, nobody can prevent: there it is no violation.
 */
final class OverlapRule {

    /** Until a worker that goes on has noticed what it lost: its next beat, and what the machine takes for that. */
    private static final Duration NOTICES_WITHIN = Duration.ofSeconds(5);

    private final Evidence evidence;

    OverlapRule(Evidence evidence) {
        this.evidence = evidence;
    }

    List<Violation> violations() {
        Map<String, List<LedgerEntry>> byTask = new LinkedHashMap<>();
        for (LedgerEntry entry : evidence.ledger()) {
            if (!entry.isHealthCheck()) {
                byTask.computeIfAbsent(entry.call().task(), task -> new ArrayList<>())
                        .add(entry);
            }
        }
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, List<LedgerEntry>> task : byTask.entrySet()) {
            List<LedgerEntry> calls = new ArrayList<>(task.getValue());
            calls.sort(Comparator.comparing(LedgerEntry::at));
            for (int i = 1; i < calls.size(); i++) {
                LedgerEntry before = calls.get(i - 1);
                LedgerEntry next = calls.get(i);
                if (next.at().isBefore(endOf(before)) && !isOfAWokenWorker(before) && !isOfAWokenWorker(next)) {
                    wrong.add(task.getKey());
                    break;
                }
            }
        }
        return wrong.isEmpty()
                ? List.of()
                : List.of(new Violation("no task has two runs at once", wrong.size() + " tasks had", wrong));
    }

    private Instant endOf(LedgerEntry call) {
        Instant end = call.answeredAt();
        Instant gaveUp = call.at().plus(DepotTypes.CALL_TIMEOUT);
        if (gaveUp.isBefore(end)) {
            end = gaveUp;
        }
        for (Happening happening : evidence.happenings()) {
            boolean killed = happening.is(Kind.KILL) && happening.ofWorker();
            if (killed
                    && happening.from().isAfter(call.at())
                    && happening.from().isBefore(end)) {
                end = happening.from();
            }
        }
        return end;
    }

    /** Whether the call may be that of a worker that was stopped within it, or just before. */
    private boolean isOfAWokenWorker(LedgerEntry call) {
        return evidence.happenings().stream()
                .filter(h -> h.is(Kind.STOP) && h.ofWorker())
                .anyMatch(h -> call.answeredAt().isAfter(h.from())
                        && call.at().isBefore(h.until().plus(NOTICES_WITHIN)));
    }
}
