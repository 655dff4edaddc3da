package io.ripresa.simulation.scenario;

import io.ripresa.simulation.scenario.Timeline.Segment;
import java.time.Duration;
import java.util.List;

/**
 * How a run went over time, in steps of equal length from the start: enough to draw it. The window depends on the
 * scenario alone, so that policies can be laid side by side. All dependencies together.
 *
 * @param step length of a step
 * @param causeGone when the cause was gone
 * @param backlog tasks that were down at the end of each step and can be brought back
 * @param busiest requests in the busiest second of each step, foreground included
 * @param foreground requests per second of other traffic
 * @param capacity requests per second that can be done; 0 while out of order
 * @param attempts attempts begun in each step
 */
public record Trail(
        Duration step,
        Duration causeGone,
        int[] backlog,
        double[] busiest,
        double[] foreground,
        double[] capacity,
        int[] attempts) {

    private static final int STEPS = 180;
    private static final long SECOND = 1_000_000;
    private static final long LEAST_AFTER = 300 * SECOND;

    static Trail of(World world) {
        long gone = world.dependencies().stream()
                .mapToLong(d -> d.timeline().causeGoneAt())
                .max()
                .orElse(0);
        long end = gone + Math.max(LEAST_AFTER, (gone - world.countFrom()) / 2);
        long begin = world.countFrom() / SECOND;
        long step = Math.max(1, ((end - begin * SECOND) / STEPS + SECOND - 1) / SECOND);
        int steps = (int) ((end / SECOND - begin) / step) + 1;
        int seconds = (int) (steps * step);
        int[] calls = new int[seconds];
        double[] busiest = new double[steps];
        double[] foreground = new double[steps];
        double[] capacity = new double[steps];
        for (QueueingDependency dependency : world.dependencies()) {
            for (long call : dependency.load().from(begin * SECOND)) {
                if (call / SECOND - begin < seconds) {
                    calls[(int) (call / SECOND - begin)]++;
                }
            }
            for (int i = 0; i < steps; i++) {
                Segment segment = dependency.timeline().at((begin + i * step) * SECOND);
                foreground[i] += segment.foreground();
                capacity[i] += segment.outage() == null ? segment.capacity() : 0;
            }
        }
        int[] attempts = new int[steps];
        for (int second = 0; second < seconds; second++) {
            int i = (int) (second / step);
            busiest[i] = Math.max(busiest[i], calls[second]);
            attempts[i] += world.tally().attemptsIn((int) begin + second);
        }
        for (int i = 0; i < steps; i++) {
            busiest[i] += foreground[i];
        }
        return new Trail(
                Duration.ofSeconds(step),
                Duration.ofNanos((gone - begin * SECOND) * 1_000),
                backlog(world.all(), steps, begin * SECOND, step * SECOND),
                busiest,
                foreground,
                capacity,
                attempts);
    }

    private static int[] backlog(List<ScenarioTask> tasks, int steps, long begin, long step) {
        int[] change = new int[steps + 1];
        for (ScenarioTask task : tasks) {
            if (task.isRecoverable()) {
                long down = (task.failedAt >= 0 ? task.failedAt : task.arrival) - begin;
                change[(int) Math.min(steps, down / step)]++;
                if (task.recoveredAt >= 0) {
                    change[(int) Math.min(steps, (task.recoveredAt - begin) / step)]--;
                }
            }
        }
        int[] backlog = new int[steps];
        int present = 0;
        for (int i = 0; i < steps; i++) {
            present += change[i];
            backlog[i] = present;
        }
        return backlog;
    }
}
