package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Category;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Policy;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import io.ripresa.orchestrate.PolicyLedger;
import io.ripresa.policy.BadPolicy;
import io.ripresa.policy.PolicyKey;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyScope;
import io.ripresa.policy.Preset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Overrides at work: in the ladder, at gates, while running, and in the journal. */
class PoliciesTest {

    private static final PolicyScope QUIET = new PolicyScope("quiet", null, null, null);

    private final RecoveryWorld world = new RecoveryWorld();

    @Test
    void whoIsOnlyObservedIsNotTouchedAndHidesNobodyBehindHim() {
        world.ripresa.policies().accept(List.of(override(QUIET, PolicyKey.MODE, "OBSERVE")), "ann");
        outage(Duration.ofMinutes(2));
        for (int i = 0; i < 40; i++) {
            submit("q" + i, "quiet", "invoice");
        }
        world.pass(Duration.ofSeconds(5));
        for (int i = 0; i < 10; i++) {
            submit("o" + i, "orders", "invoice");
        }

        world.pass(Duration.ofMinutes(20));

        assertAll("o", 10, Disposition.RECOVERED);
        assertAll("q", 40, Disposition.WAITING);
        assertThat(world.runs("q0")).isEqualTo(1);
        assertThat(world.record("q0").note()).contains("OBSERVE");
    }

    @Test
    void aWorkspaceThatIsLetActLaterComesBackWithoutARestart() {
        world.ripresa.policies().accept(List.of(override(QUIET, PolicyKey.MODE, "SUGGEST")), "ann");
        outage(Duration.ofMinutes(2));
        for (int i = 0; i < 12; i++) {
            submit("q" + i, "quiet", "invoice");
        }
        world.pass(Duration.ofMinutes(20));
        assertThat(world.runs("q0")).isEqualTo(1);

        world.ripresa.policies().accept(List.of(), "ann");
        world.pass(Duration.ofMinutes(20));

        assertAll("q", 12, Disposition.RECOVERED);
    }

    @Test
    void aPresetIsTakenForThePolicyWhereNoneIsGiven() {
        Ripresa.Builder builder = Ripresa.builder().taskSystem(world.system).preset(Preset.ANCESTOR);

        assertThat(builder.build().policies().book().defaults()).isEqualTo(Preset.ANCESTOR.policy());

        Ripresa other = builder.policy(Policy.DEFAULT).build();
        assertThat(other.policies().book().defaults()).as("explicit values win").isEqualTo(Policy.DEFAULT);
        assertThat(other.policies().book().preset()).isEqualTo(Preset.ANCESTOR);
    }

    @Test
    void attemptsAreCountedByTheLimitOfTheTasksOwnTypeAndCause() {
        PolicyScope mails = new PolicyScope(null, "mail", Category.NETWORK, null);
        world.ripresa
                .policies()
                .accept(
                        List.of(
                                override(mails, PolicyKey.ATTEMPTS_LIMIT, "1"),
                                override(new PolicyScope(null, "letter", null, null), PolicyKey.ATTEMPTS_LIMIT, "2")),
                        "ann");
        world.system.script(run -> RecoveryWorld.refused());
        for (int i = 0; i < 12; i++) {
            submit("m" + i, "orders", "mail");
            submit("l" + i, "orders", "letter");
            submit("i" + i, "orders", "invoice");
        }

        world.pass(Duration.ofDays(12));

        for (int i = 0; i < 12; i++) {
            assertThat(world.runs("m" + i)).as("m" + i).isEqualTo(2);
            assertThat(world.runs("l" + i)).as("l" + i).isBetween(2, 3);
            assertThat(world.runs("i" + i)).as("i" + i).isBetween(3, 4);
        }
        assertAll("m", 12, Disposition.ESCALATED);
        assertAll("l", 12, Disposition.ESCALATED);
        assertAll("i", 12, Disposition.ESCALATED);
    }

    @Test
    void backOffIsThatOfTheTasksOwnType() {
        world.ripresa
                .policies()
                .accept(List.of(override(new PolicyScope(null, "mail", null, null), PolicyKey.BACK_OFF, "30s")), "ann");
        world.system.script(run -> run.number() <= 2 ? deadlock() : null);
        submit("m", "orders", "mail");
        submit("i", "orders", "invoice");

        world.pass(Duration.ofMinutes(2));
        assertThat(world.disposition("m")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.disposition("i")).isEqualTo(Disposition.WAITING);
        world.pass(Duration.ofMinutes(20));
        assertThat(world.disposition("i")).isEqualTo(Disposition.RECOVERED);
    }

    @Test
    void aDependencyThatIsOnlyObservedIsNeverHeld() {
        PolicyScope payments = new PolicyScope(null, null, null, RecoveryWorld.PAYMENTS);
        world.ripresa.policies().accept(List.of(override(payments, PolicyKey.MODE, "OBSERVE")), "ann");
        outage(Duration.ofHours(1));
        for (int i = 0; i < 12; i++) {
            submit("o" + i, "orders", "invoice");
        }
        world.pass(Duration.ofMinutes(5));
        assertThat(world.system.holds()).isEmpty();
        assertThat(world.runs("o0")).isEqualTo(1);

        world.ripresa.policies().accept(List.of(), "ann");
        world.pass(Duration.ofMinutes(5));
        assertThat(world.system.holds()).isNotEmpty();
    }

    @Test
    void canariesGoAtThePaceOfTheirDependency() {
        outage(Duration.ofMinutes(4));
        PolicyScope payments = new PolicyScope(null, null, null, RecoveryWorld.PAYMENTS);
        world.ripresa
                .policies()
                .accept(
                        List.of(new PolicyOverride(
                                payments, Map.of(PolicyKey.CANARIES_SHORTEST, "1s", PolicyKey.CANARIES_LONGEST, "1s"))),
                        "ann");
        for (int i = 0; i < 12; i++) {
            submit("o" + i, "orders", "invoice");
        }
        world.settle();
        assertThat(world.system.runs()).isEqualTo(12);
        world.pass(Duration.ofSeconds(15));
        assertThat(world.system.runs())
                .as("each went once as a canary, a second apart")
                .isEqualTo(24);
    }

    @Test
    void eachChangeIsAVersionWithNumberTimeAndAuthorInTheJournal() {
        PolicyLedger ledger = world.ripresa.policies();
        assertThat(ledger.accept(List.of(), "file").number()).isZero();
        assertThat(world.ripresa.health().checks()).extracting("name").doesNotContain("policies");

        PolicyLedger.Version first = ledger.accept(List.of(override(QUIET, PolicyKey.MODE, "OFF")), "file");
        world.pass(Duration.ofMinutes(1));
        PolicyLedger.Version second = ledger.accept(List.of(override(QUIET, PolicyKey.MODE, "ACT")), "ann\nlog: x");
        PolicyLedger.Version same = ledger.accept(List.of(override(QUIET, PolicyKey.MODE, "ACT")), "bob");

        assertThat(first.number()).isEqualTo(1);
        assertThat(first.at()).isEqualTo(RecoveryWorld.START);
        assertThat(same.number()).isEqualTo(second.number()).isEqualTo(2);
        assertThat(same.author()).isEqualTo("ann log: x");
        assertThat(ledger.present()).isEqualTo(same);
        List<JournalEntry> told = world.store.journalAfter(0, 1000).stream()
                .filter(entry -> entry.kind() == JournalEntry.Kind.CONTROL)
                .toList();
        assertThat(told)
                .extracting(JournalEntry::text)
                .containsExactly(
                        "Policies, version 1 by file: 1 override.", "Policies, version 2 by ann log: x: 1 override.");
        assertThat(told.get(0).data())
                .containsEntry("actor", "file")
                .containsEntry("policies", "1")
                .containsEntry("override.1", "workspace quiet: mode OFF");
        assertThat(world.ripresa.health().checks())
                .anySatisfy(check -> assertThat(check.detail()).contains("Version 2 applies, by ann"));
    }

    @Test
    void aRestartWithTheSameOverridesMakesNoNewVersionAndWrongOnesChangeNothing() {
        List<PolicyOverride> overrides = List.of(override(QUIET, PolicyKey.MODE, "OFF"));
        world.ripresa.policies().accept(overrides, "file");
        world.turnTo(RecoveryWorld.START.plusSeconds(60));
        world.restart();
        PolicyLedger ledger = world.ripresa.policies();
        assertThat(ledger.present().number()).isZero();
        assertThat(ledger.accept(overrides, "file").number()).isEqualTo(1);
        assertThat(ledger.present().at()).isEqualTo(RecoveryWorld.START);

        assertThatThrownBy(() -> ledger.accept(List.of(overrides.get(0), overrides.get(0)), "file"))
                .isInstanceOf(BadPolicy.class);
        assertThat(ledger.present().number()).isEqualTo(1);
        ledger.troubled("The file is broken.");
        assertThat(world.ripresa.health().healthy()).isFalse();
        ledger.troubled(null);
        assertThat(world.ripresa.health().healthy()).isTrue();
    }

    private static FailureReport deadlock() {
        return new FailureReport(
                "org.postgresql.util.PSQLException",
                "ERROR: deadlock detected",
                List.of(),
                List.of(),
                null,
                "40P01",
                Map.of());
    }

    private void outage(Duration length) {
        Instant end = RecoveryWorld.START.plus(length);
        world.system.script(run -> world.instant().isBefore(end) ? RecoveryWorld.refused() : null);
    }

    private void submit(String id, String workspace, String type) {
        TaskDescriptor like = world.task(id);
        world.system.submit(new TaskDescriptor(
                new TaskKey("scripted", id),
                workspace,
                type,
                like.priority(),
                like.safety(),
                like.timing(),
                like.dependencies()));
    }

    private void assertAll(String prefix, int count, Disposition disposition) {
        for (int i = 0; i < count; i++) {
            assertThat(world.disposition(prefix + i)).as(prefix + i).isEqualTo(disposition);
        }
    }

    private static PolicyOverride override(PolicyScope scope, PolicyKey key, String value) {
        return new PolicyOverride(scope, Map.of(key, value));
    }
}
