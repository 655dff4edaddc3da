package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.FailureReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of many libraries, servers and tools, one line each, as they are known by those who have met them. */
class KnownMessagesTest {

    private static final FailureClassifier CLASSIFIER = new FailureClassifier(RuleSet.builtIn(), Precedents.none());

    private static final Map<String, Character> SIGNS =
            Map.of("AUTO", 'A', "AFTER_FIX", 'F', "NEVER", 'N', "UNKNOWN", 'U');

    static Stream<Arguments> messages() throws IOException {
        InputStream file = Objects.requireNonNull(KnownMessagesTest.class.getResourceAsStream("messages.txt"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).map(Arguments::of).toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void isKnown(String line) {
        String[] parts = line.split("\\|", -1);
        FailureReport report = new FailureReport(
                parts[0].isEmpty() ? null : parts[0],
                parts[1],
                List.of(),
                List.of(),
                parts[2].isEmpty() ? null : Integer.valueOf(parts[2]),
                null,
                Map.of());
        Classification said = CLASSIFIER.classify(report);

        assertThat(List.of(parts[3].split(",", -1)))
                .as(said.toString())
                .contains(said.category().name());
        assertThat(parts[4])
                .as(said.toString())
                .contains(String.valueOf(SIGNS.get(said.recoverability().name())));
    }
}
