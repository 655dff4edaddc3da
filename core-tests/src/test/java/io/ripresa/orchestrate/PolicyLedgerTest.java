package io.ripresa.orchestrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Policy;
import io.ripresa.orchestrate.PolicyLedger.Outdated;
import io.ripresa.policy.PolicyBook;
import io.ripresa.policy.PolicyKey;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyScope;
import io.ripresa.policy.PolicyText;
import io.ripresa.spi.Changes;
import io.ripresa.spi.Changes.CursorMove;
import io.ripresa.store.InMemoryRecoveryStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies of several processes on one store. */
class PolicyLedgerTest {

    private static final PolicyOverride QUIET =
            new PolicyOverride(new PolicyScope("quiet", null, null, null), Map.of(PolicyKey.MODE, "OBSERVE"));
    private static final PolicyOverride ODD = new PolicyOverride(
            new PolicyScope("a b, c: d&e=f|g\u00e9\n", "t%y", Category.TIMEOUT, new Dependency("payments.example:443")),
            Map.of(PolicyKey.BACK_OFF, "5m, 1h", PolicyKey.ATTEMPTS_LIMIT, "2"));

    private final InMemoryRecoveryStore store =
            new InMemoryRecoveryStore(InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z")));

    private PolicyLedger process() {
        return new PolicyLedger(store, new PolicyBook(Policy.DEFAULT), List.of());
    }

    @Test
    void whatAPersonGivesHoldsOnAllProcessesAndAfterARestart() {
        PolicyLedger one = process();
        PolicyLedger two = process();

        PolicyLedger.Version given = one.replace(List.of(QUIET, ODD), "ann", 0L);
        two.follow();
        PolicyLedger restarted = process();
        restarted.follow();

        assertThat(given.number()).isEqualTo(1);
        assertThat(two.present()).usingRecursiveComparison().isEqualTo(given);
        assertThat(restarted.book().overrides()).containsExactly(QUIET, ODD);
        assertThat(restarted.present().author()).isEqualTo("ann");

        two.replace(List.of(), "bob", 1L);
        one.follow();
        assertThat(one.book().overrides()).isEmpty();
        assertThat(one.present().number()).isEqualTo(2);
        assertThat(store.journalAfter(0, 10))
                .extracting(JournalEntry::text)
                .containsExactly(
                        "Policies, version 1 by ann: 2 overrides.", "Policies, version 2 by bob: 0 overrides.");
    }

    @Test
    void whatWasMadeFromAnOlderVersionIsRefused() {
        PolicyLedger one = process();
        one.replace(List.of(QUIET), "ann", null);

        assertThatThrownBy(() -> process().replace(List.of(ODD), "bob", 0L))
                .isInstanceOfSatisfying(
                        Outdated.class, e -> assertThat(e.latest()).isEqualTo(1));
        assertThat(store.journalAfter(0, 10)).hasSize(1);
    }

    @Test
    void aProcessWithAFileGoesByItAndNobodyReplacesIt() {
        PolicyLedger own = process();
        own.accept(List.of(ODD), "file");
        own.takenFrom("the file p.yaml");
        PolicyLedger other = process();
        other.replace(List.of(QUIET), "ann", null);
        own.follow();

        assertThat(own.book().overrides()).containsExactly(ODD);
        assertThatThrownBy(() -> own.replace(List.of(), "ann", null))
                .hasMessage("the policies come from the file p.yaml; change them there");
    }

    @Test
    void aFilesPoliciesAreNotThoseOfAProcessWithoutIt() {
        process().accept(List.of(QUIET), "file");
        PolicyLedger other = process();
        other.follow();

        assertThat(other.book().overrides()).isEmpty();
    }

    @Test
    void whatALaterVersionWroteIsToldAndLeavesTheFormerOnes() {
        PolicyLedger one = process();
        one.replace(List.of(QUIET), "ann", null);
        String position = store.cursor(":policies");
        assertThat(position).isNotNull();
        String later = "2\n2026-03-01T00:00:00Z\nbob\nlasting\nworkspace=a tomorrow=1";
        store.commit(new Changes().cursor(new CursorMove(":policies", position, later)));

        one.follow();

        assertThat(one.book().overrides()).containsExactly(QUIET);
        assertThat(one.trouble()).contains("Version 2", "bob", "\"tomorrow\" is no key", "former policies stay");
        one.replace(List.of(), "ann", null);
        assertThat(one.trouble()).isNull();
    }

    @Test
    void textReadsBackTheSame() {
        assertThat(PolicyText.read(PolicyText.write(List.of(ODD, QUIET)))).containsExactly(ODD, QUIET);
        assertThat(PolicyText.read(PolicyText.write(List.of()))).isEmpty();
        assertThatThrownBy(() -> PolicyText.read("workspace quiet: mode OBSERVE"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
