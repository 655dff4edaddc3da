package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScenarioTextTest {

    @Test
    void whatIsWrittenIsReadBackEqual() {
        LongStream.range(0, 300)
                .mapToObj(ScenarioGenerator::generate)
                .forEach(scenario -> assertThat(ScenarioText.read(ScenarioText.write(scenario)))
                        .isEqualTo(scenario));
    }

    @Test
    void textsKeepTheirQuotesAndBrackets() {
        Scenario scenario = ScenarioGenerator.generate(1);
        TaskPlan odd = new TaskPlan(
                "a \"b\\c], d=",
                "ws",
                0,
                0,
                scenario.tasks().get(0).submitAt(),
                scenario.tasks().get(0).declared(),
                scenario.tasks().get(0).hidden());
        Scenario with = scenario.withTasks(java.util.List.of(odd));

        assertThat(ScenarioText.read(ScenarioText.write(with))).isEqualTo(with);
    }

    @Test
    void aTextThatIsWrongIsRefusedWithThePlaceAndWhatWasExpected() {
        String text = ScenarioText.write(ScenarioGenerator.generate(1));

        assertThatThrownBy(() -> ScenarioText.read(text.replaceFirst("seed=1", "seed=one")))
                .hasMessageContaining("says \"one")
                .hasMessageContaining("expected is a long");
        assertThatThrownBy(() -> ScenarioText.read(text.replaceFirst("tasks=", "jobs=")))
                .hasMessageContaining("expected is \"tasks\"");
        assertThatThrownBy(() -> ScenarioText.read(text + "more")).hasMessageContaining("expected is the end");
        assertThatThrownBy(() -> ScenarioText.read(text.substring(0, 200)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
