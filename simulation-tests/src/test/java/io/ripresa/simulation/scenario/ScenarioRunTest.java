package io.ripresa.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ripresa.simulation.scenario.DependencyProfile.Serving;
import io.ripresa.simulation.scenario.OutageScenario.Mix;
import io.ripresa.simulation.scenario.OutageScenario.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The figures against their definitions, with mechanisms whose every move is known. */
class ScenarioRunTest {

    /** Runs every failed task again after a fixed time. */
    private static Mechanism.Factory every(double seconds) {
        return surroundings -> new Mechanism() {
            @Override
            public void succeeded(int task, int run) {
                // Nothing to do.
            }

            @Override
            public void failed(int task, int run, Trouble trouble) {
                surroundings.at(surroundings.micros() + (long) (seconds * 1e6), () -> surroundings.rerun(task));
            }

            @Override
            public boolean isAtRest() {
                return false;
            }
        };
    }

    private static Figures play(OutageScenario scenario, Mechanism.Factory policy) {
        return ScenarioRun.run(scenario, policy, 1).figures();
    }

    @Test
    void wasteCountsFailedAttemptsPerRecoveredTask() {
        Figures f = play(Profiles.scenario(1, Profiles.PLAIN), every(10));

        assertThat(f.recoverable()).isEqualTo(1);
        assertThat(f.recovered()).isEqualTo(1);
        long failed = f.waste().failedAttempts();
        assertThat(failed).isBetween(0L, 6L);
        assertThat(f.waste().w()).isEqualTo((double) failed);
        assertThat(f.care().mostAttempts()).isEqualTo(failed + 1);
        assertThat(f.times().p90()).isBetween(0.3, 11.0);
        assertThat(f.times().detectionDelay()).isEqualTo(f.times().p50());
        assertThat(f.times().oracleP90()).isCloseTo(0.1, within(1e-6));
    }

    @Test
    void whatComesBackBeforeTheCauseIsGoneCountsNoTime() {
        DependencyProfile flapping = Profiles.down(Profiles.outage(60, 120), Profiles.outage(150, 600));
        Figures f = play(Profiles.scenario(20, flapping), every(5));

        assertThat(f.recovered()).isEqualTo(20);
        assertThat(f.times().p90()).isZero();
        assertThat(f.times().drain()).isZero();
    }

    @Test
    void attemptsAtWorkWhenANewOutageBeginsAreNobodysFault() {
        // 10 tasks run again just before the second window, and are caught in it.
        DependencyProfile flapping = Profiles.down(Profiles.outage(60, 120), Profiles.outage(150, 190));
        OutageScenario scenario = new OutageScenario(
                "caught",
                10,
                new OutageScenario.Arrival(Profiles.seconds(100), Profiles.seconds(100)),
                OutageScenario.RunTime.of(Duration.ofSeconds(10)),
                List.of(flapping),
                Mix.SOUND,
                Setting.PLAIN);
        Figures f = play(scenario, every(42));

        assertThat(f.recovered()).isEqualTo(10);
        assertThat(f.waste().failedAttempts()).isGreaterThanOrEqualTo(5);
        assertThat(f.waste().wGross()).isGreaterThan(0);
        assertThat(f.waste().w()).isZero();
    }

    @Test
    void theFirstAttemptOfPoisonIsNobodysFaultEither() {
        Figures f = play(Profiles.scenario(20, Profiles.PLAIN, Mix.poison(0.2), Setting.PLAIN), every(3_000));

        assertThat(f.recoverable()).isEqualTo(16);
        assertThat(f.recovered()).isEqualTo(16);
        // Attempts at 3,000 s and 6,000 s: one excused, one wasted by each of four.
        assertThat(f.waste().attemptsPerPoisonTask()).isEqualTo(2);
        assertThat(f.waste().w()).isCloseTo(4 / 16.0, within(1e-9));
        assertThat(f.waste().wGross()).isCloseTo(8 / 16.0, within(1e-9));
    }

    @Test
    void percentilesAreUndefinedWhereTooFewCameBack() {
        Mechanism.Factory everyOther = surroundings -> new Mechanism() {
            @Override
            public void succeeded(int task, int run) {
                // Nothing to do.
            }

            @Override
            public void failed(int task, int run, Trouble trouble) {
                if (task % 2 == 0) {
                    surroundings.at(surroundings.micros() + 100_000_000, () -> surroundings.rerun(task));
                } else {
                    surroundings.giveUp(task);
                }
            }

            @Override
            public boolean isAtRest() {
                return true;
            }
        };
        Figures f = play(Profiles.scenario(10, Profiles.PLAIN), everyOther);

        assertThat(f.recovered()).isEqualTo(5);
        assertThat(f.escalated()).isEqualTo(5);
        assertThat(f.isComplete()).isFalse();
        assertThat(f.times().p50()).isNotNull();
        assertThat(f.times().p90()).isNull();
        assertThat(f.times().drain()).isNull();
    }

    @Test
    void aPeakIsTheBusiestSecondByCapacityForegroundIncluded() {
        // All at once, 600 s after the start: 30 + 5 requests in one second, where 10 can be done.
        Mechanism.Factory atOnce = surroundings -> new Mechanism() {
            @Override
            public void succeeded(int task, int run) {
                // Nothing to do.
            }

            @Override
            public void failed(int task, int run, Trouble trouble) {
                long round = 600_000_000L * (surroundings.micros() / 600_000_000L + 1);
                surroundings.at(round, () -> surroundings.rerun(task));
            }

            @Override
            public boolean isAtRest() {
                return true;
            }
        };
        OutageScenario scenario = Profiles.scenario(
                30, Profiles.with(Steps.always(10), Steps.always(1), Steps.always(5), Serving.COLLAPSING));
        Figures f = play(scenario, atOnce);

        assertThat(f.load().peakRatio()).isCloseTo(3.5, within(0.11));
        assertThat(f.load().overloadWindows()).isEqualTo(1);
        assertThat(f.load().foregroundLost()).isZero();
        assertThat(f.load().amplePeakRatio()).as("10/s is no ample capacity").isZero();
    }

    @Test
    void theLoadIsOfTheDrainAloneAndNotDefinedWhereThereIsNone() {
        // Back before the cause is gone, and a foreground that alone takes nearly everything.
        DependencyProfile busy = new DependencyProfile(
                "pay.example:443",
                1,
                List.of(Profiles.outage(60, 120), Profiles.outage(150, 600)),
                Steps.always(10),
                Steps.always(1),
                Steps.always(1).then(Profiles.seconds(600), 9.5),
                Serving.SHEDDING);
        Figures f = play(Profiles.scenario(20, busy), every(5));

        assertThat(f.recovered()).isEqualTo(20);
        assertThat(f.load().overloadShare()).isNull();
        assertThat(f.load().peakRatio()).isNull();
        assertThat(f.load().foregroundLost()).isNotNull();
    }

    @Test
    void theForegroundIsToldBySecondsToWhoeverListens() {
        List<String> told = new ArrayList<>();
        Mechanism.Factory listening = surroundings -> {
            surroundings.onTraffic((dependency, succeeded, failed) ->
                    told.add(surroundings.micros() / 1_000_000 + " " + succeeded + " " + failed));
            return every(10).start(surroundings);
        };
        DependencyProfile busy = Profiles.with(Steps.always(10), Steps.always(1), Steps.always(5), Serving.SHEDDING);
        Mix sound = Mix.SOUND;

        play(Profiles.scenario(1, busy, sound, Setting.PLAIN), listening);
        assertThat(told).as("only where the scenario has that evidence").isEmpty();

        play(
                Profiles.scenario(1, busy, sound, Setting.PLAIN.withEvidence(Set.of(EvidenceSource.FOREGROUND))),
                listening);
        assertThat(told).contains("10 5 0", "100 0 5");
    }

    @Test
    void runningTwiceWhatMayHaveActedIsAnUnsafeRelease() {
        DependencyProfile hanging = new DependencyProfile(
                "pay.example:443",
                1,
                List.of(new DependencyProfile.Outage(Profiles.seconds(60), Profiles.seconds(120), OutageMode.HANG)),
                Steps.always(10),
                Steps.always(1),
                Steps.always(0),
                Serving.SHEDDING);
        Mix unsafe = new Mix(0, 0, 0, 0, 1, 0, Duration.ofHours(24));
        Figures f = play(Profiles.scenario(5, hanging, unsafe, Setting.PLAIN), every(10));

        assertThat(f.care().unsafeReleases()).isPositive();
        assertThat(f.recoverable()).as("a person must look at each").isZero();
        assertThat(f.waste().w()).isNull();
    }

    @Test
    void theOracleIsAtTheOptimumAndCostsTheForegroundNothing() {
        OutageScenario scenario = Profiles.scenario(
                300,
                Profiles.with(Steps.always(40), Steps.always(1), Steps.always(20), Serving.COLLAPSING),
                Mix.poison(0.1),
                Setting.PLAIN);
        Figures f = play(scenario, OracleMechanism::start);

        assertThat(f.isComplete()).isTrue();
        assertThat(f.waste().failedAttempts()).isZero();
        assertThat(f.times().oracleP90()).isCloseTo(0.9 * 270 / 20, within(0.1));
        assertThat(f.times().p90()).isCloseTo(f.times().oracleP90(), within(1.0));
        assertThat(f.load().overloadShare()).isZero();
        assertThat(f.load().foregroundLost()).isZero();
        assertThat(f.quarantined()).isEqualTo(30);
    }

    @Test
    void theTrailAddsUp() {
        Trail trail = ScenarioRun.run(Profiles.scenario(40, Profiles.PLAIN), every(10), 1)
                .trail();

        assertThat(trail.causeGone()).isEqualTo(Duration.ofSeconds(120));
        assertThat(trail.backlog()[trail.backlog().length - 1]).isZero();
        assertThat(Arrays.stream(trail.backlog()).max().orElse(0)).isBetween(30, 40);
    }
}
