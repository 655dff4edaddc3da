package io.ripresa.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.RecoveryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random calls, answered as a store answers that is too simple to be wrong. */
abstract class StoreModelContract extends StoreWorkspacesContract {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void any_calls_are_answered_as_a_plain_store_answers_them(long seed) throws Exception {
        RecoveryStore plain = new PlainStore(clock);
        RandomCalls calls = new RandomCalls(new Random(seed), clock);
        int total = 250;
        for (int step = 0; step < total; step++) {
            RandomCalls.Call call = calls.next(plain);
            Object expected = call.on(plain);
            assertThat(call.on(store))
                    .as("seed %d, step %d: %s", seed, step, call)
                    .isEqualTo(expected);
            if (step % 10 == 0) {
                assertSame(plain, "seed " + seed + ", step " + step + ", after " + call);
            }
            if (step == total / 2) {
                store = reopen(store, clock);
            }
        }
        assertSame(plain, "seed " + seed + ", at the end");
    }

    private void assertSame(RecoveryStore plain, String when) {
        for (RandomCalls.Call question : RandomCalls.questions()) {
            assertThat(question.on(store)).as("%s: %s", when, question).isEqualTo(question.on(plain));
        }
        assertThat(texts(store.journalAfter(0, 100_000)))
                .as("%s: journal", when)
                .isEqualTo(texts(plain.journalAfter(0, 100_000)));
        for (TaskKey task : RandomCalls.TASKS) {
            assertThat(texts(store.journalOf(task, null, 9)))
                    .as("%s: journal of %s", when, task)
                    .isEqualTo(texts(plain.journalOf(task, null, 9)));
        }
    }

    /** Sequence numbers are the store's own affair; what counts is the order. */
    private static List<Object> texts(List<JournalEntry> entries) {
        List<Object> texts = new ArrayList<>();
        for (JournalEntry entry : entries) {
            texts.add(List.of(entry.at(), entry.kind(), entry.subject(), entry.text(), entry.data()));
        }
        return texts;
    }
}
