package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Effect;
import io.ripresa.model.Recoverability;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a diagnosis is read back out of its text, and is the diagnosis again. */
class ExplanationTest {

    private static final Instant ENDED = Instant.parse("2026-11-23T10:00:00Z");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");

    private static final Map<Category, String> WHAT = new EnumMap<>(Map.ofEntries(
            Map.entry(Category.NETWORK, "Network failure"),
            Map.entry(Category.SERVICE_UNAVAILABLE, "Service unavailable"),
            Map.entry(Category.RATE_LIMIT, "Rate limit reached"),
            Map.entry(Category.RESOURCE_EXHAUSTED, "Resource exhausted"),
            Map.entry(Category.TIMEOUT, "Time-out"),
            Map.entry(Category.CONCURRENCY_CONFLICT, "Conflict"),
            Map.entry(Category.AUTH, "Access refused"),
            Map.entry(Category.CONFIGURATION, "Wrong configuration"),
            Map.entry(Category.LOGIC_ERROR, "Defect in the code"),
            Map.entry(Category.DATA_CORRUPTION, "Unacceptable or damaged data"),
            Map.entry(Category.UNKNOWN, "Unknown cause")));

    private static final Map<Recoverability, String> WHO = new EnumMap<>(Map.of(
            Recoverability.AUTO, "it clears without a change of the task",
            Recoverability.AFTER_FIX, "somebody has to fix it",
            Recoverability.NEVER, "the same task cannot succeed",
            Recoverability.UNKNOWN, "the error does not say"));

    private static final Map<Recoverability, String> TO_DO = new EnumMap<>(Map.of(
            Recoverability.AUTO, "Nothing has to be changed",
            Recoverability.AFTER_FIX, "then report the",
            Recoverability.NEVER, "the task",
            Recoverability.UNKNOWN, "approve one trial"));

    private static <K extends Enum<K>> List<K> said(Map<K, String> words, String text) {
        return words.entrySet().stream()
                .filter(each -> text.contains(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20261126})
    void theTextSaysTheDiagnosisAndNothingElse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            Category category = Category.values()[random.nextInt(Category.values().length)];
            Recoverability recoverability = Recoverability.values()[random.nextInt(Recoverability.values().length)];
            Effect effect = random.nextBoolean() ? Effect.NONE : Effect.POSSIBLE;
            Dependency dependency = random.nextBoolean() ? new Dependency("pay-" + random.nextInt(99) + ":443") : null;
            String account = random.nextInt(3) == 0 ? "key-" + random.nextInt(9) : null;
            ResetTimeReader.Reset reset = random.nextBoolean()
                    ? new ResetTimeReader.Reset(ENDED.plusSeconds(random.nextInt(90_000)), random.nextBoolean())
                    : null;
            Classification cause = new Classification(category, recoverability, false, List.of("a.rule"));
            String text = Explanation.of(cause, new Diagnosis.Source(dependency, account), effect, reset);
            Diagnosis.Reasoning reasoning = new Diagnosis.Reasoning(List.of("a.rule"), text);
            String summary = reasoning.summary();
            String advice = text.substring(summary.length());

            assertThat(text).as("seed %d", seed).endsWith(".").doesNotContain("\n");
            assertThat(said(WHAT, summary)).as(text).containsExactly(category);
            assertThat(said(WHO, text)).as(text).containsExactly(recoverability);
            assertThat(advice).as(text).contains(TO_DO.getOrDefault(recoverability, "?"));
            assertThat(text.contains("was not processed")).as(text).isEqualTo(effect == Effect.NONE);
            assertThat(text.contains("may have had an effect")).as(text).isEqualTo(effect == Effect.POSSIBLE);
            assertThat(time(text)).as(text).isEqualTo(reset == null ? null : reset.at());
            assertThat(text.contains("longest wait")).as(text).isEqualTo(reset != null && reset.capped());
            assertThat(text.contains("pay-")).as(text).isEqualTo(dependency != null);
            assertThat(summary.contains("account key-")).as(text).isEqualTo(dependency != null && account != null);
            boolean nothing = recoverability == Recoverability.AUTO;
            assertThat(advice.contains("Nothing has to be changed")).as(text).isEqualTo(nothing);
        }
    }

    @Test
    void itSaysWhetherARulePrecedentsOrBothDecided() {
        String rule = textOf("line.busy");
        String alone = textOf(FailureClassifier.PRECEDENTS_PASSING);
        String between = textOf("line.busy", FailureClassifier.PRECEDENTS_PASSING, "state.illegal");

        assertThat(rule).doesNotContain("no rule knows it", "one sign says");
        assertThat(alone).contains("no rule knows it").doesNotContain("one sign says");
        assertThat(between)
                .contains("one sign says that it passes and another does not")
                .doesNotContain("no rule knows it");
        assertThat(textOf(FailureClassifier.PRECEDENTS_PASSING, "state.illegal"))
                .contains("its signs are those of many causes or leave it open, and what failed in such words")
                .doesNotContain("no rule knows it", "one sign says");
        assertThat(rule).doesNotContain("as most that failed");
        assertThat(textOf("line.busy", FailureClassifier.PRECEDENTS_CATEGORY))
                .startsWith("Network failure, as most that failed in such words: it clears");
    }

    private static String textOf(String... rules) {
        Classification cause = new Classification(Category.NETWORK, Recoverability.AUTO, false, List.of(rules));
        return Explanation.of(cause, new Diagnosis.Source(null, null), Effect.POSSIBLE, null);
    }

    private static @Nullable Instant time(String text) {
        Matcher matcher = TIME.matcher(text);
        return matcher.find() ? Instant.parse(matcher.group()) : null;
    }
}
