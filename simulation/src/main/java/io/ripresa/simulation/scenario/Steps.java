package io.ripresa.simulation.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A figure that changes by steps over time. Immutable.
 *
 * @param steps values and since when they hold, in the order of their times; the first one begins at zero
 */
public record Steps(List<Step> steps) {

    /** A value and since when it holds, from the start of the scenario. */
    public record Step(Duration from, double value) {}

    public Steps {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || !steps.get(0).from().isZero()) {
            throw new IllegalArgumentException(
                    "steps " + steps + " do not begin at 0 s; say what holds from the start");
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).from().compareTo(steps.get(i - 1).from()) <= 0) {
                throw new IllegalArgumentException("steps " + steps + " are not in the order of their times");
            }
        }
    }

    public static Steps always(double value) {
        return new Steps(List.of(new Step(Duration.ZERO, value)));
    }

    /** This, with another value from a time on. */
    public Steps then(Duration from, double value) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(from, value));
        return new Steps(more);
    }

    public double at(Duration time) {
        double value = steps.get(0).value();
        for (Step step : steps) {
            if (step.from().compareTo(time) > 0) {
                break;
            }
            value = step.value();
        }
        return value;
    }

    public double last() {
        return steps.get(steps.size() - 1).value();
    }

    public Steps map(DoubleUnaryOperator change) {
        return new Steps(steps.stream()
                .map(s -> new Step(s.from(), change.applyAsDouble(s.value())))
                .toList());
    }
}
