package io.ripresa.bench.side;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StockroomTest {

    /** A request takes so long that whoever comes second would wait for longer than is waited. */
    private static final Setting SLOW =
            new Setting(3, Duration.ZERO, Duration.ofSeconds(1), 0.01, Duration.ZERO, 1, Duration.ZERO);

    @Test
    void doesWhatItCanTurnsTheRestAwayAndRefusesWhileItIsShut() throws Exception {
        try (Stockroom service = new Stockroom(SLOW, Thread::new)) {
            Calls calls = new Calls(service, 3, new Stopwatch());

            calls.call(0);
            assertThatThrownBy(() -> calls.call(1))
                    .isInstanceOf(CallFailedException.class)
                    .hasMessage("HTTP 503");
            service.shut();
            assertThatThrownBy(() -> calls.call(1)).isInstanceOf(ConnectException.class);
            service.open();
            calls.call(1);

            assertThat(calls.made())
                    .extracting(Calls.Made::task, Calls.Made::succeeded)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(0, true),
                            org.assertj.core.groups.Tuple.tuple(1, false),
                            org.assertj.core.groups.Tuple.tuple(1, false),
                            org.assertj.core.groups.Tuple.tuple(1, true));
            assertThat(calls.missing().getCount()).isEqualTo(1);
        }
    }
}
