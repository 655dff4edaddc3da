package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.Control;
import io.ripresa.model.Decision;
import io.ripresa.model.Decision.Rung;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Effect;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import io.ripresa.model.Recoverability;
import io.ripresa.model.RecoveryStrategy;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.policy.Situation.GateAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a decision is read back out of its sentence, over situations of all kinds: it says what is done. */
@Tag("N16")
class DecisionSentenceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");

    /** The words of each rung. No two share them. */
    private static final Map<Rung, String> WORDS = new EnumMap<>(Map.ofEntries(
            Map.entry(Rung.KILL_SWITCH, "The kill switch is on: drill"),
            Map.entry(Rung.MODE, "Nothing is touched."),
            Map.entry(Rung.PAUSED, "A person paused the incident."),
            Map.entry(Rung.NOT_NEEDED, "The latest start that made sense"),
            Map.entry(Rung.NEVER, "A re-run cannot help"),
            Map.entry(Rung.UNKNOWN_CAUSE, "Whether a re-run can help is not known"),
            Map.entry(Rung.ATTEMPTS_SPENT, "attempts are spent"),
            Map.entry(Rung.LAST_ATTEMPT, "The last attempt"),
            Map.entry(Rung.SAFETY, "a second one is not safe"),
            Map.entry(Rung.RESET_TIME, "asked for no request before"),
            Map.entry(Rung.GATE, "Held until there is evidence"),
            Map.entry(Rung.BACK_OFF, "Backing off until"),
            Map.entry(Rung.APPROVAL, "Waits for a person's approval"),
            Map.entry(Rung.RETRY, "again now.")));

    private static <T> @Nullable T maybe(SplittableRandom random, T value) {
        return random.nextInt(3) == 0 ? value : null;
    }

    private static <T> T one(SplittableRandom random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static Instant around(SplittableRandom random) {
        return NOW.plusSeconds(random.nextInt(7_200) - 3_600L);
    }

    private static Situation situation(SplittableRandom random) {
        Category category = one(random, Category.values());
        Recoverability recoverability =
                random.nextInt(3) > 0 ? Recoverability.AUTO : one(random, Recoverability.values());
        Diagnosis diagnosis = new Diagnosis(
                category,
                recoverability,
                one(random, Effect.values()),
                "v2:0",
                Diagnosis.Source.UNKNOWN,
                maybe(random, around(random)),
                new Diagnosis.Reasoning(List.of("a.rule"), "It did not work."));
        TaskDescriptor descriptor = new TaskDescriptor(
                new TaskKey("s", "t-" + random.nextInt(1000)),
                "w",
                "t",
                0,
                TaskDescriptor.Safety.of(one(random, SideEffects.values())),
                new TaskDescriptor.Timing(
                        NOW.minusSeconds(9_000), Duration.ofMinutes(1), maybe(random, around(random))),
                List.of());
        Instant failedAt = NOW.minusSeconds(random.nextInt(100_000));
        TaskRecord task = TaskRecord.known(descriptor, NOW)
                .withRuns(
                        new TaskRecord.Runs(1 + random.nextInt(4), failedAt, random.nextInt(4), random.nextInt(5) / 4))
                .withTrouble(
                        new TaskRecord.Trouble("inc", failedAt, failedAt, maybe(random, around(random)), diagnosis, 0));
        Control control = random.nextInt(8) == 0 ? new Control(true, false, "ann", "drill", NOW, 1) : Control.RUNNING;
        return new Situation(
                task,
                control,
                maybe(random, one(random, IncidentState.values())),
                random.nextBoolean(),
                one(random, GateAnswer.values()),
                maybe(random, around(random)),
                random.nextInt(4) == 0,
                NOW);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20261126})
    void aSentenceSaysTheRungTheTimeAndWhatIsDone(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Rung, Integer> met = new EnumMap<>(Rung.class);
        for (int i = 0; i < 3_000; i++) {
            RecoveryPolicyManager policies = new RecoveryPolicyManager(
                    Policy.DEFAULT.withMode(random.nextInt(4) > 0 ? Mode.ACT : one(random, Mode.values())));
            Situation situation = situation(random);
            Decision decision = policies.decide(situation);
            Decision.Rationale why = decision.rationale();
            String sentence = why.sentence();
            met.merge(why.rung(), 1, Integer::sum);

            List<Rung> said = WORDS.entrySet().stream()
                    .filter(each -> sentence.contains(each.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            boolean fix = sentence.startsWith("Waits for ") && !sentence.contains("approval")
                    || sentence.startsWith("No fix was reported");
            assertThat(fix ? List.of(Rung.AFTER_FIX) : said)
                    .as("seed %d: %s", seed, decision)
                    .containsExactly(why.rung());
            Instant until = decision instanceof Decision.Hold hold ? hold.until() : null;
            Instant expiry = why.rung() == Rung.NOT_NEEDED
                    ? situation.task().descriptor().timing().expiresAt()
                    : null;
            assertThat(time(sentence)).as("seed %d: %s", seed, decision).isEqualTo(until == null ? expiry : until);
            assertThat(sentence.contains("run again now"))
                    .as("seed %d: %s", seed, decision)
                    .isEqualTo(decision instanceof Decision.Retry);
            assertThat(sentence.contains("erson must"))
                    .as("seed %d: %s", seed, decision)
                    .isEqualTo(decision instanceof Decision.Escalate && why.rung() != Rung.AFTER_FIX
                            || decision instanceof Decision.Quarantine);
            if (decision instanceof Decision.Quarantine) {
                assertThat(why.strategy()).isEqualTo(RecoveryStrategy.QUARANTINE);
            }
            assertThat(policies.decide(situation)).as("the same again").isEqualTo(decision);
        }
        assertThat(met.keySet()).as("rungs that decided").hasSizeGreaterThanOrEqualTo(14);
    }

    private static @Nullable Instant time(String text) {
        Matcher matcher = TIME.matcher(text);
        return matcher.find() ? Instant.parse(matcher.group()) : null;
    }
}
