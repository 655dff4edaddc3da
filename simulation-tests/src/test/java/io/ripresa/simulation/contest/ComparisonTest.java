package io.ripresa.simulation.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.simulation.contest.Contest.Entry;
import io.ripresa.simulation.contest.Contest.Result;
import io.ripresa.simulation.scenario.OutageScenario;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ripresa beside the others in the built-in outages of 20 and of 1,000 tasks. All of them: the scoreboard. */
class ComparisonTest {

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(2);
    private static List<Result> results = List.of();

    @BeforeAll
    static void play() throws InterruptedException {
        List<OutageScenario> some = BuiltInScenarios.all().stream()
                .filter(s -> s.tasks() == 20 || s.tasks() == 1_000)
                .toList();
        results = Contest.run(Contest.entries(some, Policies.names(), 1, 1), THREADS);
    }

    @AfterAll
    static void end() {
        THREADS.shutdownNow();
    }

    @Test
    void whereRipresaRecoveredEverythingNobodyIsBetterInBothWasteAndTime() {
        Comparison comparison = Comparison.of(results);

        assertThat(comparison.beaten()).isEmpty();
        assertThat(comparison.compared()).isGreaterThan(5 * (Policies.names().size() - 2));
    }

    @Test
    void theBreakerOfAltinnIsWorseInBothWhereTasksAreMany() {
        assertThat(Comparison.of(results).altinnWorse()).isGreaterThanOrEqualTo(0.9);
    }

    /** Otherwise the two above could not fail. */
    @Test
    void whoIsBetterInBothIsFound() {
        List<Result> exchanged = results.stream()
                .map(r -> switch (r.entry().policy()) {
                    case Policies.RIPRESA -> as(r, Policies.ALTINN);
                    case Policies.ALTINN -> as(r, Policies.RIPRESA);
                    default -> r;
                })
                .toList();

        assertThat(Comparison.of(exchanged).beaten())
                .extracting(Comparison.Beaten::rival)
                .contains(Policies.ALTINN);
        assertThat(Comparison.of(exchanged).altinnWorse()).isLessThan(0.1);
    }

    private static Result as(Result result, String policy) {
        Entry entry = result.entry();
        return new Result(new Entry(entry.scenario(), policy, entry.seed()), result.played());
    }

    @Test
    void noBreakerClosesWhileHalfOfTheRequestsFail() {
        assertThat(Comparison.of(results).falseClosings()).isZero();
    }
}
