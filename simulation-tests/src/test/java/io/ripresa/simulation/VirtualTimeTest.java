package io.ripresa.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private final VirtualTime time = new VirtualTime(START);
    private final List<String> ran = new ArrayList<>();

    @Test
    void actionsRunInTheOrderOfTheirTimesThenOfTheirArrival() {
        time.at(START.plusSeconds(2), () -> ran.add("c"));
        time.at(START.plusSeconds(1), () -> ran.add("a"));
        time.at(START.plusSeconds(1), () -> ran.add("b"));

        time.advanceToNext();
        assertThat(time.instant()).isEqualTo(START.plusSeconds(1));
        time.advance(Duration.ofSeconds(5));

        assertThat(ran).containsExactly("a", "b", "c");
        assertThat(time.instant()).isEqualTo(START.plusSeconds(6));
        assertThat(time.next()).isNull();
        assertThat(time.advanceToNext()).isFalse();
    }

    @Test
    void whatAnActionPutsInRunsInTheSameAdvanceAndNeverInThePast() {
        time.after(Duration.ofSeconds(1), () -> time.at(START, () -> ran.add("at " + time.instant())));

        time.advanceTo(START.plusSeconds(1));

        assertThat(ran).containsExactly("at 2026-01-05T00:00:01Z");
    }
}
