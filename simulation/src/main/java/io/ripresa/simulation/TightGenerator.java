package io.ripresa.simulation;

import io.ripresa.model.StartLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes some worlds tight: with task systems that hold all first starts when there are too many, or too much fails, and
 * with workers that are short of memory.
 */
final class TightGenerator {

    private static final double LIMITED = 0.03;
    private static final double SHORT_OF_MEMORY = 0.03;

    private final RandomGenerator random;

    TightGenerator(RandomGenerator random) {
        this.random = random;
    }

    Scenario tighten(Scenario scenario) {
        Scenario tight = random.nextDouble() < LIMITED ? limited(scenario) : scenario;
        return random.nextDouble() < SHORT_OF_MEMORY ? shortOfMemory(tight) : tight;
    }

    /** The same world, in which workers are short of memory for a while, and some tasks need more than there is. */
    Scenario shortOfMemory(Scenario scenario) {
        List<Site> sites = new ArrayList<>();
        for (Site site : scenario.sites()) {
            List<Site.Shortage> shortages = new ArrayList<>();
            for (int worker = 0; worker < site.workers(); worker++) {
                Duration from = seconds(0, 900);
                for (int i = random.nextInt(4); i > 0; i--) {
                    Duration to = from.plus(random.nextInt(8) == 0 ? seconds(600, 2400) : seconds(10, 300));
                    shortages.add(new Site.Shortage(worker, from, to));
                    from = to.plus(seconds(1, 300));
                }
            }
            sites.add(site.withCrew(site.crew().withShortages(shortages)));
        }
        double large = random.nextBoolean() ? random.nextDouble(0.02, 0.2) : 0;
        List<TaskPlan> tasks = new ArrayList<>();
        for (TaskPlan task : scenario.tasks()) {
            boolean becomes = random.nextDouble() < large && task.hidden().cause() == HiddenCause.NONE;
            tasks.add(becomes ? task.with(HiddenCause.TOO_LARGE) : task);
        }
        return scenario.withSites(sites).withTasks(tasks);
    }

    private Duration seconds(int least, int most) {
        return Duration.ofMillis(random.nextLong(least * 1000L, most * 1000L + 1));
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
