package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a text costs grows as its length does, whatever is in it. Best times are compared with each other, so that a slow
 * machine changes nothing: eight times the text may cost eight times as much and some more, never the sixty-four times of
 * quadratic work.
 */
class GrowthTest {

    private static final int SHORT = 2_000;
    private static final int LONG = 16_000;
    private static final double MOST = 28;

    private final RecoveryAnalysisEngine engine = RecoveryAnalysisEngine.create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection ",
                "connection lock ",
                "lock timed ",
                "is not ",
                "max maximum limit ",
                "failed to ",
                "a_b ",
                "ERR_X: ",
                "code: ",
                "type=x ",
                "sqlstate sqlstate ",
                "error number 5 state ",
                "(1234, ",
                "host='",
                "host='a', port=",
                "at a.b(",
                "\n",
                "Caused by: ",
                "java.net.ConnectException: ",
                "<Code>",
                "http://",
                "a:1 ",
                "x.y.z:",
                "503 ",
                "'",
                "İ",
            })
    void eightTimesTheTextCostsAboutEightTimesAsMuch(String piece) {
        String few = piece.repeat(SHORT / piece.length());
        String many = piece.repeat(LONG / piece.length());
        for (int i = 0; i < 4; i++) {
            run(few);
            run(many);
        }
        long one = Long.MAX_VALUE;
        long eight = Long.MAX_VALUE;
        for (int i = 0; i < 30 && (i < 3 || ratio(one, eight) >= MOST); i++) {
            one = Math.min(one, run(few));
            eight = Math.min(eight, run(many));
        }

        assertThat(ratio(one, eight)).as("%d ns, %d ns", one, eight).isLessThan(MOST);
    }

    private static double ratio(long one, long eight) {
        return eight / (double) Math.max(one, 20_000);
    }

    /** Time of the processor, in nanoseconds: what others do meanwhile does not count. */
    private long run(String text) {
        FailureReport report = FailureReport.of(null, text);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long from = threads.getCurrentThreadCpuTime();
        engine.classifier().classify(report);
        new Fingerprinter().fingerprint(report);
        EndpointReader.read(text);
        engine.redactor().redact(text);
        return threads.getCurrentThreadCpuTime() - from;
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection refused ", "deadlock "})
    void aWholeAnalysisOfALongTextHasAnAnswer(String piece) {
        assertThat(engine.analyze(
                                Fixtures.singleCall(),
                                null,
                                FailureReport.of(null, piece.repeat(100_000)),
                                FailureKind.REPORTED,
                                Instant.EPOCH)
                        .reasoning()
                        .rules())
                .isNotEmpty();
    }
}
