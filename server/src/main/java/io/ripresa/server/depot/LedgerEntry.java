package io.ripresa.server.depot;

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
public record LedgerEntry(Instant at, Mood mood, Call call, int status, Effect effect, long latencyMillis) {

    /**
     * @param method the request's method
     * @param path its path
     * @param task the task that it is for; empty for the health check
     * @param key the {@code Idempotency-Key} sent, or empty
     * @param run the run that asks, where the caller said; 0 otherwise
     */
    public record Call(String method, String path, String task, String key, int run) {}

    /** What a request did. */
    public enum Effect {
        /** Nothing. */
        NONE,
        /** What was asked. */
        APPLIED,
        /** Nothing more: the key was known, the first answer was given again. */
        REPLAYED
    }

    public boolean isHealthCheck() {
        return call.task().isEmpty();
    }

    /** Whether the caller was told that it worked. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** When the caller had the answer. */
    public Instant answeredAt() {
        return at.plusMillis(latencyMillis);
    }

    /** One line, tab-separated. */
    public String toLine() {
        return String.join(
                "\t",
                at.toString(),
                mood.name(),
                call.method(),
                call.path(),
                call.task(),
                call.key(),
                Integer.toString(call.run()),
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
        if (parts.size() != 10) {
            throw new IllegalArgumentException("ledger line \"" + line + "\" has " + parts.size() + " fields, not 10");
        }
        return new LedgerEntry(
                Instant.parse(parts.get(0)),
                Mood.valueOf(parts.get(1)),
                new Call(parts.get(2), parts.get(3), parts.get(4), parts.get(5), Integer.parseInt(parts.get(6))),
                Integer.parseInt(parts.get(7)),
                Effect.valueOf(parts.get(8)),
                Long.parseLong(parts.get(9)));
    }
}
