package io.ripresa.simulation;

import io.ripresa.model.StartLimits;
import io.ripresa.simulation.DependencyPlan.BrownOut;
import io.ripresa.simulation.DependencyPlan.Outage;
import io.ripresa.simulation.Scenario.Faults;
import io.ripresa.simulation.Scenario.People;
import io.ripresa.spi.TaskSystem.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A list in a scenario from which things can be taken away, one by one or many at once.
 *
 * @param get the list
 * @param set the scenario with another list
 */
record ScenarioPart<T>(Function<Scenario, List<T>> get, BiFunction<Scenario, List<T>, Scenario> set) {

    List<T> list(Scenario scenario) {
        return get.apply(scenario);
    }

    Scenario with(Scenario scenario, List<T> list) {
        return set.apply(scenario, list);
    }

    /** The parts of a scenario, those first whose absence makes most runs shorter. */
    static List<ScenarioPart<?>> of(Scenario scenario) {
        List<ScenarioPart<?>> parts = new ArrayList<>();
        parts.add(new ScenarioPart<TaskPlan>(Scenario::tasks, Scenario::withTasks));
        parts.add(new ScenarioPart<Mishap>(
                s -> s.faults().mishaps(), (s, list) -> s.withFaults(s.faults().withMishaps(list))));
        parts.add(new ScenarioPart<Absence>(
                s -> s.faults().absences(), (s, list) -> s.withFaults(s.faults().withAbsences(list))));
        parts.add(new ScenarioPart<Scenario.Deed>(
                s -> s.people().reruns(), (s, list) -> s.withPeople(s.people().withReruns(list))));
        parts.add(new ScenarioPart<Scenario.Deed>(
                s -> s.people().cancellations(),
                (s, list) -> s.withPeople(s.people().withCancellations(list))));
        parts.add(new ScenarioPart<Fix>(
                s -> s.people().fixes(), (s, list) -> s.withPeople(s.people().withFixes(list))));
        for (int i = 0; i < scenario.dependencies().size(); i++) {
            int index = i;
            parts.add(new ScenarioPart<Outage>(
                    s -> s.dependencies().get(index).outages(),
                    (s, list) -> dependency(s, index, d -> d.withOutages(list))));
        }
        for (int i = 0; i < scenario.sites().size(); i++) {
            int index = i;
            parts.add(new ScenarioPart<Site.Death>(
                    s -> s.sites().get(index).deaths(), (s, list) -> site(s, index, site -> site.withDeaths(list))));
            parts.add(new ScenarioPart<Site.Shortage>(
                    s -> s.sites().get(index).crew().shortages(),
                    (s, list) ->
                            site(s, index, site -> site.withCrew(site.crew().withShortages(list)))));
        }
        return parts;
    }

    /** Ways to make a scenario simpler; each answers the scenario itself where there is nothing to do. */
    static List<UnaryOperator<Scenario>> simplifications(Scenario scenario) {
        List<UnaryOperator<Scenario>> ways = new ArrayList<>();
        ways.add(ScenarioPart::withOneNodeLess);
        ways.add(s -> s.withPeople(new People(
                null,
                Duration.ZERO,
                false,
                s.people().reruns(),
                s.people().cancellations(),
                s.people().fixes())));
        ways.add(s -> s.withKeptFor(null));
        ways.add(ScenarioPart::withoutUnusedSites);
        ways.add(ScenarioPart::withoutUnusedDependencies);
        for (int i = 0; i < scenario.sites().size(); i++) {
            int index = i;
            ways.add(s -> site(s, index, site -> site.withDelivery(Site.Delivery.PROMPT)));
            ways.add(s -> site(s, index, site -> site.withAhead(Duration.ZERO)));
            ways.add(s -> site(s, index, site -> site.withStartLimits(StartLimits.NONE)));
            ways.add(s -> site(
                    s,
                    index,
                    site -> site.withStartLimits(
                            new StartLimits(site.startLimits().startsPerMinute(), null))));
            ways.add(s -> site(
                    s,
                    index,
                    site -> site.withStartLimits(
                            new StartLimits(null, site.startLimits().newFailuresPerFiveMinutes()))));
            ways.add(s -> site(s, index, site -> site.withCapabilities(new Capabilities(true, true, true, true))));
        }
        for (int i = 0; i < scenario.dependencies().size(); i++) {
            int index = i;
            ways.add(s -> dependency(s, index, d -> d.withBrownOut(BrownOut.NONE)));
            ways.add(s -> dependency(s, index, d -> d.withCollapses(false)));
        }
        for (int i = 0; i < scenario.faults().mishaps().size(); i++) {
            int index = i;
            ways.add(s -> mishap(s, index, m -> m.withTimes(1)));
            ways.add(s -> mishap(s, index, m -> m.withEvery(1)));
            ways.add(s -> mishap(s, index, m -> m.withLength(half(m.length()))));
        }
        for (int i = 0; i < scenario.tasks().size(); i++) {
            int index = i;
            ways.add(s -> task(s, index, TaskPlan::simpler));
        }
        return ways;
    }

    private static Duration half(Duration length) {
        Duration half = length.dividedBy(2);
        return half.compareTo(Duration.ofSeconds(1)) < 0 ? length : Duration.ofSeconds(half.toSeconds());
    }

    private static Scenario withOneNodeLess(Scenario s) {
        int nodes = s.faults().nodes() - 1;
        if (nodes < 1) {
            return s;
        }
        Faults f = s.faults();
        return s.withFaults(new Faults(
                nodes,
                f.mishaps().stream().filter(m -> m.node() <= nodes).toList(),
                f.absences().stream().filter(a -> a.node() <= nodes).toList(),
                f.until()));
    }

    private static Scenario withoutUnusedSites(Scenario s) {
        List<Integer> used = IntStream.range(0, s.sites().size())
                .filter(i -> s.tasks().stream().anyMatch(task -> task.site() == i))
                .boxed()
                .toList();
        if (used.isEmpty() || used.size() == s.sites().size()) {
            return s;
        }
        return s.withSites(used.stream().map(s.sites()::get).toList())
                .withTasks(s.tasks().stream()
                        .map(task -> task.at(used.indexOf(task.site()), task.dependency()))
                        .toList());
    }

    private static Scenario withoutUnusedDependencies(Scenario s) {
        List<Integer> used = IntStream.range(0, s.dependencies().size())
                .filter(i -> s.tasks().stream().anyMatch(task -> task.dependency() == i))
                .boxed()
                .toList();
        if (used.size() == s.dependencies().size()) {
            return s;
        }
        return s.withDependencies(used.stream().map(s.dependencies()::get).toList())
                .withTasks(s.tasks().stream()
                        .map(task -> task.at(task.site(), used.indexOf(task.dependency())))
                        .toList());
    }

    private static Scenario dependency(Scenario s, int index, UnaryOperator<DependencyPlan> change) {
        return s.withDependencies(changed(s.dependencies(), index, change));
    }

    private static Scenario site(Scenario s, int index, UnaryOperator<Site> change) {
        return s.withSites(changed(s.sites(), index, change));
    }

    private static Scenario task(Scenario s, int index, UnaryOperator<TaskPlan> change) {
        return s.withTasks(changed(s.tasks(), index, change));
    }

    private static Scenario mishap(Scenario s, int index, UnaryOperator<Mishap> change) {
        return s.withFaults(s.faults().withMishaps(changed(s.faults().mishaps(), index, change)));
    }

    /** The list with one element changed; the same where it has become too short for that. */
    private static <T> List<T> changed(List<T> list, int index, UnaryOperator<T> change) {
        if (index >= list.size()) {
            return list;
        }
        List<T> changed = new ArrayList<>(list);
        changed.set(index, change.apply(changed.get(index)));
        return changed;
    }
}
