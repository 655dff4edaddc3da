package io.ripresa.server.depot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DepotLoadTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final DepotLoad load = new DepotLoad(20);

    @Test
    void withinCapacityEverythingIsServedWithoutWaiting() {
        assertThat(served(20, 10)).isEqualTo(200);
        assertThat(load.offer(NOON.plusSeconds(10)).latency()).isEqualTo(DepotLoad.BASE_LATENCY);
    }

    @Test
    void latencyGrowsBeforeItRejects() {
        Duration before = DepotLoad.BASE_LATENCY;
        for (int i = 0; i < 20; i++) {
            DepotLoad.Admission admission = load.offer(NOON);
            assertThat(admission.served()).isTrue();
            assertThat(admission.latency()).isGreaterThanOrEqualTo(before);
            before = admission.latency();
        }
        assertThat(before).isGreaterThan(Duration.ofMillis(900));
        load.offer(NOON);
        assertThat(load.offer(NOON).served()).isFalse();
    }

    @Test
    void goodputFallsTheMoreItIsOverrun() {
        int twice = served(40, 20);
        load.clear();
        int fourTimes = served(80, 20);
        load.clear();
        int tenTimes = served(200, 20);
        assertThat(twice).isBetween(230, 310); // 67 % of 400, and the queue's first fill
        assertThat(fourTimes).isLessThan(60);
        assertThat(tenTimes).isLessThan(40);
    }

    @Test
    void itRecoversFromAStormWithinItsLongestBacklog() {
        served(1000, 5);
        assertThat(load.offer(NOON.plusSeconds(5).plus(DepotLoad.LONGEST_BACKLOG))
                        .latency())
                .isEqualTo(DepotLoad.BASE_LATENCY);
    }

    private int served(int perSecond, int seconds) {
        int served = 0;
        for (int i = 0; i < perSecond * seconds; i++) {
            Instant at = NOON.plusNanos(i * (1_000_000_000L / perSecond));
            served += load.offer(at).served() ? 1 : 0;
        }
        return served;
    }
}
