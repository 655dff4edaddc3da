package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Policy;
import io.ripresa.model.StartLimits;
import io.ripresa.orchestrate.PolicyLedger;
import io.ripresa.policy.AppliedPolicy.Applied;
import io.ripresa.store.InMemoryRecoveryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresetTest {

    private static final PolicySubject INVOICE = new PolicySubject("orders", "invoice", null, List.of());

    private static Map<PolicyKey, String> origins(PolicyBook book) {
        Map<PolicyKey, String> origins = new EnumMap<>(PolicyKey.class);
        for (Applied value : book.explain(INVOICE).values()) {
            origins.put(value.key(), value.origin());
        }
        return origins;
    }

    @Test
    void theFiguresOfTheAncestor() {
        Policy policy = Preset.ANCESTOR.policy();

        assertThat(policy.attempts().limit()).isEqualTo(3);
        assertThat(policy.attempts().backOff())
                .containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(45));
        assertThat(policy.breaker().opensAfter()).isEqualTo(5);
        assertThat(policy.breaker().halfOpenTrials()).isEqualTo(3);
        assertThat(policy.breaker().halfOpenWithin()).isEqualTo(Duration.ofSeconds(300));
        assertThat(policy.canaries().shortest()).isEqualTo(Duration.ofSeconds(300));
        assertThat(policy.liveness()).isEqualTo(new Policy.Liveness(Duration.ofSeconds(180), Duration.ofMinutes(30)));
        assertThat(policy.ramp()).as("what it does not name").isEqualTo(Policy.DEFAULT.ramp());
        assertThat(Preset.ANCESTOR.worker()).isEqualTo(new Preset.Worker(3, 15, 2, true, new StartLimits(20, 10)));
    }

    @Test
    void eachValueThatItGivesIsToldToComeFromIt() {
        PolicyBook book = new PolicyBook(Preset.ANCESTOR.policy(), Preset.ANCESTOR, List.of());

        assertThat(origins(book))
                .containsEntry(PolicyKey.ATTEMPTS_LIMIT, "preset ancestor")
                .containsEntry(PolicyKey.BACK_OFF, "preset ancestor")
                .containsEntry(PolicyKey.CANARIES_SHORTEST, "preset ancestor")
                .containsEntry(PolicyKey.MODE, "default")
                .containsEntry(PolicyKey.RAMP_GROWTH, "default");
    }

    @Test
    void whatIsSetOtherwiseIsNotToldToComeFromIt() {
        Policy ancestor = Preset.ANCESTOR.policy();
        Policy set = ancestor.withCanaries(new Policy.CanaryLimits(
                Duration.ofSeconds(60),
                Duration.ofSeconds(300),
                ancestor.canaries().share()));
        PolicyOverride override =
                new PolicyOverride(new PolicyScope("orders", null, null, null), Map.of(PolicyKey.ATTEMPTS_LIMIT, "2"));
        PolicyBook book = new PolicyBook(set, Preset.ANCESTOR, List.of()).with(List.of(override));

        assertThat(origins(book))
                .containsEntry(PolicyKey.CANARIES_SHORTEST, "default")
                .containsEntry(PolicyKey.CANARIES_LONGEST, "preset ancestor")
                .containsEntry(PolicyKey.ATTEMPTS_LIMIT, "override 1 (workspace orders)")
                .containsEntry(PolicyKey.BACK_OFF, "preset ancestor");
        assertThat(book.policyFor(INVOICE).attempts().limit()).isEqualTo(2);
    }

    @Test
    void itIsTakenByNameAndStaysWhenOverridesChange() {
        assertThat(Preset.of("ancestor")).isSameAs(Preset.ANCESTOR);
        assertThat(Preset.of("ancestors")).isNull();

        PolicyLedger ledger = new PolicyLedger(
                new InMemoryRecoveryStore(InstantSource.system()),
                new PolicyBook(Preset.ANCESTOR.policy(), Preset.ANCESTOR, List.of()),
                List.of());
        ledger.replace(
                List.of(new PolicyOverride(
                        new PolicyScope("reports", null, null, null), Map.of(PolicyKey.MODE, "OBSERVE"))),
                "ann",
                0L);

        assertThat(ledger.book().defaults()).isEqualTo(Preset.ANCESTOR.policy());
        assertThat(origins(ledger.book())).containsEntry(PolicyKey.BACK_OFF, "preset ancestor");
    }
}
