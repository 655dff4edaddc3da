package io.ripresa.server.demo;

import io.ripresa.server.StartFailure;
import io.ripresa.server.depot.Outage;
import io.ripresa.server.nodes.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Kills a node in the middle of the outage, and starts it again a little later. Runs once, on a thread of its own. */
final class NodeKill implements Runnable {

    static final Duration GONE_FOR = Duration.ofSeconds(10);

    private final NodeProcess node;
    private final Outage outage;
    private final StoryTerminal terminal;
    private final InstantSource clock;
    private final CountDownLatch stop;

    /** @param stop when counted down, nothing more is done */
    NodeKill(NodeProcess node, Outage outage, StoryTerminal terminal, InstantSource clock, CountDownLatch stop) {
        this.node = node;
        this.outage = outage;
        this.terminal = terminal;
        this.clock = clock;
        this.stop = stop;
    }

    @Override
    public void run() {
        try {
            if (stopsBefore(outage.startsAt().plus(outage.length().dividedBy(2)))) {
                return;
            }
            node.kill();
            terminal.say(clock.instant(), node.name() + " is killed: kill -9 " + node.pid() + ".");
            if (stopsBefore(clock.instant().plus(GONE_FOR))) {
                return;
            }
            node.startAgain();
            terminal.say(clock.instant(), node.name() + " is started again.");
            node.awaitUp();
            terminal.say(clock.instant(), node.name() + " is back (process " + node.pid() + ").");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | StartFailure e) {
            terminal.say(clock.instant(), node.name() + " is not back: " + e.getMessage());
        }
    }

    private boolean stopsBefore(Instant time) throws InterruptedException {
        long millis = Duration.between(clock.instant(), time).toMillis();
        return stop.await(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }
}
