package io.ripresa.execute;

import io.ripresa.execute.AutoRecoveryExecutor.Answer;
import io.ripresa.execute.AutoRecoveryExecutor.Issued;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders that their task system did not answer, lately: shown to people, and nothing else goes by it. An order that is
 * given again by another node is forgotten here after a while. Thread-safe.
 */
final class UnansweredOrders {

    private static final System.Logger LOG = System.getLogger(UnansweredOrders.class.getName());

    /** Longer than the time after which an order is given again. */
    private static final Duration LATELY = Duration.ofSeconds(60);

    private record Entry(String run, String reason, Instant at) {}

    private final Map<String, Entry> byAttempt = new LinkedHashMap<>();

    /** Takes note of answers, and tells once of orders that got none. */
    synchronized void note(List<Issued> answers, Instant now) {
        byAttempt.values().removeIf(entry -> entry.at().plus(LATELY).isBefore(now));
        List<Entry> fresh = new ArrayList<>();
        for (Issued issued : answers) {
            String id = issued.attempt().id();
            if (issued.answer() != Answer.UNKNOWN) {
                byAttempt.remove(id);
            } else {
                Entry entry = new Entry(issued.attempt().orderedRun().toString(), issued.reason(), now);
                if (byAttempt.put(id, entry) == null) {
                    fresh.add(entry);
                }
            }
        }
        if (!fresh.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The order of run {0}{1} was not answered: {2}. It is given again until it is; the task is not taken"
                            + " for recovered",
                    fresh.get(0).run(),
                    fresh.size() == 1 ? "" : " and of " + (fresh.size() - 1) + " more",
                    fresh.get(0).reason());
        }
    }

    /** What is the matter, in a sentence, or null where nothing is. */
    synchronized @Nullable String sentence(Instant now) {
        List<Entry> present = byAttempt.values().stream()
                .filter(entry -> !entry.at().plus(LATELY).isBefore(now))
                .toList();
        if (present.isEmpty()) {
            return null;
        }
        Entry first = present.get(0);
        return present.size() + (present.size() == 1 ? " order was" : " orders were")
                + " not answered, the first that of run "
                + first.run() + ": " + first.reason()
                + ". They are given again until they are; their tasks are not taken for recovered.";
    }
}
