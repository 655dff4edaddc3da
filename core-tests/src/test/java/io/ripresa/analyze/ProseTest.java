package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sentences of nobody in particular: most are read rightly, and next to none that only sounds like them passes. */
class ProseTest {

    private static final FailureClassifier CLASSIFIER = new FailureClassifier(RuleSet.builtIn(), Precedents.none());
    private static final String ONLY_SOUNDS_LIKE_IT = "-";
    private static final Set<String> PASSING =
            Set.of("TIMEOUT", "NETWORK", "SERVICE_UNAVAILABLE", "RATE_LIMIT", "CONCURRENCY_CONFLICT");
    private static final Set<String> LASTING = Set.of("AUTH", "CONFIGURATION", "LOGIC_ERROR", "DATA_CORRUPTION");

    private record Sentence(String means, Classification said, String text) {
        boolean passes() {
            return said.recoverability() == Recoverability.AUTO;
        }

        boolean isRight() {
            return said.category().name().equals(means) && (!PASSING.contains(means) || passes());
        }
    }

    private static List<Sentence> sentences() throws IOException {
        InputStream file = Objects.requireNonNull(ProseTest.class.getResourceAsStream("prose.txt"));
        List<Sentence> sentences = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split("\\|", 2);
                    Classification said = CLASSIFIER.classify(
                            new FailureReport(null, parts[1], List.of(), List.of(), null, null, Map.of()));
                    sentences.add(new Sentence(parts[0], said, parts[1]));
                }
            }
        }
        return sentences;
    }

    @Test
    void nineInTenAreReadRightly() throws IOException {
        List<Sentence> plain = sentences().stream()
                .filter(s -> !s.means().equals(ONLY_SOUNDS_LIKE_IT))
                .toList();
        List<Sentence> right = plain.stream().filter(Sentence::isRight).toList();

        assertThat(plain).hasSizeGreaterThanOrEqualTo(200);
        assertThat(right).hasSizeGreaterThanOrEqualTo(plain.size() * 9 / 10);
        assertThat(plain.stream().filter(s -> LASTING.contains(s.means())))
                .as("what lasts gets no hope")
                .noneMatch(Sentence::passes);
    }

    @Test
    void whatOnlySoundsLikeItHardlyEverPasses() throws IOException {
        List<Sentence> others = sentences().stream()
                .filter(s -> s.means().equals(ONLY_SOUNDS_LIKE_IT))
                .toList();

        assertThat(others).hasSizeGreaterThanOrEqualTo(65);
        assertThat(others.stream().filter(Sentence::passes)).hasSizeLessThanOrEqualTo(10);
    }
}
