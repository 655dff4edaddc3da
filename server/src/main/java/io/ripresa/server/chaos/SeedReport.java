package io.ripresa.server.chaos;

import io.ripresa.model.Disposition;
import io.ripresa.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one seed.
 *
 * @param plan what was to go wrong
 * @param begin when its first second began
 * @param evidence everything that it was judged by
 * @param violations what must not be
 * @param records lines of ledger and journal about some of the tasks concerned
 * @param took how long it took in all
 */
record SeedReport(
        FaultPlan plan,
        Instant begin,
        Evidence evidence,
        List<Violation> violations,
        List<String> records,
        Duration took) {

    SeedReport {
        violations = List.copyOf(violations);
        records = List.copyOf(records);
    }

    private long count(Disposition disposition) {
        return evidence.stories().stream().filter(s -> s.is(disposition)).count();
    }

    private long spent() {
        return evidence.stories().stream()
                .filter(s -> s.isSpent(Policy.Attempts.MAX))
                .count();
    }

    private long attempts() {
        return evidence.stories().stream().mapToLong(s -> s.issued().size()).sum();
    }

    private @Nullable Double settled() {
        Duration after = evidence.settledAfter();
        return after == null ? null : after.toMillis() / 1000.0;
    }

    /** For people: one line, and more where something is wrong. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Double settled = settled();
        lines.add(String.format(
                Locale.ROOT,
                "seed %d: %s; %d tasks, %d recovered by %d attempts, %d quarantined, %d escalated (%d spent),"
                        + " over %s the last fault; %d s",
                plan.seed(),
                violations.isEmpty() ? "held" : violations.size() + " VIOLATIONS",
                evidence.stories().size(),
                count(Disposition.RECOVERED),
                attempts(),
                count(Disposition.QUARANTINED),
                count(Disposition.ESCALATED),
                spent(),
                settled == null ? "not within the time allowed after" : settled + " s after",
                took.toSeconds()));
        for (Happening happening : evidence.happenings()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "    %5.1f s to %5.1f s  %s",
                    Duration.between(begin, happening.from()).toMillis() / 1000.0,
                    Duration.between(begin, happening.until()).toMillis() / 1000.0,
                    words(happening.fault())));
        }
        for (Violation violation : violations) {
            lines.add("  ✗ " + violation.rule() + ": " + violation.detail());
        }
        records.forEach(line -> lines.add("    " + line));
        return lines;
    }

    private static String words(Fault fault) {
        return fault.kind().words() + (fault.node() == Fault.NO_NODE ? "" : " " + FaultPlan.NODES.get(fault.node()));
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("seed", plan.seed());
        json.put("held", violations.isEmpty());
        json.put("tasks", evidence.stories().size());
        json.put("recovered", count(Disposition.RECOVERED));
        json.put("attempts", attempts());
        json.put("quarantined", count(Disposition.QUARANTINED));
        json.put("escalated", count(Disposition.ESCALATED));
        json.put("attempts_spent", spent());
        json.put("not_affected", count(Disposition.UNAFFECTED));
        json.put("over_after_last_fault_s", settled());
        json.put("took_s", took.toSeconds());
        json.put("faults", plan.faults().stream().map(Fault::text).toList());
        json.put(
                "violations",
                violations.stream().map(v -> v.rule() + ": " + v.detail()).toList());
        return json;
    }
}
