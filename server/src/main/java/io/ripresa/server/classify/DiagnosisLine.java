package io.ripresa.server.classify;

import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Recoverability;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A diagnosis as a line of JSON. */
final class DiagnosisLine {

    private DiagnosisLine() {}

    /**
     * @param id the failure's id as JSON text
     * @param failedAt when it failed: waits count from here
     * @param more further fields, each behind a comma; or empty
     */
    static String of(String id, Diagnosis diagnosis, Instant failedAt, String more) {
        Dependency dependency = diagnosis.source().dependency();
        Long wait = retryAfterSeconds(diagnosis, failedAt);
        return "{\"id\": " + id
                + ", \"category\": \"" + diagnosis.category()
                + "\", \"recoverability\": \"" + diagnosis.recoverability()
                + "\", \"transient\": " + (diagnosis.recoverability() == Recoverability.AUTO)
                + ", \"effect\": \"" + diagnosis.effect()
                + "\", \"dependency\": " + (dependency == null ? "null" : JsonText.quoted(dependency.name()))
                + ", \"retry_after_seconds\": " + wait
                + ", \"fingerprint\": " + JsonText.quoted(diagnosis.fingerprint())
                + ", \"rules\": " + JsonText.list(diagnosis.reasoning().rules())
                + ", \"explanation\": "
                + JsonText.quoted(diagnosis.reasoning().explanation()) + more + "}";
    }

    /** Whole seconds until a re-run makes sense, rounded up; null where nothing says so. */
    static @Nullable Long retryAfterSeconds(Diagnosis diagnosis, Instant failedAt) {
        Instant notBefore = diagnosis.notBefore();
        return notBefore == null
                ? null
                : Duration.between(failedAt, notBefore).plusNanos(999_999_999).toSeconds();
    }
}
