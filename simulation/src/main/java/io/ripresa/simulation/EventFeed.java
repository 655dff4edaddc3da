package io.ripresa.simulation;

import io.ripresa.model.TaskEvent;
import io.ripresa.spi.TaskSystem.Backlog;
import io.ripresa.spi.TaskSystem.EventBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events late, twice and out of order, but never loses one. What was delivered has a fixed place; a cursor is a
 * place, so it passes only what can no longer appear before it.
 */
final class EventFeed {

    private static final int LONGEST_OVERLAP = 5;

    private final Site.Delivery delivery;
    private final VirtualTime time;
    private final RandomGenerator random;
    private final List<TaskEvent> delivered = new ArrayList<>();
    private Runnable onDelivery = () -> {};
    private int underWay;

    EventFeed(Site.Delivery delivery, VirtualTime time, RandomGenerator random) {
        this.delivery = delivery;
        this.time = time;
        this.random = random;
    }

    /** Calls back whenever something new can be read. */
    void onDelivery(Runnable callback) {
        onDelivery = callback;
    }

    void publish(TaskEvent event) {
        send(event);
        if (random.nextDouble() < delivery.duplicates()) {
            send(event);
        }
        if (delivery.stragglers() > 0 && random.nextDouble() < delivery.stragglers()) {
            // Nobody waits for it: its first copy was delivered long before.
            time.after(Duration.ofMinutes(random.nextInt(24 * 60, 48 * 60)), () -> arrive(event));
        }
    }

    /** Whether everything that happened was delivered. */
    boolean isDrained() {
        return underWay == 0;
    }

    int deliveredCount() {
        return delivered.size();
    }

    private void send(TaskEvent event) {
        Duration longest = delivery.maxDelay();
        if (longest.isZero()) {
            arrive(event);
            return;
        }
        underWay++;
        // Most events are nearly prompt; some take all the time there is.
        double share = random.nextDouble();
        long millis = Math.round(longest.toMillis() * share * share * share);
        time.after(Duration.ofMillis(millis), () -> {
            underWay--;
            arrive(event);
        });
    }

    private void arrive(TaskEvent event) {
        delivered.add(event);
        onDelivery.run();
    }

    Backlog backlog(@Nullable String cursor) {
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        return from >= delivered.size()
                ? new Backlog(0, null)
                : new Backlog(delivered.size() - from, delivered.get(from).occurredAt());
    }

    EventBatch poll(@Nullable String cursor, int limit) {
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        if (from > delivered.size()) {
            throw new IllegalArgumentException("cursor " + cursor + " is ahead of the " + delivered.size() + " events");
        }
        int start = from;
        if (limit > LONGEST_OVERLAP && from < delivered.size() && random.nextDouble() < delivery.overlaps()) {
            start = Math.max(0, from - random.nextInt(1, LONGEST_OVERLAP));
        }
        int to = Math.min(delivered.size(), start + limit);
        to = Math.max(to, from);
        String next = delivered.isEmpty() && cursor == null ? null : Integer.toString(to);
        return new EventBatch(delivered.subList(start, to), next, to < delivered.size());
    }
}
