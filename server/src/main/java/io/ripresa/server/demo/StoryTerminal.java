package io.ripresa.server.demo;

import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.Policy;
import io.ripresa.policy.CanaryPace;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells the story in the terminal: sentences that stay, and one line of progress. On a terminal that line is painted
 * over; elsewhere it is printed every few seconds. Safe for use by many threads.
 */
final class StoryTerminal {

    private static final Duration BETWEEN_PLAIN_LINES = Duration.ofSeconds(3);
    private static final Duration BETWEEN_PAINTS = Duration.ofMillis(500);
    private static final int BAR = 30;
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintStream out;
    private final boolean paints;
    private final Instant begin;
    private @Nullable Instant lastProgress;
    private boolean painted;

    /**
     * @param out where to
     * @param paints whether lines can be painted over
     * @param begin when the story began; times are told from then on
     */
    StoryTerminal(PrintStream out, boolean paints, Instant begin) {
        this.out = out;
        this.paints = paints;
        this.begin = begin;
    }

    /** Whether the process writes to a terminal that can paint lines over. */
    static boolean isTerminal() {
        String term = System.getenv("TERM");
        return System.console() != null && term != null && !term.equals("dumb");
    }

    /** A sentence of the story, with its time. */
    void say(Instant now, String sentence) {
        line(time(now) + "  " + sentence);
    }

    /** A line without a time. */
    synchronized void line(String text) {
        if (painted) {
            out.print(CLEAR_LINE);
            painted = false;
        }
        out.println(text);
        out.flush();
    }

    /** Where the tasks stand; printed only when it is time for it. */
    synchronized void progress(Instant now, int submitted, int planned, StoryReader.Standing standing) {
        Duration gap = paints ? BETWEEN_PAINTS : BETWEEN_PLAIN_LINES;
        if (lastProgress != null && now.isBefore(lastProgress.plus(gap))) {
            return;
        }
        lastProgress = now;
        String text = String.format(
                Locale.ROOT,
                "submitted %d/%d, wait for the service %d, running again %d, recovered %d, with people %d",
                submitted,
                planned,
                standing.waiting(),
                standing.of(Disposition.IN_ATTEMPT),
                standing.of(Disposition.RECOVERED),
                standing.withPeople());
        if (paints) {
            out.print(CLEAR_LINE + time(now) + "  " + bar(standing.settled(), planned) + " " + text);
            out.flush();
            painted = true;
        } else {
            out.println(time(now) + "    " + text);
            out.flush();
        }
    }

    private static String bar(int done, int all) {
        int full = all == 0 ? 0 : BAR * done / all;
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    private String time(Instant now) {
        long seconds = Math.max(0, Duration.between(begin, now).toSeconds());
        return String.format(Locale.ROOT, "%2d:%02d", seconds / 60, seconds % 60);
    }

    /** The last table, and each thing that was checked. */
    void verdict(Judgement judgement, boolean probing) {
        Figures ours = judgement.figures();
        Figures clock = judgement.clock();
        line("");
        row("", "Ripresa", "plain clock, 5 → 15 → 45 min (computed)");
        row(
                "recovered",
                ours.recovered() + " of " + ours.recoverable(),
                clock.recovered() + " of " + clock.recoverable());
        row("quarantined: the input must change", ours.quarantined(), clock.quarantined());
        row("escalated: a person must decide", ours.escalated(), clock.escalated());
        row("awaiting a fix", judgement.others().awaitingFix(), 0);
        row("not needed any more", ours.notNeeded(), clock.notNeeded());
        row(
                "untouched by the outage",
                judgement.others().succeeded(),
                judgement.others().succeeded());
        row("wasted attempts", ours.wastedAttempts(), clock.wastedAttempts());
        row("unsafe tasks run although done perhaps", 0, judgement.others().clockRunsTwice());
        row(
                "50 % recovered after",
                seconds(ours.times().half()), seconds(clock.times().half()));
        row(
                "90 % recovered after",
                seconds(ours.times().ninety()), seconds(clock.times().ninety()));
        row(
                "100 % recovered after",
                seconds(ours.times().all()), seconds(clock.times().all()));
        row("busiest second, of the capacity", percent(ours.peakLoadRatio()), percent(clock.peakLoadRatio()));
        line("");
        ahead(judgement, probing);
        line("By the service's own ledger:");
        List<Judgement.Check> checks = judgement.checks();
        for (Judgement.Check check : checks) {
            line("  " + (check.held() ? "✓" : "✗") + " " + check.rule() + " (" + check.reason() + ")");
        }
        if (judgement.others().unfinished() > 0) {
            line("  ✗ " + judgement.others().unfinished() + " tasks had not come to an end");
        }
    }

    /** What finding out cost; with a probe, what that spared. */
    private void ahead(Judgement judgement, boolean probing) {
        Judgement.Ahead ahead = judgement.ahead();
        line("Sent ahead to see whether the service works: " + ahead.sent() + " tasks, " + ahead.inVain()
                + " in vain; the first after its return went " + seconds(ahead.firstAfterReturn()) + " after it.");
        if (probing) {
            Duration outage = judgement.plan().outage();
            int alone = 0;
            Duration age = Duration.ZERO;
            Gate.Canaries sent = Gate.Canaries.NONE;
            Duration gap = Duration.ZERO;
            while (age.compareTo(outage) < 0) {
                gap = CanaryPace.gap(
                        sent, judgement.plan().tasks().size(), age, List.of(), Policy.CanaryLimits.DEFAULT);
                sent = new Gate.Canaries(++alone, alone, 0, null, null, null);
                age = age.plus(gap);
            }
            line(String.format(
                    Locale.ROOT,
                    "The probe asked every second in their place. Canaries alone: about %d in vain, and %.1f s until"
                            + " the first after its return, on average (computed).",
                    alone,
                    gap.toMillis() / 2000.0));
        }
        line("");
    }

    private void row(String name, Object ours, Object clock) {
        line(String.format(Locale.ROOT, "%-40s %14s   %14s", name, ours, clock));
    }

    private static String percent(double ratio) {
        return Math.round(100 * ratio) + " %";
    }

    private static String seconds(@Nullable Double seconds) {
        if (seconds == null) {
            return "never";
        }
        long minutes = (long) (seconds / 60);
        return minutes == 0
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%d min %02.0f s", minutes, Math.floor(seconds - 60 * minutes));
    }
}
