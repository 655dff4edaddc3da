package io.ripresa.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.SideEffects;
import io.ripresa.server.demo.PlannedTask.Part;
import io.ripresa.server.depot.Mood;
import io.ripresa.server.depot.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoPlanTest {

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    @Test
    void theSameSeedMakesTheSamePlanAndAnotherSeedAnother() {
        DemoPlan plan = DemoPlan.of("demo", 300, HALF_A_MINUTE, 7);
        assertThat(DemoPlan.of("demo", 300, HALF_A_MINUTE, 7)).isEqualTo(plan);
        assertThat(DemoPlan.of("demo", 300, HALF_A_MINUTE, 8)).isNotEqualTo(plan);
    }

    @ParameterizedTest
    @CsvSource({"50,10", "50,600", "300,30", "777,45", "5000,10", "5000,600"})
    void everyPlanHasAllPartsInTheirPlaces(int tasks, int seconds) {
        Duration outage = Duration.ofSeconds(seconds);
        DemoPlan plan = DemoPlan.of("demo", tasks, outage, 1);

        assertThat(plan.tasks()).hasSize(tasks);
        assertThat(plan.tasks()).extracting(PlannedTask::id).doesNotHaveDuplicates();
        assertThat(plan.tasks().stream().map(PlannedTask::workspace).distinct()).hasSizeGreaterThanOrEqualTo(3);
        Map<Part, List<PlannedTask>> parts = plan.tasks().stream().collect(Collectors.groupingBy(PlannedTask::part));
        assertThat(parts).containsOnlyKeys(Part.values());
        assertThat(parts.get(Part.SOUND).size()).isGreaterThan(tasks * 3 / 4);

        // What answers for itself must find the depot serving, else the outage would be its cause.
        for (Part part : List.of(Part.BAD_DATA, Part.REVOKED)) {
            assertThat(parts.get(part))
                    .extracting(t -> t.timing().submitAfter())
                    .allSatisfy(at -> assertThat(at.isNegative() || at.compareTo(outage) > 0)
                            .isTrue());
        }
        assertThat(parts.get(Part.UNSAFE_MID_FLIGHT)).allSatisfy(t -> {
            assertThat(t.call().sideEffects()).isEqualTo(SideEffects.UNSAFE);
            assertThat(t.timing().submitAfter()).isBetween(Duration.ZERO, Duration.ofMillis(100));
            assertThat(t.timing().urgent()).isTrue();
        });
        assertThat(parts.get(Part.EXPIRES)).allSatisfy(t -> {
            assertThat(t.timing().submitAfter()).isPositive();
            assertThat(t.timing().expiresAfter()).isBetween(t.timing().submitAfter(), outage);
        });
        assertThat(parts.get(Part.CANCELLED))
                .allSatisfy(t -> assertThat(t.timing().cancelAfter())
                        .isBetween(t.timing().submitAfter(), outage));
    }

    @Test
    void mostComesInTheFirstTwoThirdsOfTheOutageAndLiveTrafficAllTheTime() {
        DemoPlan plan = DemoPlan.of("demo", 300, HALF_A_MINUTE, 1);
        assertThat(submitted(plan, Duration.ZERO, Duration.ofSeconds(21))).isGreaterThan(200);
        for (int second = -6; second < 50; second += 5) {
            assertThat(submitted(plan, Duration.ofSeconds(second), Duration.ofSeconds(second + 5)))
                    .as("tasks submitted in the 5 s from %d s", second)
                    .isPositive();
        }
    }

    @Test
    void sizesAndLengthsOutOfBoundsAreNamed() {
        assertThatThrownBy(() -> DemoPlan.of("demo", 49, HALF_A_MINUTE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("49 tasks are outside 50 to 5000");
        assertThatThrownBy(() -> Outage.of(Instant.EPOCH, Duration.ofSeconds(601)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an outage of 601 s is outside 10 to 600 s");
    }

    @ParameterizedTest
    @CsvSource({"10", "30", "600"})
    void theMoodsFillTheOutageAndItHangsLongerThanCallersWait(int seconds) {
        Outage outage = Outage.of(Instant.EPOCH, Duration.ofSeconds(seconds));
        assertThat(outage.phases())
                .extracting(Outage.Phase::mood)
                .containsExactly(
                        Mood.HANG,
                        Mood.REFUSE,
                        Mood.UNAVAILABLE,
                        Mood.UNAVAILABLE_RETRY_AFTER,
                        Mood.THROTTLE,
                        Mood.REFUSE);
        Instant at = outage.startsAt();
        for (Outage.Phase phase : outage.phases()) {
            assertThat(phase.from()).isEqualTo(at);
            assertThat(outage.moodAt(phase.from())).isEqualTo(phase.mood());
            assertThat(outage.nextChangeAfter(phase.from())).isEqualTo(phase.until());
            at = phase.until();
        }
        assertThat(at).isEqualTo(outage.returnsAt());
        assertThat(outage.moodAt(at)).isEqualTo(Mood.UP);
        assertThat(outage.nextChangeAfter(at)).isNull();
        assertThat(Duration.between(outage.startsAt(), outage.phases().get(0).until()))
                .isGreaterThan(Duration.ofSeconds(6));
    }

    private static long submitted(DemoPlan plan, Duration from, Duration until) {
        return plan.tasks().stream()
                .map(t -> t.timing().submitAfter())
                .filter(at -> at.compareTo(from) >= 0 && at.compareTo(until) < 0)
                .count();
    }
}
