package io.ripresa.server.classify;

import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import java.time.Instant;
import java.util.List;

/** Diagnoses as lines of a table for people; columns have fixed widths, so that lines can be printed as they come. */
final class DiagnosisTable {

    private static final String FORMAT = "%-14s %-20s %-9s %-8s %-32s %9s  %s";

    private DiagnosisTable() {}

    static String head() {
        return String.format(FORMAT, "ID", "CATEGORY", "RECOVERS", "EFFECT", "DEPENDENCY", "WAIT", "RULE");
    }

    static String line(String id, Diagnosis diagnosis, Instant failedAt) {
        Dependency dependency = diagnosis.source().dependency();
        List<String> rules = diagnosis.reasoning().rules();
        Long wait = DiagnosisLine.retryAfterSeconds(diagnosis, failedAt);
        return String.format(
                        FORMAT,
                        cut(id.startsWith("\"") ? id.substring(1, id.length() - 1) : id, 14),
                        diagnosis.category(),
                        diagnosis.recoverability(),
                        diagnosis.effect(),
                        cut(dependency == null ? "-" : dependency.name(), 32),
                        wait == null ? "-" : wait + " s",
                        rules.isEmpty() ? "-" : rules.get(0))
                .stripTrailing();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 3) + "...";
    }
}
