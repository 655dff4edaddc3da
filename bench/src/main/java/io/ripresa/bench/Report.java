package io.ripresa.bench;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;

/** The figures as a page. */
final class Report {

    private final StringBuilder body = new StringBuilder();
    private String verdict = "";

    /** What was measured on. */
    String text(String postgres, LocalDate day) {
        return "# Bench\n\n"
                + "Written by `make bench`; do not edit. A tick is one step of recovery: take in events, do what is"
                + " due, let tasks pass gates. Both columns were measured in the same run, in turn, on the same server.\n\n"
                + verdict + "\n\n"
                + "| | |\n|---|---|\n"
                + row("date", day.toString())
                + row(
                        "machine",
                        processors() + " processors, " + memory() + " GiB, " + System.getProperty("os.name") + " "
                                + System.getProperty("os.arch"))
                + row("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"))
                + row("heap of the recovery process", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB at most")
                + row("database", postgres + ", embedded, every commit forced to the disk")
                + "\n" + body;
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String memory() {
        long bytes = ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getTotalMemorySize()
                : 0;
        return Long.toString(Math.round(bytes / (double) (1 << 30)));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    void loaded(Backlog few, Backlog many, long seconds) {
        body.append("**").append(many.tasks()).append(" failed tasks in ").append(many.incidents());
        body.append(" incidents** beside **").append(few.tasks()).append(" in as many**; loading the former took ");
        body.append(seconds).append(" s. All breakers are open.\n\n");
        body.append("## Ticks\n\n");
    }

    void ticks(TickComparison c) {
        body.append(row("milliseconds", "few p50", "many p50", "few p99", "many p99", "ratio of p99"));
        body.append("|---|---|---|---|---|---|\n");
        body.append(comparison(
                "tick with " + TickComparison.GATES_DUE + " gates due, their canaries of the tick before failed",
                c.few,
                c.many));
        body.append(comparison("tick with nothing due", c.fewIdle, c.manyIdle));
        body.append("\n")
                .append(c.few.count())
                .append(" ticks of each; attempts reserved: ")
                .append(c.reserved());
        body.append(".\n\n");
        double ratio = ratio(c.few, c.many);
        verdict = String.format(
                Locale.ROOT,
                "**The p99 of a tick with the large backlog is %.2f × that with the small one** (allowed: 2).",
                ratio);
    }

    void reads(Map<String, Timings[]> figures) {
        body.append("## Questions to the store\n\n");
        body.append(row("milliseconds", "few p50", "many p50", "few p99", "many p99", "ratio of p99"));
        body.append("|---|---|---|---|---|---|\n");
        figures.forEach((name, both) -> body.append(comparison(name, both[0], both[1])));
        body.append("\n");
    }

    private static String comparison(String name, Timings few, Timings many) {
        return row(
                name,
                few.millis(50),
                many.millis(50),
                few.millis(99),
                many.millis(99),
                String.format(Locale.ROOT, "%.2f", ratio(few, many)));
    }

    private static double ratio(Timings few, Timings many) {
        return many.percentile(99).toNanos()
                / (double) Math.max(1, few.percentile(99).toNanos());
    }

    void section(String title) {
        body.append("## ").append(title).append("\n\n| | |\n|---|---|\n");
    }

    void figure(String what, String value) {
        body.append(row(what, value));
    }

    void end() {
        body.append("\n");
    }
}
