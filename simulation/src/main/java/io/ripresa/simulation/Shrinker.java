package io.ripresa.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Makes a failing scenario smaller: takes away tasks, faults, outages, deeds, nodes and task systems, in ever smaller
 * lumps, for as long as what is left still fails (delta debugging, Zeller and Hildebrandt 2002), and makes simple what
 * need not be complicated. What comes out is smallest in the sense that no single thing can be taken away, unless the
 * runs allowed were used up before.
 */
public final class Shrinker {

    private final Predicate<Scenario> fails;
    private int runsLeft;

    /**
     * @param fails whether a scenario fails in the way that matters; asked again and again
     * @param mostRuns how often it may be asked
     */
    public Shrinker(Predicate<Scenario> fails, int mostRuns) {
        this.fails = fails;
        this.runsLeft = mostRuns;
    }

    /** Whether a scenario breaks an invariant. */
    public static Predicate<Scenario> breaks(Invariant invariant) {
        return breaks(invariant, Simulation.Wiring.REAL);
    }

    static Predicate<Scenario> breaks(Invariant invariant, Simulation.Wiring wiring) {
        return scenario -> Simulation.run(scenario, wiring).violations().stream()
                .anyMatch(violation -> violation.invariant() == invariant);
    }

    /** A scenario that fails as the given one does, and has no more in it. */
    public Scenario shrink(Scenario failing) {
        Scenario present = failing;
        while (runsLeft > 0) {
            Scenario before = present;
            for (ScenarioPart<?> part : ScenarioPart.of(present)) {
                present = thinOut(present, part);
            }
            for (UnaryOperator<Scenario> simpler : ScenarioPart.simplifications(present)) {
                present = smallerIfFails(present, simpler.apply(present));
            }
            if (present.equals(before)) {
                break;
            }
        }
        return present;
    }

    private <T> Scenario thinOut(Scenario from, ScenarioPart<T> part) {
        Scenario present = from;
        for (int lump = part.list(present).size(); lump >= 1; lump /= 2) {
            int at = 0;
            while (at < part.list(present).size()) {
                List<T> left = new ArrayList<>(part.list(present));
                left.subList(at, Math.min(left.size(), at + lump)).clear();
                Scenario smaller = smallerIfFails(present, part.with(present, left));
                if (smaller.equals(present)) {
                    at += lump;
                }
                present = smaller;
            }
        }
        return present;
    }

    private Scenario smallerIfFails(Scenario present, Scenario smaller) {
        if (smaller.equals(present) || runsLeft <= 0) {
            return present;
        }
        runsLeft--;
        return fails.test(smaller) ? smaller : present;
    }
}
