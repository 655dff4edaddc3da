package io.ripresa.simulation;

import io.ripresa.model.StartLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes some worlds tight: with task systems that hold all first starts when there are too many, or too much fails. */
final class TightGenerator {

    private static final double LIMITED = 0.03;

    private final RandomGenerator random;

    TightGenerator(RandomGenerator random) {
        this.random = random;
    }

    Scenario tighten(Scenario scenario) {
        return random.nextDouble() < LIMITED ? limited(scenario) : scenario;
    }

    /** The same world, in which each task system limits its first starts, mostly to fewer than will come. */
    Scenario limited(Scenario scenario) {
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < scenario.sites().size(); i++) {
            sites.add(scenario.sites().get(i).withStartLimits(limits(busiestMinute(scenario.tasks(), i))));
        }
        return scenario.withSites(sites);
    }

    private StartLimits limits(int most) {
        int kinds = random.nextInt(3);
        int starts = random.nextInt(1, Math.max(2, most + 1));
        int failures = random.nextInt(1, 4);
        return new StartLimits(kinds == 0 ? null : starts, kinds == 1 ? null : failures);
    }

    private static int busiestMinute(List<TaskPlan> tasks, int site) {
        Map<Long, Integer> minutes = new HashMap<>();
        int most = 0;
        for (TaskPlan task : tasks) {
            if (task.site() == site) {
                most = Math.max(most, minutes.merge(task.submitAt().toMinutes(), 1, Integer::sum));
            }
        }
        return most;
    }
}
