package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.FailureReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index finds exactly the rules whose conditions hold. */
class RuleIndexTest {

    private static final RuleSet RULES = RuleSet.builtIn();

    /** Words and names that rules look for, so that random texts meet many of them. */
    private static List<String> vocabulary() {
        List<String> words = new ArrayList<>();
        for (Rule rule : RULES.rules()) {
            String text = rule.condition().toString();
            for (String piece : text.split("[^A-Za-z0-9_.$:# -]+", -1)) {
                String clean = piece.replaceAll("\\b(type|says|all|any|not|status|sqlstate)\\b|[#^$]|\\.\\.", " ")
                        .strip();
                if (!clean.isEmpty() && clean.length() < 60) {
                    words.add(clean);
                }
            }
        }
        return words;
    }

    private static String text(List<String> vocabulary, SplittableRandom random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(vocabulary.get(random.nextInt(vocabulary.size())));
            text.append(random.nextInt(5) == 0 ? ": " : " ");
        }
        return text.toString();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20261126})
    void findsWhatTheConditionsSay(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> vocabulary = vocabulary();
        FailureClassifier classifier = new FailureClassifier(RULES, Precedents.none());
        int fired = 0;
        for (int n = 0; n < 250; n++) {
            Map<String, String> attributes = new TreeMap<>();
            if (random.nextInt(6) == 0) {
                attributes.put(FailureReport.VENDOR_CODE, Integer.toString(1000 + random.nextInt(300)));
            }
            String type = vocabulary.get(random.nextInt(vocabulary.size()));
            FailureReport report = new FailureReport(
                    random.nextBoolean() ? type : "com.mysql." + type.replace(' ', '.'),
                    text(vocabulary, random, 1 + random.nextInt(6)),
                    List.of(),
                    List.of(new FailureReport.Cause(null, text(vocabulary, random, random.nextInt(3)), List.of())),
                    random.nextInt(3) == 0 ? 400 + random.nextInt(200) : null,
                    random.nextInt(5) == 0 ? "40001" : null,
                    attributes);
            Evidence evidence = Evidence.of(report);
            List<String> expected = RULES.rules().stream()
                    .filter(rule -> evidence.links().stream()
                            .anyMatch(link -> rule.condition().holds(evidence, link)))
                    .map(Rule::id)
                    .toList();

            assertThat(classifier.weigh(report).fired())
                    .as("seed %d: %s", seed, report)
                    .isEqualTo(expected);
            assertThat(classifier.classify(report).rules())
                    .isEqualTo(expected.subList(0, Math.min(expected.size(), 6)));
            fired += expected.size();
        }
        assertThat(fired).as("rules that held").isGreaterThan(500);
    }
}
