package io.ripresa.simulation.contest;

import io.ripresa.simulation.scenario.Figures;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.ScenarioRun;
import io.ripresa.simulation.scenario.ScenarioRun.Played;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** Many runs side by side. What comes out does not depend on how many go at once. */
public final class Contest {

    /** What is to be run. */
    public record Entry(OutageScenario scenario, String policy, long seed) {}

    /** What came out. */
    public record Result(Entry entry, Played played) {
        public Figures figures() {
            return played.figures();
        }
    }

    private Contest() {}

    /** Every scenario with every policy and seed, in this order. */
    public static List<Entry> entries(
            List<OutageScenario> scenarios, List<String> policies, long firstSeed, int seeds) {
        List<Entry> entries = new ArrayList<>();
        for (OutageScenario scenario : scenarios) {
            for (String policy : policies) {
                for (int i = 0; i < seeds; i++) {
                    entries.add(new Entry(scenario, policy, firstSeed + i));
                }
            }
        }
        return entries;
    }

    /**
     * Runs all.
     *
     * @param executor where they run
     * @return results in the order of the entries
     * @throws InterruptedException if the caller is not to wait any longer
     */
    public static List<Result> run(List<Entry> entries, Executor executor) throws InterruptedException {
        List<FutureTask<Played>> runs = new ArrayList<>();
        for (Entry entry : entries) {
            FutureTask<Played> run = new FutureTask<>(
                    () -> ScenarioRun.run(entry.scenario(), Policies.of(entry.policy()), entry.seed()));
            runs.add(run);
            executor.execute(run);
        }
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            try {
                results.add(new Result(entries.get(i), runs.get(i).get()));
            } catch (ExecutionException e) {
                Entry entry = entries.get(i);
                throw new IllegalStateException(
                        "scenario " + entry.scenario().id() + ", policy " + entry.policy() + ", seed " + entry.seed()
                                + " came to no end",
                        e.getCause());
            }
        }
        return results;
    }
}
