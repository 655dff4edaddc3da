package io.ripresa.server.chaos;

import io.ripresa.server.chaos.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What goes wrong in one run, and when. Pure: the same seed makes the same plan.
 *
 * @param seed of its randomness
 * @param faults by the time at which they begin
 */
record FaultPlan(long seed, List<Fault> faults) {

    /** The nodes: two that recover, two that run tasks. */
    static final List<String> NODES = List.of("recovery-1", "recovery-2", "worker-1", "worker-2");

    private static final Duration GONE_FOR = Duration.ofSeconds(20);

    FaultPlan {
        faults = List.copyOf(faults);
    }

    /** A plan of several faults, some at once, within about 50 s. */
    static FaultPlan of(long seed) {
        return new Draft(seed).plan();
    }

    /** A plan of about 45 s that has each kind of fault, nodes of both roles killed, and a node of each role stopped. */
    static FaultPlan shortOf(long seed) {
        return new Draft(seed).shortPlan();
    }

    static boolean isRecovery(int node) {
        return node < 2;
    }

    private static final class Draft {
        private final long seed;
        private final SplittableRandom random;
        private final List<Fault> faults = new ArrayList<>();

        Draft(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
        }

        FaultPlan plan() {
            outage(2, 6, 10, 16);
            if (random.nextInt(2) == 0) {
                outage(28, 34, 10, 12);
            }
            database(List.of(Kind.RESTART, Kind.CRASH, Kind.GONE).get(random.nextInt(3)), 6, 26);
            if (random.nextInt(3) == 0) {
                database(Kind.RESTART, 32, 40);
            }
            int kills = random.nextInt(1, 3);
            for (int i = 0; i < kills; i++) {
                onNode(Kind.KILL, random.nextInt(4), 4, 36);
            }
            int stops = random.nextInt(1, 3);
            for (int i = 0; i < stops; i++) {
                onNode(Kind.STOP, random.nextInt(4), 3, 30);
            }
            if (random.nextInt(10) < 7) {
                switched(5, 34);
            }
            return done();
        }

        FaultPlan shortPlan() {
            outage(2, 4, 10, 11);
            database(Kind.CRASH, 4, 6);
            database(Kind.GONE, 12, 14);
            database(Kind.RESTART, 36, 38);
            int killed = random.nextInt(4);
            onNode(Kind.KILL, killed, 5, 9);
            onNode(Kind.KILL, (killed + 2) % 4, 16, 22);
            // Neighbours of those that are killed: one recovers, one runs tasks.
            onNode(Kind.STOP, killed ^ 1, 3, 7);
            onNode(Kind.STOP, (killed ^ 1) ^ 2, 14, 20);
            switched(34, 36);
            return done();
        }

        private FaultPlan done() {
            faults.sort(Comparator.comparing(Fault::at));
            return new FaultPlan(seed, faults);
        }

        private void outage(int from, int to, int shortest, int longest) {
            add(Kind.OUTAGE, Fault.NO_NODE, from, to, Duration.ofSeconds(random.nextInt(shortest, longest + 1)));
        }

        private void database(Kind kind, int from, int to) {
            add(kind, Fault.NO_NODE, from, to, kind == Kind.GONE ? GONE_FOR : Duration.ZERO);
        }

        private void switched(int from, int to) {
            add(Kind.SWITCH, random.nextInt(2), from, to, millis(4_000, 8_000));
        }

        /** One thing at a time for each node: else another node, or none. */
        private void onNode(Kind kind, int wanted, int from, int to) {
            // Longer than a lease (10 s) and an order (5 s) are good, shorter than until an order is given again.
            Duration length = kind == Kind.STOP ? millis(11_000, 13_500) : millis(500, 8_000);
            Duration at = millis(from * 1_000, to * 1_000);
            for (int i = 0; i < NODES.size(); i++) {
                Fault fault = new Fault(kind, (wanted + i) % NODES.size(), at, length);
                if (faults.stream().noneMatch(other -> meet(other, fault))) {
                    faults.add(fault);
                    return;
                }
            }
        }

        private static boolean meet(Fault one, Fault other) {
            // A killed node takes a while to be up again.
            Duration margin = Duration.ofSeconds(8);
            return one.node() == other.node()
                    && one.kind() != Kind.SWITCH
                    && one.at().compareTo(other.until().plus(margin)) < 0
                    && other.at().compareTo(one.until().plus(margin)) < 0;
        }

        private void add(Kind kind, int node, int from, int to, Duration length) {
            faults.add(new Fault(kind, node, millis(from * 1_000, to * 1_000), length));
        }

        private Duration millis(int from, int to) {
            return Duration.ofMillis(random.nextInt(from, to));
        }
    }
}
