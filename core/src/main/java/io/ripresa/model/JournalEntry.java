package io.ripresa.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of the append-only record. Explanation, audit, metrics and replay read it.
 *
 * @param sequence given by the store; 0 before it is stored
 * @param at store's clock
 * @param kind what kind of thing happened
 * @param subject what it happened to
 * @param text a sentence for people, redacted
 * @param data the facts behind the sentence, sorted by key
 */
public record JournalEntry(
        long sequence, Instant at, Kind kind, Subject subject, String text, Map<String, String> data) {

    public JournalEntry {
        data = Collections.unmodifiableMap(new TreeMap<>(data));
    }

    /** What happened. */
    public enum Kind {
        TASK_KNOWN,
        RUN_STARTED,
        RUN_SUCCEEDED,
        RUN_FAILED,
        RUN_CANCELLED,
        LATE_RESULT,
        DIAGNOSED,
        DECIDED,
        HELD,
        RESERVED,
        ISSUED,
        TAKEN_BACK,
        VERIFIED,
        DISPOSED,
        INCIDENT_OPENED,
        INCIDENT_MOVED,
        GATE_MOVED,
        RAMP_CHANGED,
        EVIDENCE,
        WARNING,
        CONTROL,
        WORKSPACE,
        HEALTH,
        PERSON
    }

    /**
     * What it happened to; any part may be absent.
     *
     * @param task the task, or null
     * @param incidentId the incident, or null
     * @param gate the gate, or null
     * @param attemptId the attempt, or null
     */
    public record Subject(
            @Nullable TaskKey task,
            @Nullable String incidentId,
            @Nullable GateKey gate,
            @Nullable String attemptId) {

        public static final Subject NONE = new Subject(null, null, null, null);

        public static Subject of(TaskKey task) {
            return new Subject(task, null, null, null);
        }

        public static Subject incident(String incidentId) {
            return new Subject(null, incidentId, null, null);
        }

        public static Subject of(GateKey gate, @Nullable String incidentId) {
            return new Subject(null, incidentId, gate, null);
        }

        public static Subject of(Attempt attempt) {
            return new Subject(attempt.task(), attempt.passage().incidentId(), null, attempt.id());
        }
    }

    public static JournalEntry of(Instant at, Kind kind, Subject subject, String text) {
        return new JournalEntry(0, at, kind, subject, text, Map.of());
    }

    public static JournalEntry of(Instant at, Kind kind, Subject subject, String text, Map<String, String> data) {
        return new JournalEntry(0, at, kind, subject, text, data);
    }
}
