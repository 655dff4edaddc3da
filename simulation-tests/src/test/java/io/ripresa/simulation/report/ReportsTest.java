package io.ripresa.simulation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.simulation.contest.Contest;
import io.ripresa.simulation.contest.Contest.Result;
import io.ripresa.simulation.scenario.OutageScenario.Mix;
import io.ripresa.simulation.scenario.OutageScenario.Setting;
import io.ripresa.simulation.scenario.Profiles;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private static List<Result> results = List.of();

    @BeforeAll
    static void play() throws InterruptedException {
        results = Contest.run(
                Contest.entries(
                        List.of(Profiles.scenario(30, Profiles.PLAIN, Mix.poison(0.1), Setting.PLAIN)),
                        List.of("ripresa", "oracle", "altinn", "celery"),
                        1,
                        2),
                Runnable::run);
    }

    @Test
    void jsonHasExactlyTheDocumentedFieldsInOrder() {
        Matcher names = Pattern.compile("\"([a-z0-9_]+)\": ")
                .matcher(Json.of(results).lines().toList().get(1));

        assertThat(names.results().map(m -> m.group(1)))
                .containsExactly(
                        "scenario",
                        "policy",
                        "seed",
                        "tasks",
                        "recoverable",
                        "recovered",
                        "escalated",
                        "quarantined",
                        "not_needed",
                        "w",
                        "w_gross",
                        "p50_s",
                        "p90_s",
                        "drain_s",
                        "oracle_p90_s",
                        "peak_load_ratio",
                        "overload_share",
                        "foreground_lost",
                        "release_fpr",
                        "unsafe_releases",
                        "attempts_per_poison_task",
                        "detection_delay_s",
                        "invariant_violations");
        assertThat(Json.of(results).lines()).hasSize(4 * 2 + 2);
        assertThat(Json.of(List.of())).isEqualTo("[]\n");
    }

    @Test
    void aFigureThatIsNotDefinedIsNull() {
        String celery = Json.of(results)
                .lines()
                .filter(l -> l.contains("\"celery\""))
                .findFirst()
                .orElseThrow();

        assertThat(celery).contains("\"quarantined\": null", "\"foreground_lost\": null", "\"release_fpr\": null");
    }

    @Test
    void thePageNeedsNothingFromElsewhereAndRunsNothing() {
        String page = HtmlReport.of(results, "./ripresa simulate --only \"<b>\"");

        assertThat(page).contains("default-src 'none'").doesNotContain("<script", "src=", "href=", "url(", "@import");
        assertThat(page).doesNotContainPattern("\\son[a-z]+=").doesNotContain("style=");
        assertThat(page).contains("&lt;b&gt;").doesNotContain("\"<b>\"");
        // One overview, and three charts for each policy of the first seed.
        assertThat(page.split("<svg ", -1)).hasSize(1 + 1 + 3 * 4);
        assertThat(page).contains("ripresa", "oracle", "altinn", "celery");
    }

    @Test
    void theScoreboardSaysWhatWasRunAndWhichLimitsWereKept() {
        String board = Scoreboard.of(
                results,
                List.of(),
                new Scoreboard.Origin(LocalDate.of(2026, 3, 1), "./ripresa simulate", "ripresa 1.2.3", "a machine"));

        assertThat(board)
                .contains("ripresa 1.2.3, a machine")
                .contains("2026-03-01", "seeds 1, 2", "`./ripresa simulate`", "| not recovered |", "## Void pairs")
                .contains("### test", "| celery |");
    }

    @Test
    void theTableHasALinePerRun() {
        assertThat(ResultTable.of(results).lines()).hasSize(2 + 4 * 2);
    }
}
