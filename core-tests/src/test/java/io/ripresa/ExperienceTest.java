package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What earlier outages taught changes the pace of the next one, and the journal says so. */
class ExperienceTest {

    private static final Duration OUTAGE = Duration.ofMinutes(20);

    private final RecoveryWorld world = new RecoveryWorld();

    /** An outage and what comes after it; the lines about the gate. */
    private List<String> outage(int number) {
        Instant end = world.instant().plus(OUTAGE);
        long before = world.store.journalAfter(0, 1_000_000).size();
        world.system.script(run -> world.instant().isBefore(end) ? RecoveryWorld.refused() : null);
        for (int i = 0; i < 150; i++) {
            world.system.submit(world.task("t" + number + "-" + i));
        }
        world.settle();
        world.pass(OUTAGE.plusMinutes(30));
        assertThat(world.store.findIncidents(true, 10)).isEmpty();
        return world.store.journalAfter(0, 1_000_000).stream()
                .skip(before)
                .filter(entry -> entry.kind() == JournalEntry.Kind.GATE_MOVED)
                .map(JournalEntry::text)
                .toList();
    }

    @Test
    void theFourthOutageIsToldFromTheFirst() {
        List<String> first = outage(1);
        outage(2);
        outage(3);
        List<String> fourth = outage(4);

        assertThat(first).noneMatch(text -> text.contains("usually last") || text.contains("Before, it took"));
        assertThat(fourth)
                .anyMatch(text -> text.matches("Breaker CLOSED → OPEN\\. Outages of it usually last 2[0-9] min: .*"));
        assertThat(fourth).anyMatch(text -> text.contains(", by the ramp. Before, it took "));
    }
}
