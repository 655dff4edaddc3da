package io.ripresa.analyze;

import static io.ripresa.analyze.BusyLine.HEAD;
import static io.ripresa.analyze.BusyLine.SAYS_BUSY;
import static io.ripresa.analyze.BusyLine.classifier;
import static io.ripresa.analyze.BusyLine.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules and precedents that do not agree: which of them is believed, by the reach of the rule. */
class RuleAgainstPrecedentsTest {

    @Test
    void whatASharedRuleSaysLastsIsHopedForWherePrecedentsMostlyPassed() {
        Rule lasting = Rule.never("line.busy", Category.DATA_CORRUPTION, "made up", Conditions.says("line"));
        RuleSet shared = RuleSet.of(List.of(lasting.reaching(Rule.Reach.MANY_CAUSES)));
        RuleSet own = RuleSet.of(List.of(lasting));
        Precedents many = Precedents.read(List.of(HEAD, "w:busy\t30000\t20000"));
        Precedents some = Precedents.read(List.of(HEAD, "w:busy\t6000\t20000"));
        FailureReport busy = FailureReport.of("LineError", "the line is busy");

        assertThat(new FailureClassifier(shared, many).classify(busy))
                .returns(Category.NETWORK, Classification::category)
                .returns(Recoverability.AUTO, Classification::recoverability)
                .returns(false, Classification::notProcessed)
                .returns(List.of(FailureClassifier.PRECEDENTS_PASSING, "line.busy"), Classification::rules);
        assertThat(new FailureClassifier(shared, some).classify(busy).recoverability())
                .as("hardly more than even is not enough")
                .isEqualTo(Recoverability.NEVER);
        assertThat(new FailureClassifier(own, many).classify(busy).recoverability())
                .as("whoever wrote it knows")
                .isEqualTo(Recoverability.NEVER);
        assertThat(new FailureClassifier(shared, many)
                        .classify(failure("busy line"))
                        .recoverability())
                .as("no failure is told of")
                .isEqualTo(Recoverability.NEVER);
    }

    @Test
    void whatARuleLeavesOpenPrecedentsTellWhereMostPassed() {
        Rule untold = Rule.unknown("line.untold", "made up", Conditions.says("line"));
        FailureReport busy = FailureReport.of("LineError", "the line is busy");
        Precedents most = Precedents.read(List.of(HEAD, "w:busy\t22000\t20000"));

        assertThat(new FailureClassifier(RuleSet.of(List.of(untold.reaching(Rule.Reach.ONE_SYSTEM))), most)
                        .classify(busy))
                .returns(Category.NETWORK, Classification::category)
                .returns(Recoverability.AUTO, Classification::recoverability)
                .returns(List.of(FailureClassifier.PRECEDENTS_PASSING, "line.untold"), Classification::rules);
        assertThat(new FailureClassifier(RuleSet.of(List.of(untold)), most)
                        .classify(busy)
                        .recoverability())
                .as("whoever wrote it knows")
                .isEqualTo(Recoverability.UNKNOWN);
    }

    @Test
    void aTextOfOneSystemIsDoubtedWhereFailuresLikeItWereFaults() {
        RuleSet own = RuleSet.of(List.of(Rule.auto("line.busy", Category.NETWORK, "made up", SAYS_BUSY)
                .provingNotProcessed()
                .reaching(Rule.Reach.ONE_SYSTEM)));
        FailureReport failure = failure("the line is busy, upgrade your plan");
        Precedents faults = Precedents.read(List.of(HEAD, "w:upgrade\t-12000\t20000\t30000"));
        Precedents outages = Precedents.read(List.of(HEAD, "w:upgrade\t-3000\t30000\t20000"));

        assertThat(new FailureClassifier(own, faults).classify(failure))
                .returns(Category.CONFIGURATION, Classification::category)
                .returns(Recoverability.UNKNOWN, Classification::recoverability)
                .returns(false, Classification::notProcessed)
                .returns(List.of("line.busy", FailureClassifier.PRECEDENTS_LASTING), Classification::rules);
        assertThat(new FailureClassifier(own, outages).classify(failure).recoverability())
                .as("an outage that lasted is one")
                .isEqualTo(Recoverability.AUTO);
    }

    @Test
    void builtInRulesAreHeldAgainstPrecedentsByTheirReachAndOnesOwnNever() {
        assertThat(RuleSet.builtIn().rules())
                .filteredOn(rule -> rule.reach() == Rule.Reach.CERTAIN)
                .as("names, and what is written against appearances")
                .extracting(Rule::id)
                .contains("net.dns-no-such-name", "rabbit.vhost-down", "k8s.taint")
                .doesNotContain("net.refused", "sql.53", "http.503", "form.network");
        assertThat(RuleSet.builtIn().rules())
                .filteredOn(rule -> rule.reach() == Rule.Reach.ONE_SYSTEM)
                .as("errors of transport, and codes with one meaning")
                .extracting(Rule::id)
                .contains("net.refused", "net.reset", "http.503", "sql.53")
                .doesNotContain("form.network");
        assertThat(Rule.auto("line.busy", Category.NETWORK, "made up", SAYS_BUSY)
                        .reach())
                .isEqualTo(Rule.Reach.CERTAIN);
    }

    @Test
    void whatASharedRuleSaysLastsIsHopedForWhereAnotherHopesAndPrecedentsMostlyPassed() {
        Rule shared = Rule.never("state.illegal", Category.LOGIC_ERROR, "made up", Conditions.says("line"))
                .reaching(Rule.Reach.MANY_CAUSES);
        Rule own = Rule.never("state.illegal", Category.LOGIC_ERROR, "made up", Conditions.says("line"));
        Rule hope = Rule.auto("line.busy", Category.SERVICE_UNAVAILABLE, "made up", SAYS_BUSY);

        assertThat(classifier(shared, hope).classify(failure("the line is busy")))
                .returns(Category.SERVICE_UNAVAILABLE, Classification::category)
                .returns(Recoverability.AUTO, Classification::recoverability)
                .returns(
                        List.of("line.busy", FailureClassifier.PRECEDENTS_PASSING, "state.illegal"),
                        Classification::rules);
        assertThat(classifier(own, hope).classify(failure("the line is busy")).recoverability())
                .as("a rule of one system is believed")
                .isEqualTo(Recoverability.NEVER);
        assertThat(classifier(shared, hope)
                        .classify(failure("the line is busy, upgrade"))
                        .recoverability())
                .isNotEqualTo(Recoverability.AUTO);
        assertThat(new FailureClassifier(
                                RuleSet.of(List.of(shared, hope)),
                                Precedents.read(List.of(HEAD, "w:busy\t40000\t\t100")))
                        .classify(failure("the line is busy"))
                        .recoverability())
                .as("good odds are not believed where the likeliest category is none that passes")
                .isEqualTo(Recoverability.NEVER);
    }
}
