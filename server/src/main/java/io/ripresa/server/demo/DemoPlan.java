package io.ripresa.server.demo;

import io.ripresa.server.demo.PlannedTask.Part;
import io.ripresa.server.demo.PlannedTask.Timing;
import io.ripresa.server.depot.Errand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The tasks of the demo and when they come: a few before the outage, most of them during its first two thirds, and a
 * light stream of live traffic all the time. Pure: the same arguments make the same plan.
 *
 * @param story first part of every task's id: two stories in one database are told apart
 * @param seed of its randomness
 * @param outage length of the outage
 * @param capacityPerSecond requests that the depot must be able to serve
 * @param tasks by time of submission
 */
record DemoPlan(String story, long seed, Duration outage, int capacityPerSecond, List<PlannedTask> tasks) {

    static final int FEWEST_TASKS = 50;
    static final int MOST_TASKS = 5_000;

    /** From the beginning of the story to the beginning of the outage. */
    static final Duration LEAD = Duration.ofSeconds(6);

    private static final Duration SHORTEST_EPILOGUE = Duration.ofSeconds(6);
    private static final Duration LONGEST_EPILOGUE = Duration.ofSeconds(20);

    /** Tasks of the outage that nothing holds back may fail at most this fast, whatever the size. */
    private static final int UNDECLARED_PER_SECOND = 15;

    private static final List<String> WORKSPACES = List.of("shop", "shipping", "finance");

    DemoPlan {
        tasks = List.copyOf(tasks);
    }

    /**
     * Makes a plan.
     *
     * @throws IllegalArgumentException if the number of tasks is out of bounds
     */
    static DemoPlan of(String story, int tasks, Duration outage, long seed) {
        if (tasks < FEWEST_TASKS || tasks > MOST_TASKS) {
            throw new IllegalArgumentException(tasks + " tasks are outside " + FEWEST_TASKS + " to " + MOST_TASKS);
        }
        return new Draft(story, tasks, outage, seed).plan();
    }

    /** Requests per second that suit so many tasks: eight seconds of work for all of them, at least 20. */
    static int capacityFor(int tasks) {
        return Math.max(20, tasks / 8);
    }

    /** How long live traffic goes on after the depot's return. */
    static Duration liveAfterReturn(Duration outage) {
        Duration twoThirds = outage.multipliedBy(2).dividedBy(3);
        return twoThirds.compareTo(SHORTEST_EPILOGUE) < 0
                ? SHORTEST_EPILOGUE
                : twoThirds.compareTo(LONGEST_EPILOGUE) > 0 ? LONGEST_EPILOGUE : twoThirds;
    }

    /** Tasks that play this part. */
    long count(Part part) {
        return tasks.stream().filter(t -> t.part() == part).count();
    }

    private static final class Draft {
        private final String story;
        private final int total;
        private final Duration outage;
        private final long seed;
        private final SplittableRandom random;
        private final List<PlannedTask> tasks = new ArrayList<>();

        Draft(String story, int total, Duration outage, long seed) {
            this.story = story;
            this.total = total;
            this.outage = outage;
            this.seed = seed;
            this.random = new SplittableRandom(seed);
        }

        DemoPlan plan() {
            int few = Math.max(2, total / 50);
            int unsafe = Math.min(8, few);
            failing(Part.BAD_DATA, Errand.ADDRESS, few);
            failing(Part.BUG, Errand.PRICE, few);
            failing(Part.REVOKED, Errand.PARTNER, few);
            for (int i = 0; i < unsafe; i++) {
                // They go first, so that they are under way when the depot begins to hang.
                add(Part.UNSAFE_MID_FLIGHT, Errand.PAYOUT, new Timing(Duration.ofMillis(30), null, null, true));
            }
            for (int i = 0; i < few; i++) {
                Duration expires = share(outage, random.nextDouble(0.75, 0.9));
                Duration submit = share(outage, random.nextDouble(0.3, 0.5));
                add(Part.EXPIRES, i % 2 == 0 ? Errand.INVOICE : Errand.STOCK, new Timing(submit, expires, null, false));
            }
            Duration cancel = share(outage, 0.8);
            add(Part.CANCELLED, Errand.NOTICE, new Timing(share(outage, 0.5), null, cancel, false));
            sound(total - tasks.size());
            tasks.sort(Comparator.comparing((PlannedTask t) -> t.timing().submitAfter())
                    .thenComparing(PlannedTask::id));
            return new DemoPlan(story, seed, outage, capacityFor(total), tasks);
        }

        /** What fails whatever the depot does: half of it before the outage, half after the return. */
        private void failing(Part part, Errand call, int count) {
            for (int i = 0; i < count; i++) {
                Duration at = i % 2 == 0 ? beforeOutage() : afterReturn();
                // A bug needs no depot: it strikes at any time.
                if (part == Part.BUG && i % 3 == 2) {
                    at = share(outage, random.nextDouble());
                }
                add(part, call, Timing.at(at));
            }
        }

        private void sound(int count) {
            int before = count * 12 / 100;
            int live = count * 12 / 100;
            int bulk = count - before - live;
            for (int i = 0; i < before; i++) {
                add(Part.SOUND, anyCall(0.5), Timing.at(beforeOutage()));
            }
            Duration whole = LEAD.plus(outage).plus(liveAfterReturn(outage));
            for (int i = 0; i < live; i++) {
                Duration at = share(whole, (i + random.nextDouble()) / live).minus(LEAD);
                add(Part.SOUND, anyCall(0.5), Timing.at(at));
            }
            double undeclared = Math.min(0.6, UNDECLARED_PER_SECOND * (double) outage.toSeconds() / bulk);
            for (int i = 0; i < bulk; i++) {
                Duration at = share(outage, (i + random.nextDouble()) / bulk * 2 / 3);
                add(Part.SOUND, anyCall(undeclared), Timing.at(at.plusMillis(300)));
            }
        }

        private Errand anyCall(double undeclared) {
            boolean keyed = random.nextInt(5) < 2;
            if (random.nextDouble() < undeclared) {
                return keyed ? Errand.LABEL : Errand.STOCK;
            }
            return keyed ? Errand.NOTICE : Errand.INVOICE;
        }

        private Duration beforeOutage() {
            return share(LEAD.minusMillis(1_500), random.nextDouble()).minus(LEAD);
        }

        private Duration afterReturn() {
            return outage.plus(share(liveAfterReturn(outage), random.nextDouble(0.1, 0.9)));
        }

        private void add(Part part, Errand call, Timing timing) {
            int number = tasks.size() + 1;
            String id = String.format(Locale.ROOT, "%s-%s-%04d", story, call.resource(), number);
            String workspace =
                    part == Part.UNSAFE_MID_FLIGHT ? "finance" : WORKSPACES.get(random.nextInt(WORKSPACES.size()));
            tasks.add(new PlannedTask(id, workspace, part, call, timing));
        }

        private static Duration share(Duration whole, double share) {
            return Duration.ofMillis(Math.round(whole.toMillis() * share));
        }
    }
}
