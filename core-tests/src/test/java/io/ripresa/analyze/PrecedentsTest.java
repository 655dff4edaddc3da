package io.ripresa.analyze;

import static io.ripresa.analyze.BusyLine.HEAD;
import static io.ripresa.analyze.BusyLine.PRECEDENTS;
import static io.ripresa.analyze.BusyLine.SAYS_BUSY;
import static io.ripresa.analyze.BusyLine.classifier;
import static io.ripresa.analyze.BusyLine.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What labelled failures with like words say beside the rules. */
class PrecedentsTest {

    @Test
    void theOddsAreTheWeightsOverTheRootOfTheirNumber() {
        FailureReport thrice = failure("busy, busy and busy");
        FailureReport both = failure("busy: upgrade");

        assertThat(PRECEDENTS.passing(failure("nothing known"))).isZero();
        assertThat(PRECEDENTS.passing(thrice)).isCloseTo(40 / Math.sqrt(Traits.count(thrice)), within(1e-6));
        assertThat(PRECEDENTS.passing(both)).isCloseTo(-50 / Math.sqrt(Traits.count(both)), within(1e-6));
        assertThat(PRECEDENTS.category(failure("busy: upgrade"))).isEqualTo(Category.CONFIGURATION);
        assertThat(PRECEDENTS.category(failure("so busy"))).isEqualTo(Category.NETWORK);
    }

    @Test
    void whatAGeneralRuleHopesIsHeldBackWherePrecedentsLasted() {
        Rule general =
                Rule.auto("line.busy", Category.NETWORK, "made up", SAYS_BUSY).reaching(Rule.Reach.MANY_CAUSES);

        assertThat(classifier(general).classify(failure("the line is busy")))
                .returns(Recoverability.AUTO, Classification::recoverability)
                .returns(List.of("line.busy"), Classification::rules);
        assertThat(classifier(general).classify(failure("the line is busy, upgrade your plan")))
                .returns(Category.CONFIGURATION, Classification::category)
                .returns(Recoverability.UNKNOWN, Classification::recoverability)
                .returns(List.of("line.busy", FailureClassifier.PRECEDENTS_LASTING), Classification::rules);
    }

    @Test
    void aRuleOfOnesOwnIsBelievedWhateverPrecedentsSay() {
        Rule own = Rule.auto("line.busy", Category.NETWORK, "made up", SAYS_BUSY);

        assertThat(classifier(own).classify(failure("the line is busy, upgrade your plan")))
                .returns(Recoverability.AUTO, Classification::recoverability)
                .returns(List.of("line.busy"), Classification::rules);
    }

    @ParameterizedTest
    @CsvSource({
        // An outage is the likeliest category, or a fault: then odds have to be better by one.
        "ONE_SYSTEM, -400, 9000, , AUTO",
        "ONE_SYSTEM, -600, 9000, , UNKNOWN",
        "ONE_SYSTEM, 600, , 9000, AUTO",
        "ONE_SYSTEM, 400, , 9000, UNKNOWN",
        "MANY_CAUSES, 600, 9000, , AUTO",
        "MANY_CAUSES, 400, 9000, , UNKNOWN",
        "MANY_CAUSES, 1600, , 9000, AUTO",
        "MANY_CAUSES, 1400, , 9000, UNKNOWN",
        "CERTAIN, -9000, , 9000, AUTO"
    })
    void aHopeIsDoubtedBelowOddsThatTheReachOfTheRuleTells(
            Rule.Reach reach, int passing, String network, String configuration, Recoverability expected) {
        Precedents precedents = Precedents.read(List.of(
                HEAD,
                "always\t" + passing + "\t" + (network == null ? "" : network) + "\t"
                        + (configuration == null ? "" : configuration)));
        Rule hope =
                Rule.auto("line.busy", Category.NETWORK, "made up", SAYS_BUSY).reaching(reach);

        assertThat(new FailureClassifier(RuleSet.of(List.of(hope)), precedents)
                        .classify(failure("the line is busy"))
                        .recoverability())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "MANY_CAUSES, 1600, AUTO",
        "MANY_CAUSES, 1400, NEVER",
        "ONE_SYSTEM, 1600, AUTO",
        "ONE_SYSTEM, 1400, NEVER",
        "CERTAIN, 9000, NEVER"
    })
    void whatARuleSaysLastsIsOverruledWhereItIsNotCertain(Rule.Reach reach, int passing, Recoverability expected) {
        Precedents precedents = Precedents.read(List.of(HEAD, "always\t" + passing + "\t9000"));
        Rule fault = Rule.never("line.cut", Category.DATA_CORRUPTION, "made up", SAYS_BUSY)
                .reaching(reach);

        assertThat(new FailureClassifier(RuleSet.of(List.of(fault)), precedents)
                        .classify(failure("call failed, the line is busy"))
                        .recoverability())
                .isEqualTo(expected);
    }

    @Test
    void whereNoRuleHoldsPrecedentsAreAskedAndNeverConcludeThatACauseLasts() {
        FailureClassifier without = classifier();

        assertThat(without.classify(FailureReport.of("LineError", "all circuits busy")))
                .returns(Category.NETWORK, Classification::category)
                .returns(Recoverability.AUTO, Classification::recoverability)
                .returns(List.of(FailureClassifier.PRECEDENTS_PASSING), Classification::rules);
        assertThat(without.classify(FailureReport.of("LineError", "busy")))
                .as("a word alone tells no cause")
                .returns(Category.NETWORK, Classification::category)
                .returns(Recoverability.UNKNOWN, Classification::recoverability);
        assertThat(without.classify(FailureReport.of("LineError", "upgrade first")))
                .returns(Category.CONFIGURATION, Classification::category)
                .returns(Recoverability.UNKNOWN, Classification::recoverability)
                .returns(List.of(FailureClassifier.PRECEDENTS_CATEGORY), Classification::rules);
    }

    @Test
    void wordsAloneAreHopedForWhereTheySayThatSomethingWentWrong() {
        FailureClassifier without =
                new FailureClassifier(RuleSet.of(List.of()), Precedents.read(List.of(HEAD, "w:slow\t40000\t12000")));

        assertThat(without.classify(failure("the line is slow")))
                .as("no class, no code, no status: this may be a sentence of a manual")
                .returns(Category.UNKNOWN, Classification::category)
                .returns(Recoverability.UNKNOWN, Classification::recoverability);
        assertThat(without.classify(failure("call failed, the line is slow")))
                .returns(Category.NETWORK, Classification::category)
                .returns(Recoverability.AUTO, Classification::recoverability)
                .returns(List.of(FailureClassifier.PRECEDENTS_PASSING), Classification::rules);
    }

    @Test
    void wordsAloneTellACategoryThatIsLikelierThanNot() {
        FailureClassifier without = new FailureClassifier(
                RuleSet.of(List.of()),
                Precedents.read(List.of(HEAD, "w:upgrade\t-90000\t\t5000", "w:older\t-900\t-90\t-50")));

        assertThat(without.classify(failure("login failed, upgrade first")))
                .returns(Category.CONFIGURATION, Classification::category)
                .returns(Recoverability.UNKNOWN, Classification::recoverability)
                .returns(List.of(FailureClassifier.PRECEDENTS_CATEGORY), Classification::rules);
        assertThat(without.classify(failure("upgrade first")).category())
                .as("no failure is told of")
                .isEqualTo(Category.UNKNOWN);
        assertThat(without.classify(failure("login failed, older")).category())
                .as("the likeliest one, and still unlikely")
                .isEqualTo(Category.UNKNOWN);
    }

    @Test
    void whichCategoryASharedRuleMeansPrecedentsTellWhereAnotherIsFarLikelier() {
        Rule shared = Rule.never("argument.illegal", Category.DATA_CORRUPTION, "made up", Conditions.says("line"))
                .reaching(Rule.Reach.MANY_CAUSES);
        Rule own = Rule.never("argument.illegal", Category.DATA_CORRUPTION, "made up", Conditions.says("line"));
        FailureReport failure = failure("upgrade the line");

        assertThat(classifier(shared).classify(failure))
                .returns(Category.CONFIGURATION, Classification::category)
                .returns(Recoverability.AFTER_FIX, Classification::recoverability)
                .returns(List.of("argument.illegal", FailureClassifier.PRECEDENTS_CATEGORY), Classification::rules);
        assertThat(classifier(own).classify(failure))
                .as("a rule of one system knows its cause")
                .returns(Category.DATA_CORRUPTION, Classification::category)
                .returns(Recoverability.NEVER, Classification::recoverability);
        assertThat(new FailureClassifier(
                                RuleSet.of(List.of(shared)), Precedents.read(List.of(HEAD, "w:busy\t2000\t90000")))
                        .classify(failure("the line is busy")))
                .as("a category that passes does not go with a rule that says it lasts")
                .returns(Category.DATA_CORRUPTION, Classification::category)
                .returns(List.of("argument.illegal"), Classification::rules);
        assertThat(new FailureClassifier(
                                RuleSet.of(List.of(shared)),
                                Precedents.read(List.of(HEAD, "w:upgrade\t-90000\t\t3000")))
                        .classify(failure)
                        .category())
                .as("hardly likelier is not enough")
                .isEqualTo(Category.DATA_CORRUPTION);
    }

    @Test
    void aSharedRuleThatHopesGetsOnlyACategoryThatPasses() {
        Rule timeOut = Rule.auto("line.busy", Category.TIMEOUT, "made up", SAYS_BUSY)
                .reaching(Rule.Reach.MANY_CAUSES)
                .provingNotProcessed();

        assertThat(classifier(timeOut).classify(failure("the line is busy")))
                .returns(Category.NETWORK, Classification::category)
                .returns(Recoverability.AUTO, Classification::recoverability)
                .returns(false, Classification::notProcessed)
                .returns(List.of("line.busy", FailureClassifier.PRECEDENTS_CATEGORY), Classification::rules);
        assertThat(new FailureClassifier(
                                RuleSet.of(List.of(timeOut)), Precedents.read(List.of(HEAD, "w:busy\t40000\t\t50000")))
                        .classify(failure("the line is busy"))
                        .category())
                .isEqualTo(Category.TIMEOUT);
    }

    @Test
    void withoutPrecedentsRulesAloneDecide() {
        assertThat(new FailureClassifier(RuleSet.of(List.of()), Precedents.none())
                        .classify(FailureReport.of("LineError", "all busy")))
                .returns(Category.UNKNOWN, Classification::category)
                .returns(Recoverability.UNKNOWN, Classification::recoverability);
    }

    @Test
    void theHeaviestWordsAreTheReasons() {
        assertThat(PRECEDENTS.reasons(failure("busy, please upgrade the line"), 5))
                .containsExactly(new Precedents.Reason("upgrade", -90), new Precedents.Reason("busy", 40));
        assertThat(PRECEDENTS.reasons(failure("busy, please upgrade the line"), 1))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Error | connect ECONNREFUSED 10.0.0.5:5432 |",
                "Error | connect ECONNREFUSED 10.0.0.5:443 |",
                "java.net.ConnectException | Connection refused |",
                "java.net.UnknownHostException | reports.acme.com |",
                "java.net.UnknownHostException | db-primary.prod.svc.cluster.local |",
                "java.net.SocketTimeoutException | Read timed out |",
                "java.net.SocketException | Connection reset |",
                "org.postgresql.util.PSQLException | Connection to 10.0.0.5:5432 refused. |",
                "java.util.concurrent.RejectedExecutionException | Task rejected from the pool |",
                "HTTP 503 | Service Unavailable | 503",
                "HTTP 429 | Too Many Requests | 429",
                "HTTP 502 | Bad Gateway | 502",
                "HTTP 500 | Internal Server Error | 500",
            })
    void whatTellsOfAnOutageIsNotHeldBackWhateverWrapsIt(String type, String message, Integer status) {
        for (String wrapper : List.of(
                "cannot save invoice 17", "order 4711 not exported", "nightly import failed", "invalid state", "")) {
            FailureReport wrapped = new FailureReport(
                    "java.lang.IllegalStateException",
                    wrapper,
                    List.of(),
                    List.of(new FailureReport.Cause(type, message, List.of())),
                    status,
                    null,
                    Map.of());

            assertThat(FailureClassifier.builtIn().classify(wrapped))
                    .as(wrapper)
                    .returns(Recoverability.AUTO, Classification::recoverability);
        }
    }

    @Test
    void aStatusOfAnOutageIsDoubtedWhereTheAnswerTellsOfAFault() {
        FailureReport fault = new FailureReport(
                null,
                "The schema of the database is out of sync. Run the migrations first, or contact support.",
                List.of(),
                List.of(),
                503,
                null,
                Map.of());

        assertThat(FailureClassifier.builtIn().classify(fault))
                .returns(Recoverability.UNKNOWN, Classification::recoverability)
                .extracting(Classification::rules)
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains("http.503", FailureClassifier.PRECEDENTS_LASTING);
        assertThat(RuleSet.builtIn().rules())
                .filteredOn(rule -> rule.id().equals("http.503"))
                .extracting(Rule::reach)
                .containsExactly(Rule.Reach.ONE_SYSTEM);
    }

    @Test
    void whereAServerSaysWhenToComeBackItIsBelieved() {
        Rule general =
                Rule.auto("line.busy", Category.NETWORK, "made up", SAYS_BUSY).reaching(Rule.Reach.MANY_CAUSES);
        FailureReport failure = failure("the line is busy, upgrade your plan").with(FailureReport.RETRY_AFTER, "30");

        assertThat(classifier(general).classify(failure).recoverability()).isEqualTo(Recoverability.AUTO);
    }

    @Test
    void theBuiltInOnesKnowAnOutageFromAWrongSetting() {
        Precedents builtIn = Precedents.builtIn();

        assertThat(builtIn.passing(failure("upstream connect error or disconnect/reset before headers")))
                .isGreaterThan(1);
        assertThat(builtIn.passing(failure("unknown option --verbos, did you mean --verbose?")))
                .isLessThan(-1);
        assertThat(builtIn.category(failure("permission denied for user reporting")))
                .isEqualTo(Category.AUTH);
    }
}
