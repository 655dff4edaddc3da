package io.ripresa.simulation.scenario;

import io.ripresa.model.TaskDescriptor;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An outage as somebody describes it: tasks, what they call, what befalls it, and what can be known. All times count
 * from the start of the scenario. Immutable.
 *
 * @param id its name, unique among the scenarios of a run
 * @param tasks how many there are
 * @param arrival when they are first started
 * @param runTime how long a run takes besides its call
 * @param dependencies what they call; at least one
 * @param mix what the tasks are like
 * @param setting what stands around them
 */
public record OutageScenario(
        String id,
        int tasks,
        Arrival arrival,
        RunTime runTime,
        List<DependencyProfile> dependencies,
        Mix mix,
        Setting setting) {

    /** A time in which the tasks arrive, evenly by chance: from inclusive, to exclusive. */
    public record Arrival(Duration from, Duration to) {}

    /**
     * Run times: around a median, up to half as much less or more, and a share of slow ones around another.
     *
     * @param median of the usual ones
     * @param slowShare share of slow ones, 0 to 1
     * @param slow median of the slow ones
     */
    public record RunTime(Duration median, double slowShare, Duration slow) {
        public static RunTime of(Duration median) {
            return new RunTime(median, 0, median);
        }
    }

    /**
     * Shares of the tasks, 0 to 1 each.
     *
     * @param poison fail by their own input once their dependency works
     * @param bug fail by a defect before they call, whatever the time
     * @param revoked fail because of revoked credentials once their dependency works
     * @param unsaid fail with a text that says nothing, whatever the time
     * @param unsafe whose side effects are UNSAFE
     * @param keyed whose side effects are KEYED; the rest is IDEMPOTENT
     * @param keyValidFor how long the far side remembers keys
     */
    public record Mix(
            double poison,
            double bug,
            double revoked,
            double unsaid,
            double unsafe,
            double keyed,
            Duration keyValidFor) {
        public static final Mix SOUND = new Mix(0, 0, 0, 0, 0, 0, TaskDescriptor.Safety.DEFAULT_KEY_VALIDITY);

        public static Mix poison(double share) {
            return new Mix(share, 0, 0, 0, 0, 0, TaskDescriptor.Safety.DEFAULT_KEY_VALIDITY);
        }

        public boolean isMixed() {
            return bug + revoked + unsaid > 0;
        }
    }

    /**
     * What stands around the tasks.
     *
     * @param evidence what can tell besides tasks
     * @param nodes processes that recover, 1 to 9
     * @param holding whether the task system can hold first starts back
     * @param slots runs that the task system does at once
     * @param rehearsals times that the same story was played before, so that something could be learned from it
     * @param faults what goes wrong around the recovering processes
     */
    public record Setting(
            Set<EvidenceSource> evidence, int nodes, boolean holding, int slots, int rehearsals, List<Fault> faults) {
        public static final Setting PLAIN = new Setting(Set.of(), 1, false, 1000, 0, List.of());

        public Setting {
            evidence = evidence.isEmpty() ? EnumSet.noneOf(EvidenceSource.class) : EnumSet.copyOf(evidence);
            faults = List.copyOf(faults);
        }

        public Setting withEvidence(Set<EvidenceSource> value) {
            return new Setting(value, nodes, holding, slots, rehearsals, faults);
        }

        /** This, with its faults that much later. */
        Setting shifted(Duration by) {
            List<Fault> later = faults.stream()
                    .map(f -> new Fault(f.kind(), f.node(), f.from().plus(by), f.to().plus(by)))
                    .toList();
            return withFaults(later);
        }

        public Setting withFaults(List<Fault> value) {
            return new Setting(evidence, nodes, holding, slots, rehearsals, value);
        }

        public Setting withRehearsals(int value) {
            return new Setting(evidence, nodes, holding, slots, value, faults);
        }
    }

    /** Something that goes wrong for a while. Faults that are not about one node say node 0. */
    public record Fault(Kind kind, int node, Duration from, Duration to) {
        /** What goes wrong. */
        public enum Kind {
            /** The node dies with all it has in memory; another takes its place at the end. */
            CRASH,
            /** The node stands still and then goes on with what it knew. */
            PAUSE,
            /** The store does not answer. */
            STORE_DOWN,
            /** What the task system reports comes late: at the end of the window. */
            EVENTS_LATE,
            /** What the task system reports comes twice. */
            EVENTS_TWICE
        }
    }

    public OutageScenario {
        dependencies = List.copyOf(dependencies);
    }

    /** This, with other faults. */
    public OutageScenario withFaults(List<Fault> faults) {
        return new OutageScenario(id, tasks, arrival, runTime, dependencies, mix, setting.withFaults(faults));
    }
}
