package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.JournalEntry;
import io.ripresa.spi.Changes;
import io.ripresa.store.InMemoryRecoveryStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalFollowerTest {

    private final InMemoryRecoveryStore store =
            new InMemoryRecoveryStore(InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z")));
    private final JournalFollower follower = new JournalFollower(store);

    private void write(int from, int to) {
        Changes changes = new Changes();
        for (int i = from; i <= to; i++) {
            changes.journal(
                    JournalEntry.of(store.now(), JournalEntry.Kind.EVIDENCE, JournalEntry.Subject.NONE, "line " + i));
        }
        store.commit(changes);
    }

    private static List<String> texts(List<JournalEntry> entries) {
        return entries.stream().map(JournalEntry::text).toList();
    }

    @Test
    void tellsWhatIsWrittenAfterItBeganOnceAndInOrder() {
        write(1, 700);

        assertThat(follower.next(100)).isEmpty();
        write(701, 703);
        assertThat(texts(follower.next(100))).containsExactly("line 701", "line 702", "line 703");
        assertThat(follower.next(100)).isEmpty();
        assertThat(follower.position()).isEqualTo(703);
    }

    @Test
    void beginsWithAnEmptyJournal() {
        assertThat(follower.next(10)).isEmpty();
        write(1, 1);
        assertThat(texts(follower.next(10))).containsExactly("line 1");
    }

    @Test
    void whatIsMoreThanOneHelpingComesWithTheNext() {
        assertThat(follower.next(10)).isEmpty();
        write(1, 500);

        int told = 0;
        for (int i = 0; i < 50; i++) {
            told += follower.next(10).size();
        }
        assertThat(told).isEqualTo(500);
    }

    @Test
    void findsTheLastLinesOfALongJournal() {
        write(1, 1234);

        assertThat(texts(follower.latest(3))).containsExactly("line 1232", "line 1233", "line 1234");
        assertThat(new JournalFollower(new InMemoryRecoveryStore(InstantSource.system())).latest(3))
                .isEmpty();
    }
}
