package io.ripresa.simulation.scenario;

import io.ripresa.simulation.scenario.Figures.Care;
import io.ripresa.simulation.scenario.Figures.Load;
import io.ripresa.simulation.scenario.Figures.Times;
import io.ripresa.simulation.scenario.Figures.Waste;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the figures off a world that has come to its end. */
final class Scoring {

    private static final int FEW = 100;
    /** Within this most tasks are to be back after the end of their cause. */
    private static final double SOON_SECONDS = 600;
    /** What recovery costs the foreground is looked at for a minute at least, in microseconds. */
    private static final long SHORTEST_ACCOUNT = 60_000_000;

    private final World world;

    Scoring(World world) {
        this.world = world;
    }

    Figures score(Mechanism.Account account) {
        Tally tally = world.tally();
        List<Double> back = new ArrayList<>();
        List<Double> oracle = new ArrayList<>();
        int[] recoverable = new int[world.dependencies().size()];
        int poison = 0;
        int mostAttempts = 0;
        int given = 0;
        Double detected = null;
        for (ScenarioTask task : world.all()) {
            if (!task.counted) {
                continue;
            }
            poison += task.isPoison() ? 1 : 0;
            given += task.givenUp ? 1 : 0;
            mostAttempts = Math.max(mostAttempts, task.attempts());
            if (!task.isRecoverable()) {
                continue;
            }
            recoverable[task.dependency]++;
            if (task.recoveredAt >= 0) {
                long gone = world.dependencyOf(task).timeline().causeGoneAt();
                double seconds = Math.max(0, (task.recoveredAt - gone) / Timeline.MICROS);
                back.add(seconds);
                detected = detected == null ? seconds : Math.min(detected, seconds);
            }
        }
        int all = 0;
        for (int i = 0; i < recoverable.length; i++) {
            all += recoverable[i];
            oracle.addAll(new Oracle(world.dependencies().get(i).timeline()).secondsFor(recoverable[i]));
        }
        Collections.sort(back);
        Collections.sort(oracle);
        int recovered = back.size();
        long excused = tally.ownFailures + tally.caughtByOutage;
        Waste waste = new Waste(
                recovered == 0 ? null : (double) (tally.failedAttempts - excused) / recovered,
                recovered == 0 ? null : (double) tally.failedAttempts / recovered,
                tally.failedAttempts,
                poison == 0 ? null : (double) tally.poisonAttempts / poison);
        Times times = new Times(
                share(back, all, 0.5),
                share(back, all, 0.9),
                share(back, all, 1),
                share(oracle, all, 0.9),
                detected,
                (int) back.stream().filter(seconds -> seconds <= SOON_SECONDS).count());
        Care care = new Care(
                tally.released == 0 ? null : (double) tally.releasedFailed / tally.released,
                tally.released,
                tally.releasedFailed,
                tally.unsafeReleases,
                falseClosings(account),
                mostAttempts,
                account.violations().size());
        return new Figures(
                world.scenario().tasks(),
                all,
                recovered,
                account.escalated() == null ? Long.valueOf(given) : account.escalated(),
                account.quarantined(),
                account.notNeeded(),
                waste,
                times,
                load(),
                care);
    }

    /** Closings while the dependency failed by chance, with a number of tasks from which luck should not do. */
    private int falseClosings(Mechanism.Account account) {
        int count = 0;
        for (Mechanism.Closing closing : account.closings()) {
            for (QueueingDependency dependency : world.dependencies()) {
                double success = dependency.timeline().at(closing.micros()).success();
                if (dependency.profile().name().equals(closing.dependency()) && success > 0 && success < 1) {
                    count += closing.tasks() >= FEW ? 1 : 0;
                }
            }
        }
        return count;
    }

    /** When a share of all was back, or null where it never was. */
    private static @Nullable Double share(List<Double> back, int all, double share) {
        int needed = (int) Math.ceil(all * share - 1e-9);
        return needed == 0 || back.size() < needed ? null : back.get(needed - 1);
    }

    private Load load() {
        Double peak = null;
        double amplePeak = 0;
        long windows = 0;
        long over = 0;
        long due = 0;
        long lost = 0;
        int collapsed = 0;
        for (int i = 0; i < world.dependencies().size(); i++) {
            QueueingDependency dependency = world.dependencies().get(i);
            long from = dependency.timeline().causeGoneAt();
            long drained = drainedAt(i, from);
            long to = Math.max(drained, Math.min(from + SHORTEST_ACCOUNT, world.micros()));
            LoadWindows seen = LoadWindows.of(dependency, from, drained, to);
            peak = larger(peak, seen.peak());
            amplePeak = Math.max(amplePeak, seen.amplePeak());
            windows += seen.windows();
            over += seen.over();
            ForegroundTraffic foreground = dependency.foregroundAt(to);
            due += foreground.due();
            lost += foreground.lost();
            collapsed += seen.collapsed();
        }
        return new Load(
                peak,
                amplePeak,
                windows == 0 ? null : (double) over / windows,
                (int) over,
                due == 0 ? null : (double) lost / due,
                collapsed);
    }

    private static @Nullable Double larger(@Nullable Double one, @Nullable Double other) {
        return one == null || other != null && other > one ? other : one;
    }

    /** The end of the drain: when the last task of the dependency was back, or the end of the cause if that is later. */
    private long drainedAt(int dependency, long from) {
        long last = from;
        for (ScenarioTask task : world.all()) {
            if (task.counted && task.dependency == dependency && task.recoveredAt > last) {
                last = task.recoveredAt;
            }
        }
        return last;
    }
}
