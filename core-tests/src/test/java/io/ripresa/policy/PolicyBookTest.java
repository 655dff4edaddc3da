package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which override wins, where each value comes from, and what cannot be written. */
class PolicyBookTest {

    private static final Dependency PAYMENTS = new Dependency("payments.example:443");
    private static final PolicySubject TASK =
            new PolicySubject("orders", "invoice", Category.NETWORK, List.of(PAYMENTS));

    @Test
    void ofAllScopesThatMatchTheOneAboveInTheStatedOrderWinsHoweverTheyAreWritten() {
        List<PolicyScope> byPrecedence = List.of(
                scope(true, true, true, true),
                scope(false, true, true, true),
                scope(true, false, true, true),
                scope(true, true, false, true),
                scope(true, true, true, false),
                scope(false, false, true, true),
                scope(false, true, false, true),
                scope(true, false, false, true),
                scope(false, true, true, false),
                scope(true, false, true, false),
                scope(true, true, false, false),
                scope(false, false, false, true),
                scope(false, false, true, false),
                scope(false, true, false, false),
                scope(true, false, false, false));
        for (int from = 0; from < byPrecedence.size(); from++) {
            List<PolicyOverride> overrides = new ArrayList<>();
            for (int i = from; i < byPrecedence.size(); i++) {
                overrides.add(override(byPrecedence.get(i), PolicyKey.ROLLOUT_PERCENT, Integer.toString(i)));
            }
            assertThat(book(overrides).policyFor(TASK).rolloutPercent()).isEqualTo(from);
            Collections.reverse(overrides);
            assertThat(book(overrides).policyFor(TASK).rolloutPercent()).isEqualTo(from);
        }
    }

    @Test
    void eachValueComesFromTheHighestOverrideThatSetsItAndSaysSo() {
        PolicyBook book = book(List.of(
                new PolicyOverride(
                        scope(true, false, false, false),
                        Map.of(PolicyKey.MODE, "observe", PolicyKey.ATTEMPTS_LIMIT, "2")),
                override(scope(true, true, false, false), PolicyKey.MODE, "SUGGEST")));

        AppliedPolicy applied = book.explain(TASK);

        assertThat(applied.policy().mode()).isEqualTo(Mode.SUGGEST);
        assertThat(applied.policy().attempts().limit()).isEqualTo(2);
        assertThat(applied.values())
                .hasSize(PolicyKey.values().length)
                .extracting(each -> each.key().written() + " = " + each.value() + ", " + each.origin())
                .contains(
                        "mode = SUGGEST, override 2 (workspace orders, type invoice)",
                        "attempts.limit = 2, override 1 (workspace orders)",
                        "attempts.back-off = 5m, 15m, 45m, default",
                        "canaries.shortest = 5s, default",
                        "canaries.share = 0.036, default");
    }

    @Test
    void whatIsForOthersDoesNotApply() {
        PolicyBook book = book(List.of(
                override(new PolicyScope("billing", null, null, null), PolicyKey.MODE, "OFF"),
                override(new PolicyScope(null, "Invoice", null, null), PolicyKey.MODE, "OFF"),
                override(new PolicyScope(null, null, Category.TIMEOUT, null), PolicyKey.MODE, "OFF"),
                override(new PolicyScope("orders", "mail", null, null), PolicyKey.MODE, "OFF")));
        assertThat(book.policyFor(TASK)).isSameAs(Policy.DEFAULT);
    }

    @Test
    void amongSeveralDeclaredDependenciesTheLaterOverrideWins() {
        Dependency mail = new Dependency("mail.example:25");
        PolicySubject first = new PolicySubject("orders", "invoice", null, List.of(PAYMENTS, mail));
        PolicyOverride one = override(new PolicyScope(null, null, null, PAYMENTS), PolicyKey.MODE, "OBSERVE");
        PolicyOverride two = override(new PolicyScope(null, null, null, mail), PolicyKey.MODE, "SUGGEST");
        assertThat(book(List.of(one, two)).policyFor(first).mode()).isEqualTo(Mode.SUGGEST);
        assertThat(book(List.of(two, one)).policyFor(first).mode()).isEqualTo(Mode.OBSERVE);
    }

    @Test
    void gatesGoByTheirDependencyAlone() {
        PolicyBook book = book(List.of(
                override(scope(true, false, false, true), PolicyKey.MODE, "OFF"),
                new PolicyOverride(
                        scope(false, false, false, true),
                        Map.of(PolicyKey.CANARIES_SHORTEST, "1s", PolicyKey.CANARIES_LONGEST, "2s"))));
        Policy gate = book.policyFor(GateKey.account(PAYMENTS, "orders"));
        assertThat(gate.mode()).isEqualTo(Mode.ACT);
        assertThat(gate.canaries().shortest()).isEqualTo(Duration.ofSeconds(1));
        assertThat(gate.canaries().longest()).isEqualTo(Duration.ofSeconds(2));
        assertThat(book.policyFor(GateKey.reachability(new Dependency("other:1"))))
                .isSameAs(Policy.DEFAULT);
    }

    @Test
    void everyKeyReadsBackWhatItWritesAndRefusesWhatDoesNotFit() {
        PolicyScope scope = scope(false, false, false, true);
        for (PolicyKey key : PolicyKey.values()) {
            String written = key.valueIn(Policy.DEFAULT);
            Policy same = book(List.of(override(scope, key, written))).policyFor(TASK);
            assertThat(key.valueIn(same)).as(key.written()).isEqualTo(written);
            assertThat(same).as(key.written()).isEqualTo(Policy.DEFAULT);
            refused(() -> override(scope, key, "many"), key.written(), "\"many\"", "Give ");
            refused(() -> override(scope, key, "-1"), key.written(), "\"-1\"", "Give ");
        }
    }

    @Test
    void valuesOutsideTheirBoundsAreRefusedByName() {
        PolicyScope scope = scope(false, false, false, true);
        refused(() -> override(scope, PolicyKey.ATTEMPTS_LIMIT, "4"), "attempts.limit", "\"4\"", "from 1 to 3");
        refused(() -> override(scope, PolicyKey.ATTEMPTS_LIMIT, "0"), "attempts.limit", "\"0\"", "mode: SUGGEST");
        refused(() -> override(scope, PolicyKey.ROLLOUT_PERCENT, "101"), "rollout-percent", "\"101\"", "0 to 100");
        refused(() -> override(scope, PolicyKey.BACK_OFF, "5m, 0s"), "attempts.back-off", "\"5m, 0s\"", "1s to 7d");
        refused(() -> override(scope, PolicyKey.KEEP_LAST_FOR, "8d"), "attempts.keep-last-for", "\"8d\"", "7d");
        refused(() -> override(scope, PolicyKey.RAMP_GROWTH, "NaN"), "ramp.growth", "\"NaN\"", "1.25");
        refused(
                () -> book(List.of(override(scope, PolicyKey.CANARIES_LONGEST, "2s"))),
                null,
                "Override 1",
                "canaries.longest PT2S is outside PT5S to PT5M");
    }

    @Test
    void whatCouldNeverApplyIsRefused() {
        PolicyOverride one = override(scope(true, true, false, false), PolicyKey.MODE, "OFF");
        refused(
                () -> book(List.of(one, override(one.scope(), PolicyKey.ATTEMPTS_LIMIT, "1"))),
                null,
                "Override 2 is for workspace orders, type invoice, as override 1 is",
                "into one");
        refused(() -> new PolicyOverride(one.scope(), Map.of()), null, "sets nothing", "or remove it");
        refused(() -> new PolicyScope(null, null, null, null), null, "names neither", "ripresa.policy");
        refused(
                () -> override(scope(true, false, false, true), PolicyKey.RAMP_CUT, "0.5"),
                "ramp.cut",
                "all its tasks share",
                "dependency alone");
        refused(
                () -> new PolicyOverride(
                        one.scope(), Map.of(PolicyKey.ATTEMPTS_LIMIT, "1", PolicyKey.KEEP_LAST_FOR, "1h")),
                "attempts.keep-last-for",
                "\"1h\"",
                "2 or 3");
    }

    private static void refused(ThrowingCallable code, @Nullable String key, String... parts) {
        assertThatThrownBy(code)
                .isInstanceOfSatisfying(
                        BadPolicy.class, bad -> assertThat(bad.key()).isEqualTo(key))
                .hasMessageContainingAll(parts);
    }

    private static PolicyBook book(List<PolicyOverride> overrides) {
        return new PolicyBook(Policy.DEFAULT, overrides);
    }

    private static PolicyOverride override(PolicyScope scope, PolicyKey key, String value) {
        return new PolicyOverride(scope, Map.of(key, value));
    }

    private static PolicyScope scope(boolean workspace, boolean type, boolean category, boolean dependency) {
        return new PolicyScope(
                workspace ? "orders" : null,
                type ? "invoice" : null,
                category ? Category.NETWORK : null,
                dependency ? PAYMENTS : null);
    }
}
