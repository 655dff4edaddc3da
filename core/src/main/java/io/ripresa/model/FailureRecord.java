package io.ripresa.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One failed run, kept for good.
 *
 * @param run the run that failed
 * @param kind how it became known
 * @param at when it ended
 * @param diagnosis why
 * @param incidentId the incident it joined
 * @param sample the redacted error text, at most 16 KB, for the first samples of a sub-group; else null
 */
public record FailureRecord(
        RunKey run,
        FailureKind kind,
        Instant at,
        Diagnosis diagnosis,
        String incidentId,
        @Nullable String sample) {}
