package io.ripresa.bench.side;

import io.ripresa.bench.side.Outcome.Pair;
import io.ripresa.simulation.report.SvgChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures as a page, and the backlogs as a picture. */
final class SideReport {

    static final String PAGE = "side-by-side.md";
    static final String CHART = "side-by-side.svg";

    private static final int WIDTH = 860;
    private static final int HEIGHT = 300;

    private final Setting setting;

    SideReport(Setting setting) {
        this.setting = setting;
    }

    void write(Path folder, Outcome outcome, LocalDate day) throws IOException {
        Files.writeString(folder.resolve(CHART), chart(outcome));
        Files.writeString(folder.resolve(PAGE), page(outcome, day));
    }

    /** As far as the simulator keeps account of the time. */
    private String chart(Outcome outcome) {
        int seconds = outcome.best().backlog().length;
        SvgChart chart = new SvgChart(
                        "Tasks that had arrived and were not done; bold: real, thin: simulated; dashed: the service is back",
                        WIDTH,
                        HEIGHT,
                        seconds)
                .mark("The service is back", setting.back().toSeconds());
        for (Pair pair : outcome.pairs()) {
            chart.line(
                    pair.name() + ", simulated",
                    "line thin " + pair.name(),
                    pair.simulated().backlog());
        }
        for (Pair pair : outcome.pairs()) {
            chart.line(
                    pair.name(),
                    "line " + pair.name(),
                    Arrays.copyOf(pair.real().backlog(), seconds));
            chart.name(pair.name(), pair.name());
        }
        return chart.standalone();
    }

    private String page(Outcome outcome, LocalDate day) {
        StringBuilder page = new StringBuilder();
        page.append("# The same outage, in reality\n\nWritten by `make side-by-side`; do not edit.\n\n");
        page.append(String.format(
                Locale.ROOT,
                "A real HTTP service that does %.0f requests per second refuses connections for %d s. %,d tasks that need"
                        + " it arrive all through that time, on PostgreSQL. db-scheduler alone and JobRunr alone run them"
                        + " again by their default retries; Ripresa's worker has Ripresa beside it. All three at the same"
                        + " time, on one machine, each with a service and a database of its own, %d runs at once, polling"
                        + " every 250 ms (JobRunr: every 5 s, the least it allows). Who called, when, and whether it got"
                        + " through is noted where the call is made, the same for all. Nothing was learned before, and"
                        + " no probe tells of the return.\n\n",
                setting.capacity(),
                setting.outage().toSeconds(),
                setting.tasks(),
                setting.threads()));
        page.append("![Backlogs over time](").append(CHART).append(")\n\n");
        page.append("| seconds after the return | done | 50 % | 90 % | all | failed re-runs | done twice |\n");
        page.append("|---|---|---|---|---|---|---|\n");
        for (Pair pair : outcome.pairs()) {
            page.append(row(pair.name(), pair.real()));
            page.append(row("*the same, simulated*", pair.simulated()));
        }
        page.append(row("*the best there can be, simulated*", outcome.best()));
        page.append("\n").append(verdict(outcome)).append("\n");
        page.append(String.format(
                Locale.ROOT,
                "\n%s; %d processors, %s %s, Java %s, db-scheduler %s, JobRunr %s.\n",
                day,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"),
                version(com.github.kagkarlsson.scheduler.Scheduler.class),
                version(org.jobrunr.configuration.JobRunr.class)));
        return page.toString();
    }

    /** As the name of the archive says. */
    private static String version(Class<?> type) {
        String archive = Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .getFileName()
                .toString();
        return archive.replaceAll("^.*?-(\\d[^-]*)\\.jar$", "$1");
    }

    private static String verdict(Outcome outcome) {
        return outcome.pairs().stream()
                .map(pair -> pair.name() + " "
                        + ratio(pair.real().p90(), pair.simulated().p90()))
                .collect(Collectors.joining(", ", "Real against simulated, 90 %: ", "."));
    }

    private static String ratio(@Nullable Double one, @Nullable Double other) {
        return one == null || other == null || other == 0
                ? "undefined"
                : String.format(Locale.ROOT, "%.2f ×", one / other);
    }

    private static String row(String name, Standing s) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %s | %s | %s | %,d | %d |%n",
                name,
                s.recovered(),
                seconds(s.p50()),
                seconds(s.p90()),
                seconds(s.all()),
                s.failedAttempts(),
                s.twice());
    }

    private static String seconds(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }
}
