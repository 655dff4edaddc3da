package io.ripresa.server.demo;

import java.time.Instant;
import java.util.List;

/**
 * One request as the depot saw it.
 *
 * @param at when it had been read
 * @param mood the depot's mood then
 * @param call what was asked
 * @param status the answer's status; 0 where it never answered
 * @param effect what it did
 * @param latencyMillis from reading to answering
 */
record LedgerEntry(Instant at, Mood mood, Call call, int status, Effect effect, long latencyMillis) {

    /**
     * @param method the request's method
     * @param path its path
     * @param task the task that it is for; empty for the health check
     * @param key the {@code Idempotency-Key} sent, or empty
     */
    record Call(String method, String path, String task, String key) {}

    /** What a request did. */
    enum Effect {
        /** Nothing. */
        NONE,
        /** What was asked. */
        APPLIED,
        /** Nothing more: the key was known, the first answer was given again. */
        REPLAYED
    }

    boolean isHealthCheck() {
        return call.task().isEmpty();
    }

    /** Whether the caller was told that it worked. */
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** When the caller had the answer. */
    Instant answeredAt() {
        return at.plusMillis(latencyMillis);
    }

    /** One line, tab-separated. */
    String toLine() {
        return String.join(
                "\t",
                at.toString(),
                mood.name(),
                call.method(),
                call.path(),
                call.task(),
                call.key(),
                Integer.toString(status),
                effect.name(),
                Long.toString(latencyMillis));
    }

    /**
     * Reads what {@link #toLine()} wrote.
     *
     * @throws IllegalArgumentException if the line is not of that form
     */
    static LedgerEntry parse(String line) {
        List<String> parts = List.of(line.split("\t", -1));
        if (parts.size() != 9) {
            throw new IllegalArgumentException("ledger line \"" + line + "\" has " + parts.size() + " fields, not 9");
        }
        return new LedgerEntry(
                Instant.parse(parts.get(0)),
                Mood.valueOf(parts.get(1)),
                new Call(parts.get(2), parts.get(3), parts.get(4), parts.get(5)),
                Integer.parseInt(parts.get(6)),
                Effect.valueOf(parts.get(7)),
                Long.parseLong(parts.get(8)));
    }
}
