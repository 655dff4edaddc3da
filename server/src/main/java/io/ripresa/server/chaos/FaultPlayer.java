package io.ripresa.server.chaos;

import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.server.StartFailure;
import io.ripresa.server.depot.Outage;
import io.ripresa.server.nodes.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Plays the faults of a plan, each on a thread of its own, and writes down what happened when. */
final class FaultPlayer {

    private static final int MOST_STARTS = 5;

    private final FaultPlan plan;
    private final ChaosSite site;
    private final KillSwitch killSwitch;
    private final InstantSource clock;
    private final CountDownLatch never = new CountDownLatch(1);
    private final List<Happening> happenings = new ArrayList<>();

    FaultPlayer(FaultPlan plan, ChaosSite site, InstantSource clock) {
        this.plan = plan;
        this.site = site;
        this.killSwitch = new KillSwitch(clock);
        this.clock = clock;
    }

    /**
     * Plays all of it, and returns when the last one is over.
     *
     * @param begin when the first second of the plan begins
     * @param threads a thread per fault
     */
    List<Happening> play(Instant begin, Executor threads) throws InterruptedException {
        List<CompletableFuture<Void>> playing = new ArrayList<>();
        for (Fault fault : plan.faults()) {
            playing.add(CompletableFuture.runAsync(() -> play(fault, begin.plus(fault.at())), threads));
        }
        try {
            for (CompletableFuture<Void> one : playing) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartFailure failure) {
                throw failure;
            }
            throw new IllegalStateException("a fault could not be played: " + e.getCause(), e);
        }
        synchronized (happenings) {
            happenings.sort(Comparator.comparing(Happening::from));
            return List.copyOf(happenings);
        }
    }

    private void play(Fault fault, Instant at) {
        try {
            waitUntil(at);
            switch (fault.kind()) {
                case KILL, STOP -> strike(fault, site.nodes().get(fault.node()));
                case RESTART -> restart(fault, EmbeddedPostgres.Stop.FAST);
                case CRASH -> restart(fault, EmbeddedPostgres.Stop.IMMEDIATE);
                case GONE -> gone(fault);
                case OUTAGE -> outage(fault);
                case SWITCH -> turn(fault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(fault.text() + ": " + e.getMessage(), e);
        }
    }

    private void strike(Fault fault, NodeProcess node) throws InterruptedException, IOException {
        // One at a time: on a slow machine a node may still be starting again when its next fault is due.
        synchronized (node) {
            if (fault.kind() == Fault.Kind.KILL) {
                kill(fault, node);
            } else {
                stop(fault, node);
            }
        }
    }

    private void kill(Fault fault, NodeProcess node) throws InterruptedException, IOException {
        Instant from = clock.instant();
        node.kill();
        waitUntil(from.plus(fault.length()));
        for (int tries = 1; ; tries++) {
            node.startAgain();
            try {
                node.awaitUp();
                happened(fault, from);
                return;
            } catch (StartFailure e) {
                // The database went while it started. Whoever looks after processes starts them again.
                if (tries == MOST_STARTS || node.isAlive()) {
                    throw e;
                }
                waitUntil(clock.instant().plusSeconds(1));
            }
        }
    }

    private void stop(Fault fault, NodeProcess node) throws InterruptedException {
        Instant from = clock.instant();
        node.stop();
        waitUntil(from.plus(fault.length()));
        node.resume();
        happened(fault, from);
    }

    private void restart(Fault fault, EmbeddedPostgres.Stop how) {
        // One at a time, also with a database that is gone.
        synchronized (site) {
            Instant from = clock.instant();
            site.postgres().restart(how);
            happened(fault, from);
        }
    }

    private void gone(Fault fault) throws InterruptedException {
        synchronized (site) {
            Instant from = clock.instant();
            site.postgres().stop(EmbeddedPostgres.Stop.FAST);
            waitUntil(from.plus(fault.length()));
            site.postgres().restart(EmbeddedPostgres.Stop.FAST);
            happened(fault, from);
        }
    }

    private void outage(Fault fault) throws InterruptedException {
        Outage outage = Outage.of(clock.instant(), fault.length());
        site.depot().play(outage);
        waitUntil(outage.returnsAt());
        happened(fault, outage.startsAt());
    }

    private void turn(Fault fault) throws InterruptedException {
        List<NodeProcess> nodes = new ArrayList<>(site.nodes());
        NodeProcess first = nodes.remove(fault.node());
        nodes.add(0, first);
        Instant on = killSwitch.turn(true, nodes);
        waitUntil(on.plus(fault.length()));
        Instant off = clock.instant();
        // Another node turns it off than turned it on.
        nodes.add(nodes.remove(0));
        killSwitch.turn(false, nodes);
        synchronized (happenings) {
            happenings.add(new Happening(fault, on, off));
        }
    }

    private void happened(Fault fault, Instant from) {
        synchronized (happenings) {
            happenings.add(new Happening(fault, from, clock.instant()));
        }
    }

    private void waitUntil(Instant time) throws InterruptedException {
        long millis = Duration.between(clock.instant(), time).toMillis();
        if (millis > 0 && never.await(millis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody counts this down");
        }
    }
}
