package io.ripresa.simulation.contest;

import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.OutageScenario.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds the fewest and shortest faults with which a scenario still breaks what it broke: first takes faults away, in ever
 * smaller lumps, then halves what is left. Nothing else of the scenario is touched. The same scenario always shrinks to
 * the same faults.
 */
public final class FaultShrinker {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Predicate<OutageScenario> breaks;
    private int runsLeft;

    /**
     * @param breaks whether a scenario breaks in the way that matters; asked again and again
     * @param mostRuns how often it may be asked
     */
    public FaultShrinker(Predicate<OutageScenario> breaks, int mostRuns) {
        this.breaks = breaks;
        this.runsLeft = mostRuns;
    }

    /** The scenario with as few and as short faults as still break it. */
    public OutageScenario shrink(OutageScenario broken) {
        OutageScenario present = broken;
        for (int lump = faults(present).size(); lump >= 1; lump /= 2) {
            present = without(present, lump);
        }
        for (int i = 0; i < faults(present).size(); i++) {
            present = shortened(present, i);
        }
        return present;
    }

    private OutageScenario without(OutageScenario from, int lump) {
        OutageScenario present = from;
        int at = 0;
        while (at < faults(present).size()) {
            List<Fault> left = new ArrayList<>(faults(present));
            left.subList(at, Math.min(left.size(), at + lump)).clear();
            OutageScenario smaller = present.withFaults(left);
            if (stillBreaks(smaller)) {
                present = smaller;
            } else {
                at += lump;
            }
        }
        return present;
    }

    /** Cuts a fault from its end, then from its beginning, by halves. */
    private OutageScenario shortened(OutageScenario from, int index) {
        OutageScenario present = from;
        for (boolean atEnd : new boolean[] {true, false}) {
            while (true) {
                Fault fault = faults(present).get(index);
                Duration length = fault.to().minus(fault.from());
                Duration half = Duration.ofSeconds(length.toSeconds() / 2);
                if (half.compareTo(SHORTEST) < 0) {
                    break;
                }
                Fault shorter = atEnd
                        ? new Fault(
                                fault.kind(),
                                fault.node(),
                                fault.from(),
                                fault.from().plus(half))
                        : new Fault(fault.kind(), fault.node(), fault.to().minus(half), fault.to());
                List<Fault> faults = new ArrayList<>(faults(present));
                faults.set(index, shorter);
                OutageScenario smaller = present.withFaults(faults);
                if (!stillBreaks(smaller)) {
                    break;
                }
                present = smaller;
            }
        }
        return present;
    }

    private boolean stillBreaks(OutageScenario scenario) {
        return runsLeft-- > 0 && breaks.test(scenario);
    }

    private static List<Fault> faults(OutageScenario scenario) {
        return scenario.setting().faults();
    }
}
