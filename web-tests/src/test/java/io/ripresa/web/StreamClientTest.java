package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.web.StreamClient.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamClientTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /** Nothing is sent until somebody runs what is here. */
    private final List<Runnable> sending = new ArrayList<>();

    private final WrittenLine line = new WrittenLine();
    private final StreamClient client = new StreamClient(line, sending::add, NOW.plusSeconds(60));

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

    @Test
    void whoHasToAskAgainGetsNothingMore() {
        assertThat(client.offer(overview(1), NOW.plusSeconds(60))).isTrue();
        assertThat(client.isOver(NOW.plusSeconds(60))).isFalse();
        assertThat(client.offer(overview(2), NOW.plusSeconds(61))).isFalse();
        assertThat(client.isOver(NOW.plusSeconds(61))).isTrue();
    }

    @Test
    void theLineIsNotEndedWhileSomethingIsBeingSent() {
        client.offer(journal(1), NOW);
        client.end();
        assertThat(line.ended()).as("a sender is on its way").isFalse();

        sending.get(0).run();

        assertThat(line.ended()).isTrue();
        assertThat(line.written()).as("nothing is sent after the end").isEmpty();
    }

    @Test
    void messagesAreWrittenInTheirOrderAndForm() {
        client.offer(journal(1), NOW);
        client.offer(overview(2), NOW);
        sending.get(0).run();

        assertThat(line.written())
                .containsExactly(
                        "event:journal\nid:1\nretry:500\ndata:[]\n\n", "event:overview\nid:2\nretry:500\ndata:{}\n\n");
        client.end();
        assertThat(line.ended()).isTrue();
    }
}
