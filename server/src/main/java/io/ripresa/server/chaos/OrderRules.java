package io.ripresa.server.chaos;

import io.ripresa.model.Attempt;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.server.chaos.Fault.Kind;
import io.ripresa.server.depot.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the kill switch stops, and what a node that was stopped may no longer do. */
final class OrderRules {

    /** How long after its confirmation the kill switch may still be overtaken by what was on its way. */
    private static final Duration OBEYED_WITHIN = Duration.ofSeconds(1);

    /** Times of runs are brought from a node's reading of the database's clock, which may be a little off. */
    private static final Duration TWO_READINGS = Duration.ofMillis(500);

    private final Evidence evidence;
    private final Map<String, TaskStory> stories = new HashMap<>();

    OrderRules(Evidence evidence) {
        this.evidence = evidence;
        evidence.stories().forEach(story -> stories.put(story.task().id(), story));
    }

    List<Violation> violations() {
        List<Violation> violations = new ArrayList<>();
        evidence.happenings().stream().filter(h -> h.is(Kind.SWITCH)).forEach(h -> {
            Instant from = h.from().plus(OBEYED_WITHIN);
            add(
                    violations,
                    "no re-run reaches the depot later than 1 s after the kill switch was confirmed",
                    requests(from, h.until()));
            add(violations, "nothing is reserved or issued while the kill switch is on", orders(from, h.until()));
        });
        add(violations, "no run begins by what was known before a pause: orders end", staleOrders());
        return violations;
    }

    private static void add(List<Violation> violations, String rule, Map<String, String> wrong) {
        if (!wrong.isEmpty()) {
            List<String> some = wrong.entrySet().stream()
                    .limit(5)
                    .map(e -> e.getKey() + ": " + e.getValue())
                    .toList();
            violations.add(new Violation(
                    rule, wrong.size() + " tasks: " + String.join("; ", some), List.copyOf(wrong.keySet())));
        }
    }

    private Map<String, String> requests(Instant from, Instant until) {
        Map<String, String> wrong = new TreeMap<>();
        for (LedgerEntry call : evidence.ledger()) {
            if (call.isHealthCheck() || !call.at().isAfter(from) || !call.at().isBefore(until)) {
                continue;
            }
            int run = runOf(call);
            TaskStory story = stories.get(call.call().task());
            TaskExecutionTrace trace = story == null ? null : story.run(run);
            // A run that was under way may finish, also one whose worker was stopped in its middle.
            boolean underWay = trace != null && !trace.startedAt().isAfter(from);
            if (run > 1 && !underWay) {
                wrong.put(call.call().task(), "run " + run + " at " + call.at() + ", switched on before " + from);
            }
        }
        return wrong;
    }

    /** The run that a call belongs to: as it says, or the latest that had begun. */
    private int runOf(LedgerEntry call) {
        if (call.call().run() > 0) {
            return call.call().run();
        }
        TaskStory story = stories.get(call.call().task());
        return story == null
                ? 0
                : story.runs().stream()
                        .filter(r -> !r.startedAt().isAfter(call.at().plusMillis(50)))
                        .mapToInt(r -> r.run().number())
                        .max()
                        .orElse(0);
    }

    private Map<String, String> orders(Instant from, Instant until) {
        Map<String, String> wrong = new TreeMap<>();
        for (TaskStory story : evidence.stories()) {
            for (Attempt attempt : story.attempts()) {
                Instant reserved = attempt.passage().reservedAt();
                Instant issued = attempt.passage().issuedAt();
                if (isWithin(reserved, from, until)) {
                    wrong.put(story.task().id(), "reserved at " + reserved);
                } else if (isWithin(issued, from, until)) {
                    wrong.put(story.task().id(), "issued at " + issued);
                }
            }
        }
        return wrong;
    }

    private static boolean isWithin(@Nullable Instant time, Instant from, Instant until) {
        return time != null && time.isAfter(from) && time.isBefore(until);
    }

    private Map<String, String> staleOrders() {
        Map<String, String> wrong = new TreeMap<>();
        for (TaskStory story : evidence.stories()) {
            for (Attempt attempt : story.attempts()) {
                Evidence.Order order = evidence.orders().get(attempt.id());
                if (order != null && order.acceptedAt().isAfter(order.validUntil())) {
                    wrong.put(
                            story.task().id(),
                            "accepted at " + order.acceptedAt() + ", good until " + order.validUntil());
                }
            }
            for (TaskExecutionTrace run : story.runs()) {
                Evidence.Order order =
                        run.attemptId() == null ? null : evidence.orders().get(run.attemptId());
                if (order != null && run.startedAt().isAfter(order.validUntil().plus(TWO_READINGS))) {
                    wrong.put(
                            story.task().id(),
                            "begun at " + run.startedAt() + " by an order that was good until " + order.validUntil());
                }
            }
        }
        return wrong;
    }
}
