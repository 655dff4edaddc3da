package io.ripresa.detect;

import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;

/**
 * A run that failed.
 *
 * @param kind how it became known
 * @param report what is known of it; for absences a text made here
 */
public record DetectedFailure(FailureKind kind, FailureReport report) {}
