package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures of tasks that call models and tools, as plain texts; the numbers are those of the case list. */
class AcceptanceCasesTest {

    private static final RecoveryAnalysisEngine ENGINE = RecoveryAnalysisEngine.create();

    static Stream<Arguments> cases() {
        return Stream.of(
                // A missing field is missing again in the next run of the same task.
                of(
                        1,
                        "ValidationError: 1 validation error for TaskOutput\nOrchestrationContext\n  field required (type=value_error.missing)",
                        Category.DATA_CORRUPTION,
                        Recoverability.NEVER),
                of(
                        2,
                        "HTTPError: 429 Too Many Requests: Rate limit exceeded",
                        Category.RATE_LIMIT,
                        Recoverability.AUTO),
                of(3, "TimeoutError: Connection timeout after 30 seconds", Category.TIMEOUT, Recoverability.AUTO),
                of(4, "ImportError: No module named 'some_module'", Category.CONFIGURATION, Recoverability.AFTER_FIX),
                of(5, "The quick brown fox jumps over the lazy dog", Category.UNKNOWN, Recoverability.UNKNOWN),
                of(
                        10,
                        "ValidationError: OrchestrationContext field required",
                        Category.DATA_CORRUPTION,
                        Recoverability.NEVER),
                of(11, "Request timeout after 30 seconds", Category.TIMEOUT, Recoverability.AUTO),
                of(
                        12,
                        "ImportError: No module named 'missing_module'",
                        Category.CONFIGURATION,
                        Recoverability.AFTER_FIX),
                of(21, "ValidationError: Some validation error", Category.DATA_CORRUPTION, Recoverability.NEVER),
                of(
                        24,
                        "ValidationError: 2 validation errors for Task\ntitle\n  field required\ndescription\n  field required",
                        Category.DATA_CORRUPTION,
                        Recoverability.NEVER),
                of(
                        25,
                        "ValidationError: 1 validation error for Person\nage\n  value is not a valid integer",
                        Category.DATA_CORRUPTION,
                        Recoverability.NEVER),
                of(
                        26,
                        "OpenAI client initialization failed: Invalid API key provided",
                        Category.AUTH,
                        Recoverability.AFTER_FIX),
                of(27, "ImportError: No module named 'openai'", Category.CONFIGURATION, Recoverability.AFTER_FIX),
                of(
                        28,
                        "pip version mismatch: openai 1.0.0 conflicts with required 0.27.0",
                        Category.CONFIGURATION,
                        Recoverability.AFTER_FIX),
                of(
                        29,
                        "connection pool exhausted - too many connections",
                        Category.RESOURCE_EXHAUSTED,
                        Recoverability.AUTO),
                // A violated constraint is violated again: a roll-back for that reason is permanent.
                of(
                        30,
                        "Transaction rollback occurred due to constraint violation",
                        Category.DATA_CORRUPTION,
                        Recoverability.NEVER),
                // The process's own memory: the same task needs more again.
                of(31, "MemoryError: Unable to allocate memory", Category.RESOURCE_EXHAUSTED, Recoverability.AFTER_FIX),
                of(32, "Rate limit exceeded: 429 too many requests", Category.RATE_LIMIT, Recoverability.AUTO),
                of(33, "Circuit breaker open - too many failures", Category.SERVICE_UNAVAILABLE, Recoverability.AUTO),
                of(34, randomText(), Category.UNKNOWN, Recoverability.UNKNOWN),
                of(37, "Request timed out", Category.TIMEOUT, Recoverability.AUTO),
                of(38, "too many connections", Category.RESOURCE_EXHAUSTED, Recoverability.AUTO));
    }

    private static Arguments of(int number, String text, Category category, Recoverability recoverability) {
        return Arguments.of(number, text, category, recoverability);
    }

    private static String randomText() {
        Random random = new Random(34);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            text.append((char) (random.nextInt(5) == 0 ? ' ' : 'a' + random.nextInt(26)));
        }
        return text.toString();
    }

    @ParameterizedTest(name = "case {0}")
    @MethodSource("cases")
    void isDiagnosedByItsCause(int number, String text, Category category, Recoverability recoverability) {
        Diagnosis diagnosis = ENGINE.analyze(
                Fixtures.singleCall(), null, FailureReport.of(null, text), FailureKind.REPORTED, Instant.EPOCH);

        assertThat(diagnosis.category()).as("case %d", number).isEqualTo(category);
        assertThat(diagnosis.recoverability()).as("case %d", number).isEqualTo(recoverability);
        assertThat(diagnosis.reasoning().explanation()).endsWith(".");
    }

    @Test
    void aWholeAnalysisTakesMilliseconds() {
        FailureReport report = FailureReport.of(null, "ValidationError: Some validation error");
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            long from = System.nanoTime();
            ENGINE.analyze(Fixtures.singleCall(), null, report, FailureKind.REPORTED, Instant.EPOCH);
            best = Math.min(best, System.nanoTime() - from);
        }

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(500));
    }
}
