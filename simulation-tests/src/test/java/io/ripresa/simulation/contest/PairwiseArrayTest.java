package io.ripresa.simulation.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.simulation.contest.PairwiseArray.Pair;
import io.ripresa.simulation.scenario.OutageScenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairwiseArrayTest {

    private static List<Pair> uncovered(int[] sizes, List<int[]> rows) {
        List<Pair> open = new ArrayList<>(PairwiseArray.pairs(sizes));
        for (int[] row : rows) {
            open.removeIf(p -> row[p.first()] == p.value() && row[p.second()] == p.other());
        }
        return open;
    }

    @Test
    void everyPairOfTheBuiltInSetIsCoveredButForTheVoidOnes() {
        List<int[]> rows = PairwiseArray.rows(BuiltInScenarios.sizes(), BuiltInScenarios.voids());

        assertThat(uncovered(BuiltInScenarios.sizes(), rows))
                .containsExactlyInAnyOrderElementsOf(BuiltInScenarios.voids());
        assertThat(rows).hasSizeLessThanOrEqualTo(22);
        assertThat(BuiltInScenarios.voidPairs()).hasSameSizeAs(BuiltInScenarios.voids());
    }

    @Test
    void smallArraysAreCoveredToo() {
        int[] sizes = {2, 2, 3};
        assertThat(uncovered(sizes, PairwiseArray.rows(sizes, List.of()))).isEmpty();
    }

    @Test
    void theSameFactorsGiveTheSameRows() {
        List<String> once = PairwiseArray.rows(BuiltInScenarios.sizes(), BuiltInScenarios.voids()).stream()
                .map(Arrays::toString)
                .toList();
        assertThat(PairwiseArray.rows(BuiltInScenarios.sizes(), BuiltInScenarios.voids()))
                .extracting(Arrays::toString)
                .containsExactlyElementsOf(once);
    }

    @Test
    void theBuiltInScenariosHaveNamesOfTheirOwnAndNoPoisonAlone() {
        List<OutageScenario> all = BuiltInScenarios.all();

        assertThat(all).extracting(OutageScenario::id).doesNotHaveDuplicates();
        assertThat(all).noneMatch(s -> s.tasks() == 1 && s.mix().poison() > 0);
    }
}
