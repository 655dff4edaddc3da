package io.ripresa.simulation.scenario;

import io.ripresa.model.SideEffects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Draws the tasks of a scenario. The same scenario and seed have the same tasks, whoever recovers them. */
final class TaskDraw {

    private TaskDraw() {}

    static List<ScenarioTask> draw(OutageScenario scenario, Rehearsals rehearsals, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ScenarioTask> tasks = new ArrayList<>(scenario.tasks() * rehearsals.tellings());
        for (int i = 0; i < rehearsals.tellings(); i++) {
            boolean counted = i == rehearsals.tellings() - 1;
            draw(scenario, Timeline.micros(rehearsals.begins(i)), counted, random, tasks);
        }
        return tasks;
    }

    private static void draw(
            OutageScenario scenario, long shift, boolean counted, SplittableRandom random, List<ScenarioTask> into) {
        int count = scenario.tasks();
        long from = Timeline.micros(scenario.arrival().from());
        long to = Timeline.micros(scenario.arrival().to());
        long[] arrivals = new long[count];
        for (int i = 0; i < count; i++) {
            arrivals[i] = to > from ? random.nextLong(from, to) : from;
        }
        Arrays.sort(arrivals);
        List<@Nullable Trouble> hidden = dealt(hidden(scenario.mix(), count), random.nextLong());
        List<SideEffects> effects = dealt(effects(scenario.mix(), count), random.nextLong());
        double shares = scenario.dependencies().stream()
                .mapToDouble(DependencyProfile::share)
                .sum();
        for (int i = 0; i < count; i++) {
            into.add(new ScenarioTask(
                    into.size(),
                    dependency(scenario, random.nextDouble() * shares),
                    hidden.get(i),
                    effects.get(i),
                    shift + arrivals[i],
                    work(scenario.runTime(), random),
                    counted));
        }
    }

    private static List<@Nullable Trouble> hidden(OutageScenario.Mix mix, int count) {
        List<@Nullable Trouble> all = new ArrayList<>(Collections.nCopies(count, (Trouble) null));
        int at = 0;
        at = fill(all, at, mix.poison(), Trouble.REJECTED_INPUT);
        at = fill(all, at, mix.bug(), Trouble.BUG);
        at = fill(all, at, mix.revoked(), Trouble.REVOKED);
        fill(all, at, mix.unsaid(), Trouble.UNSAID);
        return all;
    }

    private static List<SideEffects> effects(OutageScenario.Mix mix, int count) {
        List<SideEffects> all = new ArrayList<>(Collections.nCopies(count, SideEffects.IDEMPOTENT));
        int at = fill(all, 0, mix.unsafe(), SideEffects.UNSAFE);
        fill(all, at, mix.keyed(), SideEffects.KEYED);
        return all;
    }

    private static <T extends @Nullable Object> int fill(List<T> all, int at, double share, T value) {
        int end = (int) Math.min(all.size(), at + Math.round(share * all.size()));
        for (int i = at; i < end; i++) {
            all.set(i, value);
        }
        return end;
    }

    private static <T extends @Nullable Object> List<T> dealt(List<T> all, long seed) {
        Collections.shuffle(all, new Random(seed));
        return all;
    }

    private static int dependency(OutageScenario scenario, double pick) {
        double sum = 0;
        for (int i = 0; i < scenario.dependencies().size(); i++) {
            sum += scenario.dependencies().get(i).share();
            if (pick < sum) {
                return i;
            }
        }
        return scenario.dependencies().size() - 1;
    }

    private static long work(OutageScenario.RunTime runTime, SplittableRandom random) {
        boolean slow = random.nextDouble() < runTime.slowShare();
        double factor = 0.5 + random.nextDouble();
        return (long) (Timeline.micros(slow ? runTime.slow() : runTime.median()) * factor);
    }
}
