package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.JournalEntry;
import io.ripresa.policy.EvidenceRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the application's own calls go is evidence: it spares attempts while they fail, and tells of the end at once. */
class TrafficTest {

    private final RecoveryWorld world = new RecoveryWorld();
    private final Instant end = RecoveryWorld.START.plus(Duration.ofHours(2));

    private void outage(int tasks) {
        world.system.script(run -> world.instant().isBefore(end) ? RecoveryWorld.refused() : null);
        for (int i = 0; i < tasks; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.settle();
    }

    private void passWithTraffic(Duration time) {
        Instant until = world.instant().plus(time);
        while (world.instant().isBefore(until)) {
            boolean works = !world.instant().isBefore(end);
            world.ripresa.traffic().report(RecoveryWorld.PAYMENTS, works ? 30 : 0, works ? 0 : 30);
            world.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void anOutageOfTwoHoursCostsAHandfulOfAttemptsAndItsEndIsSeenWithinSeconds() {
        outage(200);
        passWithTraffic(Duration.between(world.instant(), end).minusSeconds(1));
        int spent = world.system.runs() - 200;
        assertThat(spent).isLessThanOrEqualTo(6);

        passWithTraffic(Duration.ofSeconds(45));

        assertThat(world.store.findIncidents(true, 10)).isEmpty();
        assertThat(world.disposition("t199")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.store.journalAfter(0, 100_000))
                .filteredOn(entry -> entry.kind() == JournalEntry.Kind.EVIDENCE)
                .extracting(JournalEntry::text)
                .contains("Of the latest 30 calls of others 30 failed.", "Of the latest 30 calls of others 0 failed.");
    }

    @Test
    void aDependencyThatServesHalfOfItsCallsDoesNotWork() {
        outage(50);
        for (int i = 0; i < 20; i++) {
            world.ripresa.traffic().report(RecoveryWorld.PAYMENTS, 20, 20);
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(EvidenceRules.verdict(gate(), world.instant()).sign()).isEqualTo(EvidenceRules.Sign.DOWN);
    }

    @Test
    void whatIsNoCountIsRefused() {
        assertThatThrownBy(() -> world.ripresa.traffic().report(RecoveryWorld.PAYMENTS, -1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("succeeded -1 and failed 0 of payments.example:443");
    }

    private Gate gate() {
        GateKey key = GateKey.reachability(RecoveryWorld.PAYMENTS);
        return world.store.gates(List.of(key)).get(key);
    }
}
