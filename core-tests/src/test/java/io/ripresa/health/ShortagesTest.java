package io.ripresa.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.spi.Resources.Resource;
import io.ripresa.spi.Resources.Use;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortagesTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    private static List<Use> memory(double share) {
        return List.of(new Use(Resource.MEMORY, share, "of 1000 MB"));
    }

    @Test
    void whatIsBelowItsLimitForLongEnoughIsThereAgain() {
        Shortages seen = Shortages.NONE
                .after(memory(0.95), at(0))
                .after(memory(0.4), at(2))
                .after(memory(0.4), at(11));

        assertThat(seen.isEnough(Resource.MEMORY, at(11))).as("for 9 s").isFalse();
        assertThat(seen.isEnough(Resource.MEMORY, at(12))).isTrue();
        assertThat(seen.sentence(Resource.MEMORY, at(12)))
                .isEqualTo("40 % in use (of 1000 MB), below its limit for 10 s.");
    }

    @Test
    void oneLookAboveItBeginsAnew() {
        Shortages seen = Shortages.NONE
                .after(memory(0.4), at(0))
                .after(memory(0.9), at(9))
                .after(memory(0.4), at(11));

        assertThat(seen.isEnough(Resource.MEMORY, at(20))).isFalse();
        assertThat(seen.isEnough(Resource.MEMORY, at(21))).isTrue();
        assertThat(Shortages.NONE.after(memory(0.9), at(0)).sentence(Resource.MEMORY, at(0)))
                .isEqualTo("90 % in use (of 1000 MB), which is too much.");
    }

    @Test
    void whatWasShortAMomentAgoStillExplainsAFailure() {
        Shortages seen = Shortages.NONE.after(memory(0.95), at(0)).after(memory(0.4), at(2));

        assertThat(seen.lately(at(15))).containsExactly(Resource.MEMORY);
        assertThat(seen.lately(at(16))).isEmpty();
        assertThat(seen.remembered(at(24 * 3600))).containsExactly(Resource.MEMORY);
        assertThat(seen.remembered(at(24 * 3600 + 1))).isEmpty();
    }

    @Test
    void whatIsNotToldIsAsItWasAndWhatWasNeverToldIsNotKnown() {
        Shortages seen = Shortages.NONE.after(memory(0.4), at(0)).after(List.of(), at(20));

        assertThat(seen.isEnough(Resource.MEMORY, at(20))).isTrue();
        assertThat(seen.isEnough(Resource.DISK, at(20))).isFalse();
        assertThat(seen.sentence(Resource.DISK, at(20))).isEqualTo("nothing is known of it.");
        assertThat(seen.lately(at(20))).isEmpty();
    }
}
