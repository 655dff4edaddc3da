package io.ripresa.analyze;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Remembers the answers to the latest questions: an outage fails thousands of tasks with the same few errors, and what is
 * read off an error depends on nothing else. Changes no answer, only its price. Safe for use by many threads.
 */
final class RecentAnswers<K, V> {

    /** More errors than one outage has, and few enough that their texts weigh nothing. */
    private static final int MOST = 64;

    private final Map<K, V> answers = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    };

    /** The answer remembered, or else found and remembered. */
    V get(K question, Function<K, V> find) {
        synchronized (answers) {
            V known = answers.get(question);
            if (known != null) {
                return known;
            }
        }
        V found = find.apply(question);
        synchronized (answers) {
            answers.put(question, found);
        }
        return found;
    }
}
