package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that names the time before which a call makes no sense is believed, within bounds. */
@Tag("N10")
class ResetTimeTest {

    private static final Instant ENDED = Instant.parse("2026-11-23T10:00:00Z");
    private static final RecoveryAnalysisEngine ENGINE = RecoveryAnalysisEngine.create();

    private static Diagnosis analyze(FailureReport report) {
        return ENGINE.analyze(Fixtures.singleCall(), null, report, FailureKind.REPORTED, ENDED);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "120 | 2026-11-23T10:02:00Z",
                "0 | -",
                "1.5 | 2026-11-23T10:00:02Z",
                "Mon, 23 Nov 2026 10:07:00 GMT | 2026-11-23T10:07:00Z",
                "Monday, 23-Nov-26 10:07:00 GMT | 2026-11-23T10:07:00Z",
                "Mon Nov 23 10:07:00 2026 | 2026-11-23T10:07:00Z",
                "Sun, 6 Nov 1994 08:49:37 GMT | -",
                "2026-11-23T10:07:00Z | 2026-11-23T10:07:00Z",
                "999999999 | 2026-11-30T10:00:00Z",
                "-5 | -",
                "soon | -",
                "99999999999999999999999999 | -",
            })
    void retryAfterIsSecondsOrADate(String header, @Nullable Instant expected) {
        FailureReport report = FailureReport.http(503, "busy", Map.of(FailureReport.RETRY_AFTER, header));

        assertThat(analyze(report).notBefore()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Rate limit reached for m. Please try again in 20s. | 2026-11-23T10:00:20Z",
                "Rate limit reached for m. Please try again in 1m30s. | 2026-11-23T10:01:30Z",
                "Rate limit reached for m. Please try again in 6.5s. | 2026-11-23T10:00:06.500Z",
                "Rate limit reached for m. Please try again in 250ms. | 2026-11-23T10:00:00.250Z",
                "Too many requests, retry after 2 minutes | 2026-11-23T10:02:00Z",
                "Too many requests, retry after 1 hour and 5 minutes | 2026-11-23T11:05:00Z",
                "rate limit exceeded; retry after 30 | 2026-11-23T10:00:30Z",
                "rate limit exceeded, resets at 2026-11-23T12:00:00Z | 2026-11-23T12:00:00Z",
                "rate limit exceeded, resets at 2026-11-23 12:00:00 UTC | 2026-11-23T12:00:00Z",
                "{\"message\":\"You are being rate limited.\",\"retry_after\": 64.5} | 2026-11-23T10:01:05Z",
                "Rate limit exceeded, \"retryDelay\": \"34s\" | 2026-11-23T10:00:34Z",
                "rate limit exceeded | -",
            })
    void aTextMayNameIt(String message, @Nullable Instant expected) {
        assertThat(analyze(FailureReport.of(null, message)).notBefore()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource({
        "x-ratelimit-reset, 60, 2026-11-23T10:01:00Z",
        "x-ratelimit-reset, 1795428600, 2026-11-23T10:10:00Z",
        "x-ratelimit-reset-tokens, 6m0s, 2026-11-23T10:06:00Z",
        "anthropic-ratelimit-requests-reset, 2026-11-23T10:00:45Z, 2026-11-23T10:00:45Z",
        "retry-after-ms, 1500, 2026-11-23T10:00:01.500Z",
    })
    void headersOfRateLimitsCount(String header, String value, Instant expected) {
        assertThat(analyze(FailureReport.http(429, "slow down", Map.of(header, value)))
                        .notBefore())
                .isEqualTo(expected);
    }

    @Test
    void aQuotaWithAKnownResetTimeClearsByItselfThen() {
        String spent = "{\"error\":{\"type\":\"usage_limit_reached\",\"resets_in_seconds\":3600}}";
        Diagnosis known = analyze(FailureReport.http(429, spent, Map.of()));
        Diagnosis unknown = analyze(FailureReport.http(429, "insufficient_quota", Map.of("x-ratelimit-reset", "60")));

        assertThat(known.category()).isEqualTo(Category.RESOURCE_EXHAUSTED);
        assertThat(known.recoverability()).isEqualTo(Recoverability.AUTO);
        assertThat(known.notBefore()).isEqualTo(ENDED.plusSeconds(3600));
        assertThat(known.source().account()).isEqualTo("billing");
        assertThat(unknown.recoverability()).isEqualTo(Recoverability.AFTER_FIX);
        assertThat(unknown.notBefore()).isNull();
    }

    @Test
    void aWaitOfMonthsIsCutAndSaidSo() {
        Diagnosis diagnosis = analyze(FailureReport.http(503, "", Map.of(FailureReport.RETRY_AFTER, "31536000")));

        assertThat(diagnosis.notBefore()).isEqualTo(ENDED.plus(Duration.ofDays(7)));
        assertThat(diagnosis.reasoning().explanation()).contains("longest wait that counts");
    }

    @Test
    void aDurationInAFailureThatIsNoLimitIsNoWait() {
        assertThat(analyze(FailureReport.of("java.net.SocketException", "Connection reset after 30 s"))
                        .notBefore())
                .isNull();
        assertThat(analyze(FailureReport.http(422, "timeout must be below 5s", Map.of()))
                        .notBefore())
                .isNull();
    }
}
