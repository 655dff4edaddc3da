package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import io.ripresa.model.TaskDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalysisFuzzTest {

    private static final Instant ENDED = Instant.parse("2026-11-23T10:00:00Z");
    private static final String[] PIECES = {
        "Caused by: ",
        "java.net.ConnectException",
        ": ",
        "\n",
        "\tat a.B.c(B.java:1)",
        "http://",
        "user:pw@",
        "host",
        ":",
        "5432",
        "->",
        "503",
        " Service Unavailable",
        "HTTP/1.1 ",
        "\"code\": \"",
        "\"",
        "'",
        "<Code>",
        "</Code>",
        "retry after ",
        "try again in ",
        "1m30s",
        "20",
        "99999999999999999999",
        "-----BEGIN ",
        "password=",
        "eyJ",
        "@",
        ".",
        "\u0000",
        "\u2028",
        "İ",
        "😀",
        "\ud800",
        "ORA-",
        "00060",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "deadlock detected",
        "SQLSTATE[",
        "40001",
        " nested exception is ",
        "---> ",
        "4111 1111 1111 1111",
        "resets at ",
        "2026-11-23T12:00:00Z",
        "Mon, 23 Nov 2026 10:07:00 GMT",
        "${",
        "your-host",
        "/",
        "\\",
        "%",
        "error occurred (",
        "lookup ",
        " port ",
        "53",
    };

    private final RecoveryAnalysisEngine engine = RecoveryAnalysisEngine.create();

    private static String text(SplittableRandom random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(4) == 0) {
                text.append((char) random.nextInt(0x2100));
            } else {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }

    private static @Nullable String maybe(SplittableRandom random, String value) {
        return random.nextInt(3) == 0 ? null : value;
    }

    private static FailureReport report(SplittableRandom random) {
        List<FailureReport.Cause> causes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            causes.add(new FailureReport.Cause(
                    maybe(random, text(random, 2)), text(random, random.nextInt(30)), List.of(text(random, 4))));
        }
        Map<String, String> attributes = new TreeMap<>();
        for (String name : List.of(
                FailureReport.RETRY_AFTER,
                FailureReport.TARGET,
                FailureReport.VENDOR_CODE,
                FailureReport.ACCOUNT,
                "x-ratelimit-reset")) {
            if (random.nextInt(4) == 0) {
                attributes.put(name, text(random, random.nextInt(5)));
            }
        }
        Integer status = random.nextBoolean() ? null : random.nextInt(1000);
        return new FailureReport(
                maybe(random, text(random, random.nextInt(4))),
                text(random, random.nextInt(60)),
                List.of(text(random, 5), text(random, 3)),
                causes,
                status,
                maybe(random, text(random, 1)),
                attributes);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20261123})
    @Tag("N8")
    void anyInputHasADiagnosisAndAlwaysTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TaskDescriptor task = Fixtures.task(true, new Dependency("bank:443"));
        for (int i = 0; i < 500; i++) {
            FailureReport report = report(random);
            FailureKind kind = FailureKind.values()[random.nextInt(FailureKind.values().length)];
            Diagnosis first = engine.analyze(task, null, report, kind, ENDED);
            Diagnosis other =
                    new RecoveryAnalysisEngine(FailureClassifier.builtIn()).analyze(task, null, report, kind, ENDED);

            assertThat(other).as("seed %d, report %s", seed, report).isEqualTo(first);
            assertThat(first.reasoning().explanation()).isNotBlank().doesNotContain("\n");
            if (first.notBefore() != null) {
                assertThat(first.notBefore()).isBetween(ENDED, ENDED.plus(Duration.ofDays(7)));
            }
            String redacted = engine.redactor().redact(report.message());
            assertThat(redacted).hasSizeLessThanOrEqualTo(Redactor.MAX_LENGTH);
            assertThat(engine.redactor().oneLine(redacted)).doesNotContain("\n", "\r");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection ",
                "a",
                "(",
                "\"",
                "'",
                "at ",
                "Caused by: ",
                "http://",
                "@",
                "a@",
                "1",
                "1 ",
                ":",
                "://a:",
                "-----BEGIN ",
                "password=",
                "Caused by: java.net.ConnectException: ",
                "retry after ",
                "<Code>",
                "error occurred (",
                "\n",
                "a.",
                "İ",
                "lock wait ",
                "timed out waiting ",
                "\\",
                "1:",
                "a:1 ",
                "Aa::",
            })
    void longTextsOfOneKindTakeNoLongerThanTheirLengthSays(String piece) {
        String huge = piece.repeat(1_000_000 / piece.length());
        FailureReport report = FailureReport.of(null, huge);
        long from = System.nanoTime();
        engine.analyze(Fixtures.singleCall(), null, report, FailureKind.REPORTED, ENDED);
        engine.redactor().redact(huge);
        engine.redactor().oneLine(huge);

        // Generous: quadratic work on a megabyte would take minutes.
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void theEndOfALongTextIsReadToo() {
        String text = "x ".repeat(100_000) + "\nCaused by: java.net.ConnectException: Connection refused";

        assertThat(engine.analyze(
                                Fixtures.singleCall(), null, FailureReport.of(null, text), FailureKind.REPORTED, ENDED)
                        .reasoning()
                        .rules())
                .first()
                .isEqualTo("net.refused");
    }
}
