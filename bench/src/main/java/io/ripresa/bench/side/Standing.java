package io.ripresa.bench.side;

import io.ripresa.bench.side.Calls.Made;
import io.ripresa.simulation.scenario.Figures;
import io.ripresa.simulation.scenario.Trail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one of those compared did, in the real run or in the simulated one. Seconds count from the service's return; null
 * where it never came so far.
 *
 * @param recovered tasks that got through in the end
 * @param p50 until half of the tasks were done
 * @param p90 until nine of ten were
 * @param all until all were
 * @param failedAttempts calls of re-runs that failed; first runs do not count
 * @param twice tasks that got through more than once
 * @param backlog tasks that had arrived and were not done, second by second from the start, as long as that is known
 */
record Standing(
        int recovered,
        @Nullable Double p50,
        @Nullable Double p90,
        @Nullable Double all,
        long failedAttempts,
        int twice,
        double[] backlog) {

    /** Reads it off the account of the calls. */
    static Standing of(List<Made> calls, Setting setting, List<Double> arrivals, int seconds) {
        double returned = setting.back().toNanos() / 1e9;
        double[] doneAt = new double[setting.tasks()];
        Arrays.fill(doneAt, Double.POSITIVE_INFINITY);
        int[] through = new int[setting.tasks()];
        int[] runs = new int[setting.tasks()];
        long failed = 0;
        for (Made call : calls) {
            int task = call.task();
            runs[task]++;
            if (call.succeeded()) {
                through[task]++;
                doneAt[task] = Math.min(doneAt[task], call.endedAt());
            } else if (runs[task] > 1) {
                failed++;
            }
        }
        List<Double> back = new ArrayList<>();
        int twice = 0;
        for (int i = 0; i < doneAt.length; i++) {
            twice += through[i] > 1 ? 1 : 0;
            if (through[i] > 0) {
                back.add(Math.max(0, doneAt[i] - returned));
            }
        }
        Collections.sort(back);
        double[] backlog = new double[seconds];
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < doneAt.length; i++) {
                backlog[second] += arrivals.get(i) <= second && doneAt[i] > second ? 1 : 0;
            }
        }
        return new Standing(
                back.size(),
                share(back, setting.tasks(), 0.5),
                share(back, setting.tasks(), 0.9),
                share(back, setting.tasks(), 1),
                failed,
                twice,
                backlog);
    }

    /** The same of a simulated run. */
    static Standing of(Figures figures, Trail trail) {
        double[] backlog =
                new double[(int) (trail.backlog().length * trail.step().toSeconds())];
        for (int second = 0; second < backlog.length; second++) {
            backlog[second] = trail.backlog()[(int) (second / trail.step().toSeconds())];
        }
        return new Standing(
                figures.recovered(),
                figures.times().p50(),
                figures.times().p90(),
                figures.times().drain(),
                figures.waste().failedAttempts(),
                0,
                backlog);
    }

    private static @Nullable Double share(List<Double> back, int tasks, double share) {
        int needed = (int) Math.ceil(tasks * share - 1e-9);
        return back.size() < needed ? null : back.get(needed - 1);
    }
}
