package io.ripresa.simulation.contest;

import io.ripresa.simulation.contest.Contest.Result;
import io.ripresa.simulation.scenario.Figures;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Ripresa is for, in four figures over many runs: how much comes back without a person, how often what was let go
 * fails again, how soon, and how much work people are spared. Each task counts once, whatever its run. Pure.
 */
public final class Targets {

    private Targets() {}

    /**
     * One target and what came out.
     *
     * @param name what it is about
     * @param value what came out, a share
     * @param part the number that the share is of {@code all}
     * @param all what it was counted over
     * @param limit what is wanted
     * @param least whether {@code limit} is the least that is wanted, else the most
     */
    public record Target(String name, double value, long part, long all, double limit, boolean least) {

        /** A target with nothing to count it from is not met. */
        public boolean isMet() {
            return all > 0 && (least ? value >= limit : value <= limit);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-6s  %-52s  %6.2f %%  (%d of %d; %s %.0f %%)",
                    isMet() ? "met" : "MISSED",
                    name,
                    100 * value,
                    part,
                    all,
                    least ? "at least" : "at most",
                    100 * limit);
        }
    }

    /** The targets over the runs of Ripresa among these; those of others are left out. */
    public static List<Target> of(List<Result> results) {
        long recoverable = 0;
        long recovered = 0;
        long soon = 0;
        long released = 0;
        long failedAgain = 0;
        long leftToPeople = 0;
        for (Result result : results) {
            if (!result.entry().policy().equals(Policies.RIPRESA)) {
                continue;
            }
            Figures figures = result.figures();
            recoverable += figures.recoverable();
            recovered += figures.recovered();
            soon += figures.times().soon();
            released += figures.care().released();
            failedAgain += figures.care().releasedFailed();
            leftToPeople += number(figures.escalated()) + number(figures.quarantined());
        }
        return List.of(
                target("recoverable tasks recovered unattended", recovered, recoverable, 0.75, true),
                target("released tasks that fail again by the same cause", failedAgain, released, 0.05, false),
                target("recovered within 10 minutes of the cause's end", soon, recovered, 0.90, true),
                target("interventions by people avoided", recovered, recovered + leftToPeople, 0.80, true));
    }

    private static Target target(String name, long part, long all, double limit, boolean least) {
        return new Target(name, all == 0 ? 0 : (double) part / all, part, all, limit, least);
    }

    private static long number(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
