package io.ripresa.simulation.recovery;

import io.ripresa.simulation.scenario.OutageScenario.Fault;
import java.util.List;

/** What goes wrong around the recovering processes, and when. Times are microseconds since the start. Immutable. */
final class FaultPlan {

    private final List<Fault> faults;

    FaultPlan(List<Fault> faults) {
        this.faults = List.copyOf(faults);
    }

    List<Fault> faults() {
        return faults;
    }

    boolean has(Fault.Kind kind) {
        return faults.stream().anyMatch(f -> f.kind() == kind);
    }

    boolean isOn(Fault.Kind kind, long micros) {
        return faults.stream().anyMatch(f -> f.kind() == kind && from(f) <= micros && micros < to(f));
    }

    static long from(Fault fault) {
        return fault.from().toNanos() / 1_000;
    }

    static long to(Fault fault) {
        return fault.to().toNanos() / 1_000;
    }
}
