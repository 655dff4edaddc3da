package io.ripresa.simulation.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.OutageScenario.Fault;
import io.ripresa.simulation.scenario.OutageScenario.Fault.Kind;
import io.ripresa.simulation.scenario.Profiles;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FaultShrinkerTest {

    private static final Fault CRASH = fault(Kind.CRASH, 60, 120);
    private static final Fault PAUSE = fault(Kind.PAUSE, 100, 164);
    private static final Fault LATE = fault(Kind.EVENTS_LATE, 10, 900);
    private static final OutageScenario SCENARIO = Profiles.scenario(10, Profiles.PLAIN)
            .withFaults(List.of(CRASH, LATE, PAUSE, fault(Kind.EVENTS_TWICE, 0, 600), fault(Kind.STORE_DOWN, 5, 6)));

    private static Fault fault(Kind kind, int from, int to) {
        return new Fault(
                kind, kind == Kind.CRASH || kind == Kind.PAUSE ? 1 : 0, Profiles.seconds(from), Profiles.seconds(to));
    }

    private static boolean has(OutageScenario scenario, Kind kind, int at) {
        return scenario.setting().faults().stream()
                .anyMatch(f -> f.kind() == kind
                        && f.from().compareTo(Profiles.seconds(at)) <= 0
                        && Profiles.seconds(at).compareTo(f.to()) < 0);
    }

    @Test
    void whatDoesNotMatterGoesAndWhatDoesIsCutShort() {
        Predicate<OutageScenario> breaks = s -> has(s, Kind.CRASH, 70) && has(s, Kind.PAUSE, 163);

        OutageScenario smallest = new FaultShrinker(breaks, 1_000).shrink(SCENARIO);

        assertThat(breaks.test(smallest)).isTrue();
        assertThat(smallest.setting().faults()).containsExactly(fault(Kind.CRASH, 68, 75), fault(Kind.PAUSE, 163, 164));
        assertThat(smallest.withFaults(SCENARIO.setting().faults()))
                .as("nothing but faults is touched")
                .isEqualTo(SCENARIO);
    }

    @Test
    void whatBreaksWithoutFaultsHasNoneLeft() {
        assertThat(new FaultShrinker(s -> true, 1_000)
                        .shrink(SCENARIO)
                        .setting()
                        .faults())
                .isEmpty();
    }

    @Test
    void itAsksNoMoreOftenThanItMayAndThenStillBreaks() {
        AtomicInteger asked = new AtomicInteger();
        Predicate<OutageScenario> breaks = s -> {
            asked.incrementAndGet();
            return has(s, Kind.CRASH, 70);
        };

        OutageScenario smallest = new FaultShrinker(breaks, 3).shrink(SCENARIO);

        assertThat(asked).hasValue(3);
        assertThat(breaks.test(smallest)).isTrue();
    }
}
