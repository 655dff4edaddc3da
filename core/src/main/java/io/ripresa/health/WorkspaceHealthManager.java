package io.ripresa.health;

import io.ripresa.health.HealthReport.Check;
import io.ripresa.health.WorkspaceFacts.Found;
import io.ripresa.learn.Confidence;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.Finding;
import io.ripresa.model.Finding.Kind;
import io.ripresa.model.Finding.Level;
import io.ripresa.model.Incident;
import io.ripresa.model.Measured;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.Policy;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import io.ripresa.spi.RecoveryReadModel.RunCount;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import io.ripresa.spi.WorkspaceCare.Need;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rolls failures, incidents, stalled runs and what is left to people up per workspace, into findings and one score. Looks
 * only, changes nothing: it reads the counts that the store keeps, the runs in progress and at most a thousand open
 * incidents, however many tasks there are. Safe for use by many threads.
 */
public final class WorkspaceHealthManager {

    /** How often the states are derived. */
    public static final Duration INTERVAL = Duration.ofMinutes(1);

    /** A state that nobody has derived for so long is not to be relied on. */
    static final Duration UNSEEN = Duration.ofMinutes(10);

    /**
     * Where the store keeps when somebody looked last: as a position of reading, under a name that no task system can
     * have.
     */
    public static final String POSITION = ":workspaces";

    /** Open incidents that are looked at. */
    private static final int INCIDENTS = 1_000;

    /** Workspaces that the check of health names. */
    private static final int SHOWN = 5;

    /** Causes whose outcomes are asked for in one look. */
    private static final int CAUSES = 100;

    private final RecoveryStore store;
    private final Policy.Liveness liveness;

    /** @param liveness when a run counts as stalled */
    public WorkspaceHealthManager(RecoveryStore store, Policy.Liveness liveness) {
        this.store = store;
        this.liveness = liveness;
    }

    /**
     * How all workspaces are, by name.
     *
     * @throws io.ripresa.spi.StoreException if the store cannot be used
     */
    public List<WorkspaceHealth> assess() {
        return look(store.control(), false, null);
    }

    /**
     * How one workspace is, or null where it is not known.
     *
     * @throws io.ripresa.spi.StoreException if the store cannot be used
     */
    public @Nullable WorkspaceHealth assess(String workspace) {
        return assess().stream()
                .filter(health -> health.workspace().equals(workspace))
                .findFirst()
                .orElse(null);
    }

    /** How many are healthy, as a check: workspaces that are not say nothing of Ripresa's own health. */
    public Check check() {
        try {
            List<WorkspaceHealth> all = assess();
            List<WorkspaceHealth> ill = all.stream()
                    .filter(health -> !health.score().healthy())
                    .sorted(Comparator.comparingInt(
                                    (WorkspaceHealth health) -> health.score().points())
                            .thenComparing(WorkspaceHealth::workspace))
                    .toList();
            String names = ill.stream()
                    .limit(SHOWN)
                    .map(health -> health.workspace() + " (" + health.score().points() + ", " + health.state() + ")")
                    .collect(Collectors.joining(", "));
            return new Check(
                    "workspaces",
                    true,
                    ill.isEmpty()
                            ? "All " + all.size() + " are healthy."
                            : ill.size() + " of " + all.size() + " are not healthy: " + names
                                    + (ill.size() > SHOWN ? ", and more." : "."));
        } catch (StoreException e) {
            return new Check("workspaces", false, "The store cannot be used: " + e.getMessage());
        }
    }

    /**
     * How all are, with the states that follow now instead of those that are stored.
     *
     * @param control which workspaces are paused
     * @throws io.ripresa.spi.StoreException if the store cannot be used
     */
    public List<WorkspaceHealth> derive(Control control) {
        return derive(control, null);
    }

    /**
     * The same with what task systems find.
     *
     * @param needs that, or null for what they found last
     * @throws io.ripresa.spi.StoreException if the store cannot be used
     */
    public List<WorkspaceHealth> derive(Control control, @Nullable List<Need> needs) {
        return look(control, true, needs);
    }

    private List<WorkspaceHealth> look(Control control, boolean derive, @Nullable List<Need> needs) {
        Instant seenAt = derive ? null : lookedAt(store.cursor(POSITION));
        Instant now = store.now();
        Map<String, Map<Disposition, Long>> tasks = new TreeMap<>();
        for (DispositionCount count : store.dispositionCounts()) {
            tasks.computeIfAbsent(count.workspace(), name -> new TreeMap<>()).put(count.disposition(), count.tasks());
        }
        Map<String, RunCount> runs = new LinkedHashMap<>();
        store.runsInProgress(now.minus(liveness.stalledAfter())).forEach(count -> runs.put(count.workspace(), count));
        Map<String, WorkspaceRecord> stored = new TreeMap<>();
        store.workspaces().forEach(row -> stored.put(row.name(), row));
        Open open = new Open(store.findIncidents(true, INCIDENTS));
        Outcomes outcomes = new Outcomes();
        TreeSet<String> names = new TreeSet<>(tasks.keySet());
        names.addAll(stored.keySet());
        names.addAll(control.paused());
        if (needs != null) {
            needs.forEach(need -> names.add(need.workspace()));
        }
        List<WorkspaceHealth> all = new ArrayList<>();
        for (String name : names) {
            WorkspaceRecord row = stored.get(name);
            Map<Disposition, Long> counts = tasks.getOrDefault(name, new TreeMap<>());
            WorkspaceFacts facts = new WorkspaceFacts(
                    name,
                    counts,
                    runs.get(name),
                    open.of(name, counts.keySet().stream().anyMatch(Disposition::isPending)),
                    control.isPaused(name),
                    row != null && row.state() == WorkspaceState.PAUSED ? String.join(" ", row.reasons()) : null,
                    needs == null ? outcomes.needs(row) : outcomes.needs(name, needs),
                    now);
            WorkspaceHealth found = health(facts, row, outcomes, seenAt);
            all.add(derive ? found : found.asStored());
        }
        return all;
    }

    /** When somebody looked last, by the position that the store keeps, or null before the first time. */
    public static @Nullable Instant lookedAt(@Nullable String position) {
        return position == null
                ? null
                : Instant.parse(position.lines().findFirst().orElseThrow());
    }

    /** The open incidents, so that each workspace finds its own. */
    private static final class Open {
        private final Map<String, List<Incident>> own = new HashMap<>();
        private final List<Incident> shared = new ArrayList<>();

        Open(List<Incident> incidents) {
            for (Incident incident : incidents) {
                String workspace = incident.headline().workspace();
                if (workspace == null) {
                    shared.add(incident);
                } else {
                    own.computeIfAbsent(workspace, name -> new ArrayList<>()).add(incident);
                }
            }
        }

        List<Incident> of(String workspace, boolean mayShare) {
            List<Incident> all = new ArrayList<>(own.getOrDefault(workspace, List.of()));
            if (mayShare) {
                shared.stream()
                        .filter(incident -> incident.shareOf(workspace) > 0)
                        .forEach(all::add);
            }
            return all;
        }
    }

    private static WorkspaceHealth health(
            WorkspaceFacts facts, @Nullable WorkspaceRecord row, Outcomes outcomes, @Nullable Instant seenAt) {
        List<Finding> findings =
                new ArrayList<>(WorkspaceRules.findings(facts, outcomes::of, row == null ? List.of() : row.findings()));
        WorkspaceState state = WorkspaceRules.state(row == null ? null : row.state(), facts, findings);
        List<String> reasons = WorkspaceRules.reasons(state, findings);
        if (row != null && seenAt != null && seenAt.plus(UNSEEN).isBefore(facts.now())) {
            findings.add(new Finding(
                    Kind.STATE_UNSEEN,
                    Level.WARNING,
                    facts.total(),
                    WorkspaceRules.strategy(Kind.STATE_UNSEEN),
                    Measured.UNKNOWN,
                    seenAt,
                    "Nobody has derived the state since " + seenAt + "; is the recovery loop running?"));
            findings.sort(Comparator.comparing(Finding::level).reversed().thenComparing(Finding::kind));
        }
        WorkspaceRecord kept = row != null && row.state() == state ? row : null;
        return new WorkspaceHealth(
                facts.workspace(),
                state,
                kept != null && state == WorkspaceState.PAUSED ? kept.reasons() : reasons,
                kept == null ? WorkspaceRecord.MACHINE : kept.actor(),
                kept == null ? facts.now() : kept.since(),
                HealthScore.of(findings),
                findings,
                facts.total(),
                row);
    }

    /** How often attempts for causes led to recovery; each cause is asked for once in a look. */
    private final class Outcomes {
        private final Map<String, Measured> known = new LinkedHashMap<>();

        Measured of(List<Incident> incidents) {
            long successes = 0;
            long trials = 0;
            for (Incident incident : incidents) {
                Measured one = of(incident);
                successes += one.successes();
                trials += one.trials();
            }
            return new Measured(successes, trials);
        }

        /** What was found last. */
        List<Found> needs(@Nullable WorkspaceRecord row) {
            return row == null
                    ? List.of()
                    : row.findings().stream()
                            .filter(finding -> finding.kind().isOfSystem())
                            .map(finding -> found(finding.kind(), finding.affected(), finding.sentence()))
                            .toList();
        }

        List<Found> needs(String workspace, List<Need> all) {
            return all.stream()
                    .filter(need -> need.workspace().equals(workspace))
                    .map(need -> found(need.kind(), need.affected(), need.sentence()))
                    .toList();
        }

        private Found found(Kind kind, long affected, String sentence) {
            Cause counted = StrategyRules.outcomesOf(WorkspaceRules.strategy(kind));
            Measured measured =
                    known.computeIfAbsent(counted.id(), id -> Confidence.ofRecovery(store.outcomesOf(counted), ""));
            return new Found(kind, affected, sentence, measured);
        }

        private Measured of(Incident incident) {
            Measured before = known.get(incident.cause().id());
            if (before != null || known.size() >= CAUSES) {
                return before == null ? Measured.UNKNOWN : before;
            }
            List<OutcomeCount> counts = store.outcomesOf(incident.cause());
            Measured measured = Confidence.ofRecovery(counts, "");
            known.put(incident.cause().id(), measured);
            return measured;
        }
    }
}
