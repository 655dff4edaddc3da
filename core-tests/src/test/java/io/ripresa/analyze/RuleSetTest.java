package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.sqlState;
import static io.ripresa.analyze.Conditions.status;
import static io.ripresa.analyze.Conditions.statusBetween;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.analyze.RuleReach.Finding;
import io.ripresa.analyze.RuleReach.Problem;
import io.ripresa.analyze.RuleSet.Change;
import io.ripresa.analyze.RuleSet.Place;
import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleSetTest {

    private static Rule rule(String id, Condition condition) {
        return Rule.auto(id, Category.SERVICE_UNAVAILABLE, "a book", condition);
    }

    private static Change change(Rule rule, Place place, @Nullable String other) {
        return new Change(rule, place, other);
    }

    private static List<String> ids(RuleSet set) {
        return set.rules().stream().map(Rule::id).toList();
    }

    @Test
    void aRuleGoesWhereItSays() {
        RuleSet base = RuleSet.of(List.of(rule("a", says("x")), rule("b", says("y")), rule("c", says("z"))));

        RuleSet set = base.with(List.of(
                change(rule("first", says("1a")), Place.FIRST, null),
                change(rule("second", says("2a")), Place.FIRST, null),
                change(rule("before-b", says("3a")), Place.BEFORE, "b"),
                change(rule("after-b", says("4a")), Place.AFTER, "b"),
                change(rule("then", says("5a")), Place.AFTER, "b"),
                change(rule("new-c", says("6a")), Place.REPLACING, "c"),
                change(rule("last", says("7a")), Place.LAST, null)));

        assertThat(ids(set))
                .containsExactly("first", "second", "a", "before-b", "b", "after-b", "then", "new-c", "last");
    }

    @Test
    void aUsersRuleDecidesBeforeTheBuiltInOnes() {
        Rule own =
                Rule.never("own.closed", Category.DATA_CORRUPTION, "our ledger", says("connection refused by ledger"));
        FailureClassifier classifier =
                new FailureClassifier(RuleSet.builtIn().with(List.of(change(own, Place.FIRST, null))));
        FailureReport report = FailureReport.of(null, "Connection refused by ledger 7");

        assertThat(classifier.classify(report).rules()).first().isEqualTo("own.closed");
        assertThat(classifier.classify(report).recoverability()).isEqualTo(Recoverability.NEVER);
        assertThat(FailureClassifier.builtIn().classify(report).recoverability())
                .isEqualTo(Recoverability.AUTO);
    }

    @Test
    void theVersionSaysWhichRulesInWhichOrder() {
        Rule a = rule("a", says("x"));
        Rule b = rule("b", says("y"));

        assertThat(RuleSet.of(List.of(a, b)).version())
                .matches("[0-9a-f]{12}")
                .isEqualTo(RuleSet.of(List.of(a, rule("b", says("y")))).version())
                .isNotEqualTo(RuleSet.of(List.of(b, a)).version())
                .isNotEqualTo(RuleSet.of(List.of(a, rule("b", says("z")))).version());
    }

    @Test
    void idsAreUniqueAndNamesOfOthersKnown() {
        RuleSet base = RuleSet.of(List.of(rule("a", says("x"))));

        assertThatThrownBy(() -> base.with(List.of(change(rule("a", says("y")), Place.LAST, null))))
                .hasMessageContaining("\"a\" is used twice");
        assertThatThrownBy(() -> base.with(List.of(change(rule("b", says("y")), Place.BEFORE, "z"))))
                .hasMessageContaining("\"b\" names the rule \"z\", which is not there");
        assertThatThrownBy(() -> change(rule("b", says("y")), Place.FIRST, "a")).hasMessageContaining("takes no id");
        assertThatThrownBy(() -> change(rule("b", says("y")), Place.AFTER, null))
                .hasMessageContaining("needs the id");
    }

    @Test
    void aRuleBehindAWiderOneIsUnreachable() {
        RuleSet set = RuleSet.of(List.of(
                rule("wide", says("connection refused").or(named("A B")).or(statusBetween(500, 599))),
                rule("phrase", says("the connection refused politely")),
                rule("name", named("B")),
                rule("status", status(503)),
                rule("both", named("A").and(says("anything"))),
                rule("jointly", named("B").or(status(502))),
                rule("state", sqlState("40")),
                rule("narrower state", sqlState("40001")),
                rule("open", says("connection")),
                rule("partly", named("A C"))));

        assertThat(RuleReach.check(set))
                .extracting(Finding::rule)
                .containsExactly("phrase", "name", "status", "both", "jointly", "narrower state");
        assertThat(RuleReach.check(set).get(4).before()).containsExactly("wide");
    }

    @Test
    void theSameConditionWithAnotherResultIsAConflict() {
        RuleSet set = RuleSet.of(List.of(
                rule("one", says("ledger closed")),
                Rule.never("other", Category.DATA_CORRUPTION, "a book", says("ledger closed"))));

        assertThat(RuleReach.check(set)).containsExactly(new Finding("other", Problem.CONFLICT, List.of("one")));
    }

    @Test
    void whatWasAddedIsFoundAmongManyAndWhatItCoversTogetherWithOthers() {
        RuleSet set = RuleSet.builtIn()
                .with(List.of(
                        new RuleSet.Change(
                                rule("own.wide", status(503).or(named("OwnException"))), RuleSet.Place.FIRST, null),
                        new RuleSet.Change(rule("own.late", status(503)), RuleSet.Place.LAST, null)));

        List<Finding> findings = RuleReach.check(set, rule -> rule.id().startsWith("own."));

        assertThat(findings).isEqualTo(RuleReach.check(set)).isNotEmpty();
        assertThat(findings).extracting(Finding::rule).contains("own.late", "http.503");
    }

    @Test
    void everyBuiltInRuleCanDecide() {
        assertThat(RuleReach.check(RuleSet.builtIn())).isEmpty();
    }
}
