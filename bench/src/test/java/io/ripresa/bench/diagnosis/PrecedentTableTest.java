package io.ripresa.bench.diagnosis;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.analyze.FailureClassifier;
import io.ripresa.analyze.Precedents;
import io.ripresa.analyze.Rule;
import io.ripresa.analyze.RuleSet;
import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is learned from labelled failures. */
class PrecedentTableTest {

    private static LabelledFailure row(int source, String message, boolean passing) {
        Category category = passing ? Category.NETWORK : Category.CONFIGURATION;
        return new LabelledFailure(
                "r-" + source,
                "github:acme/repository-" + source + "#1",
                FailureReport.of(null, message),
                new LabelledFailure.Label(
                        category, List.of(), passing ? Recoverability.AUTO : Recoverability.AFTER_FIX, passing, false));
    }

    private static List<LabelledFailure> small() {
        List<LabelledFailure> rows = new ArrayList<>();
        for (int source = 0; source < 6; source++) {
            rows.add(row(source, "the line is busy", true));
            rows.add(row(source, "unknown option given", false));
        }
        rows.add(row(7, "zebra busy zebra", true));
        rows.add(row(7, "zebra again", true));
        return rows;
    }

    private static List<String> learn(List<LabelledFailure> failures) {
        return PrecedentTable.learn(failures, RuleSet.of(List.of()));
    }

    @Test
    void wordsOfOneSideSpeakForIt() {
        Precedents precedents = Precedents.read(learn(small()));

        assertThat(precedents.passing(FailureReport.of(null, "busy"))).isPositive();
        assertThat(precedents.passing(FailureReport.of(null, "option"))).isNegative();
        assertThat(precedents.category(FailureReport.of(null, "unknown option")))
                .isEqualTo(Category.CONFIGURATION);
    }

    @Test
    void textsThatReportNoFailureTeachOnlyThatTheyNameNoCause() {
        List<LabelledFailure> rows = new ArrayList<>(small());
        for (int source = 0; source < 6; source++) {
            FailureReport told = FailureReport.of(null, "busy evenings at the opera");
            rows.add(new LabelledFailure(
                    "opera-" + source,
                    "made-up:" + source,
                    told,
                    new LabelledFailure.Label(Category.UNKNOWN, List.of(), Recoverability.UNKNOWN, false, false)));
        }

        Precedents precedents = Precedents.read(learn(rows));

        assertThat(precedents.passing(FailureReport.of(null, "opera")))
                .as("as of a word that nobody said")
                .isEqualTo(precedents.passing(FailureReport.of(null, "xylem")));
        assertThat(precedents.passing(FailureReport.of(null, "busy")))
                .as("not held against the words that they share with failures")
                .isGreaterThanOrEqualTo(Precedents.read(learn(small())).passing(FailureReport.of(null, "busy")));
        assertThat(precedents.category(FailureReport.of(null, "evenings at the opera")))
                .isEqualTo(Category.UNKNOWN);
    }

    @Test
    void rulesTeachTheirNamesAndPhrases() {
        RuleSet rules = RuleSet.of(List.of(
                Rule.auto(
                        "a", Category.TIMEOUT, "made up", named("LateException").and(says("^ too .. late"))),
                Rule.auto("b", Category.TIMEOUT, "made up", says("late again").or(says("late # times"))),
                Rule.never(
                        "c",
                        Category.DATA_CORRUPTION,
                        "made up",
                        says("bad form").and(says("late").negate()))));

        Precedents precedents = Precedents.read(PrecedentTable.learn(small(), rules));

        assertThat(precedents.passing(FailureReport.of(null, "late"))).isPositive();
        assertThat(precedents.category(FailureReport.of(null, "late"))).isEqualTo(Category.TIMEOUT);
        assertThat(precedents.origin()).startsWith("14 labelled failures, 5 names and phrases of rules");
        assertThat(RuleLessons.of(rules))
                .extracting(lesson ->
                        lesson.failure().type() + " " + lesson.failure().message())
                .containsExactly(
                        "lateexception ", "null too late", "null late again", "null late times", "null bad form");
    }

    @Test
    void whatOnlyOneSourceSaysIsNotLearned() {
        assertThat(learn(small())).noneMatch(line -> line.startsWith("w:zebra"));
    }

    @Test
    void noMoreTraitsAreKeptThanAskedForAndThoseThatTell() {
        RuleSet none = RuleSet.of(List.of());
        List<LabelledFailure> rows = new ArrayList<>(small());
        for (int source = 0; source < 6; source++) {
            rows.add(row(source, "seldom heard", source % 2 == 0));
        }
        List<String> all = PrecedentTable.learn(rows, none);
        List<String> some = PrecedentTable.learn(rows, none, 20);
        Precedents precedents = Precedents.read(some);

        assertThat(all.stream().filter(line -> line.charAt(1) == ':')).hasSizeGreaterThan(40);
        assertThat(some.stream().filter(line -> line.charAt(1) == ':')).hasSize(20);
        assertThat(precedents.passing(FailureReport.of(null, "the line is busy")))
                .isPositive();
        assertThat(precedents.passing(FailureReport.of(null, "unknown option given")))
                .isNegative();
    }

    @Test
    void theOrderOfTheRowsChangesNothing() {
        List<LabelledFailure> shuffled = new ArrayList<>(small());
        Collections.shuffle(shuffled, new Random(3));

        assertThat(learn(shuffled)).isEqualTo(learn(small()));
    }

    @Test
    void theCommittedTableIsOfTheCommittedCollectionsAndRules() {
        assertThat(Precedents.builtIn().origin())
                .as("collections, rules or traits have changed: run make precedents")
                .isEqualTo(PrecedentTable.origin(LabelledFailure.taught(), RuleSet.builtIn()));
    }

    /** Sources that the table has never seen, and no rule to help. */
    @Test
    void precedentsOfOtherCollectionsTellWhatPasses() {
        List<LabelledFailure> judged = LabelledFailure.later("nineteenth");
        List<String> sources = judged.stream().map(LabelledFailure::origin).toList();
        List<LabelledFailure> others = LabelledFailure.LATER.stream()
                .filter(collection -> !collection.equals("nineteenth"))
                .limit(8)
                .flatMap(collection -> LabelledFailure.later(collection).stream())
                .filter(row -> !sources.contains(row.origin()))
                .toList();
        Precedents precedents = Precedents.read(learn(others));
        Score score = Score.of(new FailureClassifier(RuleSet.of(List.of()), precedents), judged);

        assertThat(score.falseTransient().value()).isLessThanOrEqualTo(0.06);
        assertThat(score.recall().value()).isGreaterThanOrEqualTo(0.55);
        assertThat(score.strict().value()).isGreaterThanOrEqualTo(0.60);
    }
}
