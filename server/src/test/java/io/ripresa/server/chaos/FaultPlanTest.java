package io.ripresa.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.server.chaos.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static Stream<FaultPlan> plans() {
        return LongStream.range(1, 400).mapToObj(FaultPlan::of);
    }

    @Test
    void theSameSeedIsTheSamePlan() {
        assertThat(FaultPlan.of(7)).isEqualTo(FaultPlan.of(7)).isNotEqualTo(FaultPlan.of(8));
        assertThat(ChaosTask.some(7, 100, Duration.ofSeconds(10)))
                .isEqualTo(ChaosTask.some(7, 100, Duration.ofSeconds(10)))
                .isNotEqualTo(ChaosTask.some(8, 100, Duration.ofSeconds(10)));
    }

    @Test
    void everyKindMeetsEveryNodeSooner() {
        Set<String> seen = new TreeSet<>();
        plans().flatMap(plan -> plan.faults().stream()).forEach(fault -> seen.add(fault.kind() + " " + fault.node()));
        for (int node = 0; node < FaultPlan.NODES.size(); node++) {
            assertThat(seen).contains("KILL " + node, "STOP " + node);
        }
        assertThat(seen).contains("SWITCH 0", "SWITCH 1", "RESTART -1", "CRASH -1", "GONE -1", "OUTAGE -1");
    }

    @Test
    void aShortPlanHasEachFaultAndMeetsBothRoles() {
        for (long seed = 1; seed < 100; seed++) {
            List<Fault> faults = FaultPlan.shortOf(seed).faults();
            assertThat(faults).extracting(Fault::kind).contains(Kind.values());
            for (Kind kind : List.of(Kind.KILL, Kind.STOP)) {
                assertThat(faults)
                        .filteredOn(fault -> fault.kind() == kind)
                        .as("seed " + seed)
                        .extracting(fault -> FaultPlan.isRecovery(fault.node()))
                        .containsExactlyInAnyOrder(true, false);
            }
        }
    }

    @Test
    void plansFitInTheirTimeAndDoOneThingAtATimeToANode() {
        Stream.concat(plans(), LongStream.range(1, 100).mapToObj(FaultPlan::shortOf))
                .forEach(plan -> {
                    assertThat(plan.faults()).anyMatch(fault -> fault.kind() == Kind.OUTAGE);
                    assertThat(plan.faults())
                            .allMatch(fault -> fault.until().compareTo(Duration.ofSeconds(50)) < 0, plan.toString());
                    for (int node = 0; node < FaultPlan.NODES.size(); node++) {
                        assertNoneMeet(plan, node);
                    }
                });
    }

    private static void assertNoneMeet(FaultPlan plan, int node) {
        List<Fault> own = new ArrayList<>(plan.faults().stream()
                .filter(fault -> fault.node() == node && fault.kind() != Kind.SWITCH)
                .toList());
        for (int i = 1; i < own.size(); i++) {
            assertThat(own.get(i).at())
                    .as(plan.toString())
                    .isGreaterThan(own.get(i - 1).until());
        }
    }

    @Test
    void whoIsStoppedIsStoppedForLongerThanALeaseAndAnOrderAndNotUntilOneIsGivenAgain() {
        assertThat(plans().flatMap(plan -> plan.faults().stream())
                        .filter(fault -> fault.kind() == Kind.STOP)
                        .map(Fault::length))
                .isNotEmpty()
                .allMatch(length -> length.compareTo(Duration.ofSeconds(10)) > 0
                        && length.compareTo(Duration.ofMillis(14_500)) < 0);
    }
}
