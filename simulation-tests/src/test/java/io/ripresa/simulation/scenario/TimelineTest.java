package io.ripresa.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ripresa.simulation.scenario.DependencyProfile.Serving;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final double SECOND = 1e6;

    private static double gone(DependencyProfile profile) {
        return new Timeline(profile).causeGoneAt() / SECOND;
    }

    private static Steps from(int seconds, double value, int thenSeconds, double then) {
        return Steps.always(1).then(Profiles.seconds(seconds), value).then(Profiles.seconds(thenSeconds), then);
    }

    @Test
    void theCauseIsGoneAtTheEndOfTheLastOutage() {
        assertThat(gone(Profiles.PLAIN)).isEqualTo(120);
        assertThat(gone(Profiles.down(Profiles.outage(60, 120), Profiles.outage(130, 150))))
                .isEqualTo(150);
    }

    @Test
    void theCauseIsNotGoneWhileRequestsFailByChance() {
        assertThat(gone(Profiles.with(Steps.always(10), from(120, 0.5, 300, 1), Steps.always(0), Serving.SHEDDING)))
                .isEqualTo(300);
    }

    @Test
    void theCauseIsNotGoneWhileTheForegroundAloneIsTooMuch() {
        Steps quarter = Steps.always(10).then(Profiles.seconds(120), 2.5).then(Profiles.seconds(300), 10);

        assertThat(gone(Profiles.with(quarter, Steps.always(1), Steps.always(0), Serving.SHEDDING)))
                .isEqualTo(120);
        assertThat(gone(Profiles.with(quarter, Steps.always(1), Steps.always(5), Serving.SHEDDING)))
                .isEqualTo(300);
    }

    @Test
    void aQueueThatTheForegroundFilledIsPartOfTheCause() {
        // 15/s against 10/s for long enough to fill the queue of 100; then 5/s drain it until 49 wait: 4.9 s at 10/s.
        Steps foreground = Steps.always(15).then(Profiles.seconds(300), 5);

        double gone = gone(Profiles.with(Steps.always(10), Steps.always(1), foreground, Serving.COLLAPSING));

        assertThat(gone).isCloseTo(300 + (100 - 49) / 5.0, within(0.01));
    }

    @Test
    void theOracleServesWithWhatTheForegroundLeaves() {
        Steps capacity = Steps.always(10).then(Profiles.seconds(125), 20);
        Oracle oracle =
                new Oracle(new Timeline(Profiles.with(capacity, Steps.always(1), Steps.always(5), Serving.SHEDDING)));

        // 5/s for 5 s, 15/s after that.
        assertThat(oracle.servedAt(10) / SECOND).isCloseTo(122, within(1e-5));
        assertThat(oracle.servedAt(25) / SECOND).isCloseTo(125, within(1e-5));
        assertThat(oracle.servedAt(40) / SECOND).isCloseTo(126, within(1e-5));
        assertThat(oracle.secondsFor(25).get(24)).isCloseTo(5, within(1e-5));
    }

    @Test
    void rehearsalsRepeatTheStoryAndTheLastOneCounts() {
        OutageScenario twice = Profiles.scenario(
                10, Profiles.PLAIN, OutageScenario.Mix.SOUND, OutageScenario.Setting.PLAIN.withRehearsals(1));
        Rehearsals rehearsals = new Rehearsals(twice);
        Duration period = Duration.ofSeconds(120).plusHours(1);

        assertThat(rehearsals.begins(1)).isEqualTo(period);
        assertThat(gone(rehearsals.of(Profiles.PLAIN))).isEqualTo(120 + period.toSeconds());
        assertThat(TaskDraw.draw(twice, rehearsals, 1))
                .hasSize(20)
                .filteredOn(t -> t.counted)
                .hasSize(10);
    }
}
