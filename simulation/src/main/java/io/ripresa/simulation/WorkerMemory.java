package io.ripresa.simulation;

import io.ripresa.health.Shortages;
import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import io.ripresa.simulation.Site.Shortage;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.Resources.Resource;
import io.ripresa.spi.Resources.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The memory of one worker process: when there is too little by the scenario, and what the process itself knows of that
 * by its readings, as the native worker has them.
 */
final class WorkerMemory {

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Use FULL = new Use(Resource.MEMORY, 0.99, "");
    private static final Use ENOUGH = new Use(Resource.MEMORY, 0.4, "");

    private final Dependency dependency;
    private final List<Shortage> shortages;
    private final VirtualTime time;
    private Shortages readings = Shortages.NONE;
    private boolean wasShort;
    private Instant readAt = Scenario.START;
    private Instant bornAt = Scenario.START;

    /**
     * @param worker name of the process
     * @param shortages of this worker alone
     */
    WorkerMemory(String worker, List<Shortage> shortages, VirtualTime time) {
        this.dependency = Dependency.resource(Dependency.MEMORY, worker);
        this.shortages = List.copyOf(shortages);
        this.time = time;
    }

    Dependency dependency() {
        return dependency;
    }

    /** Whether there is too little now. */
    boolean isShort() {
        return isShortAt(time.instant());
    }

    private boolean isShortAt(Instant at) {
        return shortages.stream().anyMatch(each -> lasts(each, at));
    }

    /** A process that was started anew has its memory for itself again. */
    private boolean lasts(Shortage each, Instant at) {
        return !each.begins().isBefore(bornAt) && !at.isBefore(each.begins()) && at.isBefore(each.ends());
    }

    /**
     * Whether it is known to be short, or to have been until just now: too little for some time at least until ten
     * seconds before a time.
     *
     * @param known for how long it must have been known
     */
    boolean isKnownToBeShort(Instant at, Duration known) {
        return shortages.stream()
                .anyMatch(each -> !each.begins().isBefore(bornAt)
                        && !each.begins().isAfter(at.minus(known))
                        && each.ends().isAfter(at.minus(Shortages.STEADY)));
    }

    /** The process died: the next one knows nothing. */
    void died() {
        readings = Shortages.NONE;
        wasShort = false;
        bornAt = time.instant();
        readAt = bornAt;
    }

    /**
     * The report of a failure of this moment, marked with what was short.
     *
     * @param byItself whether the run itself has just taken all there is
     */
    FailureReport marked(FailureReport report, boolean byItself) {
        if (shortages.isEmpty() && !byItself && !wasShort) {
            return report;
        }
        read(byItself);
        return readings.lately(time.instant()).isEmpty()
                ? report
                : report.with(FailureReport.SHORT_OF, dependency.name());
    }

    /** A reading, and those that the process had since the last one. */
    private void read(boolean exhausted) {
        Instant now = time.instant();
        shortages.stream()
                .flatMap(each -> List.of(each.begins(), each.ends()).stream())
                .filter(change -> change.isAfter(readAt) && change.isBefore(now))
                .sorted()
                .forEach(change -> readings = readings.after(List.of(isShortAt(change) ? FULL : ENOUGH), change));
        readings = readings.after(List.of(exhausted || isShortAt(now) ? FULL : ENOUGH), now);
        wasShort |= !readings.remembered(now).isEmpty();
        readAt = now;
    }

    /** What can be asked of it: whether there is enough again, where there was not. */
    List<DependencyProbe> probes() {
        if (!shortages.isEmpty()) {
            read(false); // A worker looks all the time, whether it fails by anything or not.
        }
        return wasShort && !readings.remembered(time.instant()).isEmpty() ? List.of(new Question(this)) : List.of();
    }

    private record Question(WorkerMemory memory) implements DependencyProbe {

        @Override
        public Dependency dependency() {
            return memory.dependency;
        }

        @Override
        public Duration period() {
            return PERIOD;
        }

        @Override
        public ProbeResult probe() {
            memory.read(false);
            Instant now = memory.time.instant();
            return new ProbeResult(
                    memory.readings.isEnough(Resource.MEMORY, now), memory.readings.sentence(Resource.MEMORY, now));
        }
    }
}
