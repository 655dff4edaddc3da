package io.ripresa.simulation.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.simulation.scenario.DependencyProfile;
import io.ripresa.simulation.scenario.DependencyProfile.Serving;
import io.ripresa.simulation.scenario.EvidenceSource;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.OutageScenario.Mix;
import io.ripresa.simulation.scenario.OutageScenario.Setting;
import io.ripresa.simulation.scenario.ScenarioRun;
import io.ripresa.simulation.scenario.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The early warning sees a brown-out that no breaker sees, within minutes, and nothing where there is nothing. */
class EarlyWarningTest {

    private static final Duration BROWN_OUT = Duration.ofHours(2);
    private static final Duration END = Duration.ofHours(3);
    private static final Duration QUIET = Duration.ofHours(6);

    /** Foreground traffic of which a share goes well, and a task every now and then; at the end all goes well. */
    private static OutageScenario scenario(Steps success, double perSecond, Duration lasts, int tasks) {
        DependencyProfile dependency = new DependencyProfile(
                "pay.example:443",
                1,
                List.of(),
                Steps.always(4 * perSecond + 4),
                success.then(lasts, 1),
                Steps.always(perSecond),
                Serving.SHEDDING);
        return new OutageScenario(
                "brown-out",
                tasks,
                new OutageScenario.Arrival(tasks == 1 ? lasts : Duration.ZERO, lasts.plusSeconds(1)),
                OutageScenario.RunTime.of(Duration.ofMillis(500)),
                List.of(dependency),
                Mix.SOUND,
                new Setting(Set.of(EvidenceSource.FOREGROUND), 2, false, 1_000, 0, List.of()));
    }

    private record Told(Instant start, List<JournalEntry> lines) {
        List<JournalEntry> warnings() {
            return lines.stream().filter(line -> line.kind() == Kind.WARNING).toList();
        }

        Duration at(JournalEntry line) {
            return Duration.between(start, line.at());
        }
    }

    /** What was written to the journal before the end. */
    private static Told play(OutageScenario scenario, Duration lasts, long seed) {
        List<JournalEntry> lines = new ArrayList<>();
        Instant[] start = new Instant[1];
        ScenarioRun.Played played = ScenarioRun.run(
                scenario,
                surroundings -> {
                    start[0] = surroundings.clock().instant();
                    return RipresaMechanism.watched(surroundings, lines::add, event -> {});
                },
                seed);
        assertThat(played.violations()).isEmpty();
        Instant end = start[0].plus(lasts);
        return new Told(
                start[0], lines.stream().filter(line -> line.at().isBefore(end)).toList());
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 130", "1, 0.5, 250", "0.99, 5, 130", "0.99, 0.5, 370"})
    void aBrownOutIsToldWithinMinutesWhileTheBreakerStaysClosed(double usual, double perSecond, int within) {
        Steps success = Steps.always(usual).then(BROWN_OUT, 0.8 * usual);
        OutageScenario scenario = scenario(success, perSecond, END, 30);
        for (long seed = 1; seed <= 20; seed++) {
            Told told = play(scenario, END, seed);

            assertThat(told.warnings()).as("seed %s", seed).hasSize(1);
            JournalEntry warning = told.warnings().get(0);
            assertThat(warning.text())
                    .contains("calls of pay.example:443", "Nothing is held back yet")
                    .contains(usual == 1 ? "usually none" : "usually 1 in ");
            assertThat(told.at(warning).minus(BROWN_OUT))
                    .as("seed %s", seed)
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofSeconds(within));
            assertThat(told.lines()).noneMatch(line -> line.text().contains("→ OPEN"));
        }
    }

    @Test
    void itEndsAQuarterOfAnHourAfterTheBrownOut() {
        Duration over = BROWN_OUT.plusMinutes(20);
        OutageScenario scenario =
                scenario(Steps.always(0.999).then(BROWN_OUT, 0.8).then(over, 0.999), 2, END, 1);

        Told told = play(scenario, END, 1);

        assertThat(told.warnings()).hasSize(2);
        JournalEntry end = told.warnings().get(1);
        assertThat(end.text()).contains("go as usual again");
        assertThat(told.at(end).minus(over)).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(25));
    }

    /** Six hours of quiet traffic for each seed, a third of them of a kind; {@code -Dripresa.quiet.seeds=1000} for more. */
    @Test
    void quietTrafficGivesNoWarning() {
        double[] usual = {1, 0.99, 0.9};
        List<String> wrong = LongStream.rangeClosed(1, Long.getLong("ripresa.quiet.seeds", 150))
                .boxed()
                .flatMap(seed -> {
                    double share = usual[(int) (seed % usual.length)];
                    OutageScenario scenario = scenario(Steps.always(share), seed % 2 == 0 ? 0.1 : 1, QUIET, 1);
                    return play(scenario, QUIET, seed).warnings().stream()
                            .map(line -> "seed " + seed + ": " + line.text());
                })
                .toList();
        assertThat(wrong).isEmpty();
    }
}
