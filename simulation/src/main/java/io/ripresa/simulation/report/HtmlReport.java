package io.ripresa.simulation.report;

import io.ripresa.simulation.contest.Contest.Result;
import io.ripresa.simulation.contest.Policies;
import io.ripresa.simulation.scenario.Figures;
import io.ripresa.simulation.scenario.Trail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results as one page that needs nothing else: no scripts, no fonts, no pictures from elsewhere. */
public final class HtmlReport {

    private static final List<String> HEAD = List.of(
            "policy", "w", "p90", "back", "left to people", "p50", "all", "peak", "overload", "foreground lost");
    private static final int WIDE = 480;
    private static final int TALL = 200;
    private static final int SMALL_WIDE = 340;
    private static final int SMALL_TALL = 130;
    /** Beyond this multiple of the capacity a peak leaves the picture. */
    private static final double SHOWN_OVERLOAD = 3;

    private HtmlReport() {}

    /**
     * The page.
     *
     * @param results what came out; at least one
     * @param command the command that made it, for those who want to make it again
     */
    public static String of(List<Result> results, String command) {
        Map<String, List<Result>> byScenario = new LinkedHashMap<>();
        for (Result result : results) {
            byScenario
                    .computeIfAbsent(result.entry().scenario().id(), id -> new ArrayList<>())
                    .add(result);
        }
        StringBuilder page = new StringBuilder(PageStyle.HEAD);
        page.append("<header><h1>What would have happened</h1><p>Outages played in virtual time: ")
                .append(byScenario.size() == 1 ? "one scenario" : byScenario.size() + " scenarios")
                .append(". The same tasks, the same outage, the same chance for every policy.</p><p><code>")
                .append(Markup.text(command))
                .append("</code></p></header>\n");
        boolean first = true;
        for (List<Result> scenario : byScenario.values()) {
            section(page, scenario, first);
            first = false;
        }
        return page.append(PageStyle.FOOT).toString();
    }

    private static void section(StringBuilder page, List<Result> results, boolean open) {
        var scenario = results.get(0).entry().scenario();
        long seed = results.get(0).entry().seed();
        List<Result> drawn =
                results.stream().filter(r -> r.entry().seed() == seed).toList();
        page.append(open ? "<details open>" : "<details>")
                .append("<summary><h2>")
                .append(Markup.text(scenario.id()))
                .append("</h2></summary>\n<p>")
                .append(Markup.text(Words.about(scenario)))
                .append("</p>\n");
        table(page, results);
        overview(page, drawn);
        page.append("<div class=\"policies\">\n");
        drawn.forEach(result -> policy(page, result));
        page.append("</div></details>\n");
    }

    private static void table(StringBuilder page, List<Result> results) {
        boolean seeds =
                results.stream().mapToLong(r -> r.entry().seed()).distinct().count() > 1;
        page.append("<div class=\"scroll\"><table><thead><tr>");
        HEAD.forEach(name -> page.append("<th>").append(name).append("</th>"));
        page.append("</tr></thead><tbody>\n");
        for (Result result : results) {
            Figures f = result.figures();
            List<String> cells = List.of(
                    Words.ratio(f.waste().w()),
                    Words.seconds(f.times().p90()),
                    f.recovered() + " of " + f.recoverable(),
                    Words.count(f.escalated()),
                    Words.seconds(f.times().p50()),
                    Words.seconds(f.times().drain()),
                    Words.ratio(f.load().peakRatio()),
                    Words.percent(f.load().overloadShare()),
                    Words.percent(f.load().foregroundLost()));
            page.append("<tr class=\"")
                    .append(kind(result))
                    .append("\"><th>")
                    .append(Markup.text(result.entry().policy()));
            if (seeds) {
                page.append(" <small>seed ").append(result.entry().seed()).append("</small>");
            }
            page.append("</th>");
            cells.forEach(cell -> page.append("<td>").append(cell).append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</tbody></table></div>\n");
    }

    /** The backlog of all, Ripresa's in front. */
    private static void overview(StringBuilder page, List<Result> drawn) {
        Trail any = drawn.get(0).played().trail();
        SvgChart chart = new SvgChart("Backlog: tasks that are down", WIDE, TALL, seconds(any))
                .mark("the cause is gone", any.causeGone().toSeconds());
        List<Result> order = new ArrayList<>(drawn);
        order.sort((a, b) -> Integer.compare(rank(a), rank(b)));
        for (Result result : order) {
            chart.line(
                    result.entry().policy(),
                    "line " + kind(result),
                    doubles(result.played().trail().backlog()));
        }
        page.append("<figure>")
                .append(chart.svg())
                .append("<figcaption><b class=\"ripresa\">Ripresa</b>, <b class=\"oracle\">oracle</b>,"
                        + " <b class=\"rival\">others</b>; the dashed line is when the cause was gone.</figcaption>"
                        + "</figure>\n");
    }

    private static void policy(StringBuilder page, Result result) {
        Trail trail = result.played().trail();
        double seconds = seconds(trail);
        double gone = trail.causeGone().toSeconds();
        String kind = kind(result);
        double highest = Arrays.stream(trail.capacity()).max().orElse(1);
        page.append("<section class=\"policy\"><h3 class=\"")
                .append(kind)
                .append("\">")
                .append(Markup.text(result.entry().policy()))
                .append("</h3><div class=\"charts\">");
        page.append(new SvgChart("Backlog, tasks", SMALL_WIDE, SMALL_TALL, seconds)
                .mark("the cause is gone", gone)
                .area("backlog", "fill " + kind, doubles(trail.backlog()))
                .svg());
        page.append(new SvgChart("Offered load and capacity, requests/s", SMALL_WIDE, SMALL_TALL, seconds)
                .mark("the cause is gone", gone)
                .area("capacity", "fill capacity", trail.capacity())
                .line("foreground alone", "line foreground", trail.foreground())
                .line("busiest second, foreground included", "line " + kind, trail.busiest())
                .upTo(SHOWN_OVERLOAD * highest)
                .svg());
        page.append(new SvgChart("Attempts per " + Words.duration(trail.step()), SMALL_WIDE, SMALL_TALL, seconds)
                .mark("the cause is gone", gone)
                .area("attempts", "fill " + kind, doubles(trail.attempts()))
                .svg());
        page.append("</div></section>\n");
    }

    private static double seconds(Trail trail) {
        return (double) trail.step().toSeconds() * trail.backlog().length;
    }

    private static String kind(Result result) {
        return switch (result.entry().policy()) {
            case Policies.RIPRESA -> "ripresa";
            case Policies.ORACLE -> "oracle";
            default -> "rival";
        };
    }

    private static int rank(Result result) {
        return List.of("rival", "oracle", "ripresa").indexOf(kind(result));
    }

    private static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }
}
