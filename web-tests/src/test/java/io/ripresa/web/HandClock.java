package io.ripresa.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that a test sets. Thread-safe. */
final class HandClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");

    void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
