package io.ripresa.simulation.rival;

import io.ripresa.simulation.scenario.Mechanism;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Trouble;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * NServiceBus: five immediate retries after the first try, four such rounds with delays of 10, 20 and 30 s between them,
 * then the error queue. After ten failures in a row, whatever of, it takes one message at a time, a second apart, until
 * one goes well. It takes as many messages at once as its machine has processors, 8 here.
 */
final class MessagePump implements Mechanism {

    private static final int TRIES_PER_ROUND = 6;
    private static final int TRIES = 24;
    private static final long DELAY = 10_000_000;
    private static final int CONSECUTIVE = 10;
    private static final int CONCURRENCY = 8;
    private static final long PAUSE = 1_000_000;

    private final Surroundings surroundings;
    private final Deque<Integer> queue = new ArrayDeque<>();
    private int inFlight;
    private int failuresInRow;
    private int delayed;
    private long pausedUntil;
    private boolean pumpDue;

    MessagePump(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean holds(int task) {
        queue.addLast(task);
        // Not at once: the task is parked only when this has returned.
        pumpAt(surroundings.micros());
        return true;
    }

    @Override
    public void succeeded(int task, int run) {
        inFlight--;
        failuresInRow = 0;
        pausedUntil = 0;
        pump();
    }

    @Override
    public void failed(int task, int run, Trouble trouble) {
        inFlight--;
        failuresInRow++;
        if (isThrottled()) {
            pausedUntil = surroundings.micros() + PAUSE;
        }
        if (run >= TRIES) {
            surroundings.giveUp(task);
        } else if (run % TRIES_PER_ROUND != 0) {
            queue.addFirst(task);
        } else {
            delayed++;
            surroundings.at(surroundings.micros() + DELAY * (run / TRIES_PER_ROUND), () -> {
                delayed--;
                queue.addLast(task);
                pump();
            });
        }
        pump();
    }

    private boolean isThrottled() {
        return failuresInRow >= CONSECUTIVE;
    }

    private void pumpAt(long micros) {
        if (!pumpDue) {
            pumpDue = true;
            surroundings.at(micros, () -> {
                pumpDue = false;
                pump();
            });
        }
    }

    private void pump() {
        int most = isThrottled() ? 1 : CONCURRENCY;
        while (!queue.isEmpty() && inFlight < most) {
            if (surroundings.micros() < pausedUntil) {
                pumpAt(pausedUntil);
                return;
            }
            int task = queue.removeFirst();
            inFlight++;
            if (surroundings.runs(task) == 0) {
                surroundings.start(task);
            } else {
                surroundings.rerun(task);
            }
        }
    }

    @Override
    public boolean isAtRest() {
        return queue.isEmpty() && delayed == 0 && inFlight == 0;
    }
}
