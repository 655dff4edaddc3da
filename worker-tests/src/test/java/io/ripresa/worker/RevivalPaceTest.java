package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevivalPaceTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void theFirstTimeAtOnceThenEverLater() {
        Instant now = START;
        RevivalPace pace = RevivalPace.FRESH;
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Instant next = pace.next(now);
            waits.add(Duration.between(now, next).toSeconds());
            now = next;
            pace = pace.tried(now);
        }
        assertThat(waits).containsExactly(0L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
    }

    @Test
    void oneThatLivedLongIsReplacedAtOnce() {
        RevivalPace pace = RevivalPace.FRESH.tried(START).tried(START.plusSeconds(10));
        Instant later = START.plusSeconds(10).plus(RevivalPace.LONG).plusSeconds(1);

        assertThat(pace.next(later)).isEqualTo(later);
        assertThat(pace.tried(later)).isEqualTo(new RevivalPace(1, later));
        assertThat(pace.next(START.plusSeconds(11))).isEqualTo(START.plusSeconds(30));
        assertThat(pace.next(START.plusSeconds(31))).as("in the past is now").isEqualTo(START.plusSeconds(31));
    }
}
