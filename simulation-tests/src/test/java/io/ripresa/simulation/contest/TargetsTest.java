package io.ripresa.simulation.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.simulation.contest.Contest.Result;
import io.ripresa.simulation.contest.Targets.Target;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The four targets, on the built-in scenarios that are quickly played. */
class TargetsTest {

    private static List<Result> play(List<String> policies) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            return Contest.run(
                    Contest.entries(
                            BuiltInScenarios.all().stream()
                                    .filter(scenario -> scenario.tasks() == 1_000)
                                    .filter(scenario -> scenario.id().startsWith("60s")
                                            || scenario.id().startsWith("10m"))
                                    .toList(),
                            policies,
                            1,
                            1),
                    threads);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aTaskCountsOnceAndOnlyRipresasRunsCount() throws InterruptedException {
        List<Result> all = play(List.of(Policies.RIPRESA, "sidekiq"));
        List<Result> own = all.stream()
                .filter(result -> result.entry().policy().equals(Policies.RIPRESA))
                .toList();

        List<Target> targets = Targets.of(own);

        assertThat(own).isNotEmpty().hasSizeLessThan(all.size());
        assertThat(Targets.of(all)).isEqualTo(targets);
        assertThat(targets).hasSize(4).allMatch(Target::isMet);
        assertThat(targets.get(0).all())
                .isEqualTo(
                        own.stream().mapToLong(r -> r.figures().recoverable()).sum());
        assertThat(targets.get(0).part())
                .isEqualTo(own.stream().mapToLong(r -> r.figures().recovered()).sum());
        assertThat(targets.get(2).part()).isLessThanOrEqualTo(targets.get(2).all());
    }

    @Test
    void whatCannotBeCountedIsNotMet() throws InterruptedException {
        assertThat(Targets.of(List.of())).noneMatch(Target::isMet);
        assertThat(new Target("x", 0.05, 5, 100, 0.05, false).isMet()).isTrue();
        assertThat(new Target("x", 0.06, 6, 100, 0.05, false).isMet()).isFalse();
        assertThat(new Target("x", 0.74, 74, 100, 0.75, true).isMet()).isFalse();
    }
}
