package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Breaker;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Policy;
import io.ripresa.model.Policy.CanaryLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One outage from its first failure to the last task that is back. */
class OutageTest {

    private final RecoveryWorld world = new RecoveryWorld();

    @Test
    void tasksThatFailedInAnOutageAreBackSoonAfterItsEndAndFewAttemptsAreSpent() {
        Instant end = RecoveryWorld.START.plusSeconds(120);
        world.system.script(run -> world.instant().isBefore(end) ? RecoveryWorld.refused() : null);
        for (int i = 0; i < 200; i++) {
            world.system.submit(world.task("t" + i));
            world.pass(Duration.ofMillis(100));
        }
        Gate gate = gate();
        assertThat(gate.breaker()).isNotEqualTo(Breaker.CLOSED);

        world.pass(Duration.ofSeconds(100));
        assertThat(world.store.findIncidents(true, 10)).hasSize(1);

        world.pass(Duration.ofSeconds(120));
        for (int i = 0; i < 200; i++) {
            assertThat(world.disposition("t" + i)).isEqualTo(Disposition.RECOVERED);
        }
        assertThat(world.incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.state()).isEqualTo(IncidentState.RESOLVED);
            assertThat(incident.counts().recovered()).isEqualTo(200);
        });
        int wasted = world.system.runs() - 400;
        assertThat(wasted).isLessThanOrEqualTo(10 + 5);
        assertThat(gate().isQuiet()).isTrue();
        assertThat(gate().traffic().inFlight()).isZero();
        assertThat(world.system.holds()).isEmpty();
    }

    @Test
    void whoFailedAsACanaryComesBackWithTheOthersAndDoesNotWaitForItsBackOff() {
        world.ripresa = world.build(
                Policy.DEFAULT.withCanaries(new CanaryLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 0.05)));
        Instant end = RecoveryWorld.START.plusSeconds(8);
        world.system.script(run -> world.instant().isBefore(end) ? RecoveryWorld.refused() : null);
        for (int i = 0; i < 12; i++) {
            world.system.submit(world.task("t" + i));
        }

        world.pass(Duration.ofSeconds(60));

        assertThat(world.system.runs()).as("some failed as canaries").isGreaterThanOrEqualTo(24 + 3);
        for (int i = 0; i < 12; i++) {
            assertThat(world.disposition("t" + i)).isEqualTo(Disposition.RECOVERED);
        }
    }

    private Gate gate() {
        return world.store
                .gates(List.of(GateKey.reachability(RecoveryWorld.PAYMENTS)))
                .get(GateKey.reachability(RecoveryWorld.PAYMENTS));
    }
}
