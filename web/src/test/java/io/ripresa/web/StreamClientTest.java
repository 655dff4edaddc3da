package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.web.StreamClient.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

class StreamClientTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /** Nothing is sent until somebody runs what is here. */
    private final List<Runnable> sending = new ArrayList<>();

    private final StreamClient client = new StreamClient(new SseEmitter(0L), sending::add, NOW.plusSeconds(60));

    private static Message journal(int i) {
        return new Message("journal", Integer.toString(i), "[]");
    }

    private static Message overview(int i) {
        return new Message("overview", Integer.toString(i), "{}");
    }

    @Test
    void aClientThatTakesNothingIsDroppedWhenItsBoxIsFull() {
        int taken = 0;
        while (client.offer(journal(taken), NOW) && taken < 1000) {
            taken++;
        }

        assertThat(taken).isEqualTo(64);
        assertThat(client.offer(journal(0), NOW)).isFalse();
    }

    @Test
    void aClientThatIsStuckInOneMessageIsDroppedAfterTenSeconds() {
        assertThat(client.offer(journal(1), NOW)).isTrue();
        assertThat(client.offer(journal(2), NOW.plusSeconds(10))).isTrue();
        assertThat(client.offer(journal(3), NOW.plusSeconds(11))).isFalse();
    }

    @Test
    void aNewerPictureReplacesOneThatIsNotSentYet() {
        for (int i = 0; i < 1000; i++) {
            assertThat(client.offer(overview(i), NOW)).isTrue();
        }

        assertThat(sending).hasSize(1);
    }
}
