package io.ripresa.health;

import io.ripresa.health.HealthReport.Check;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Mode;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.Backlog;
import io.ripresa.spi.TaskSystem.SystemCheck;
import io.ripresa.spi.TaskSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the parts that recovery needs: store, task systems, the loop; and tells of dependencies with an early warning. Looks only, changes nothing. Safe for use by many
 * threads.
 */
public final class HealthMonitor {

    /** Events that wait longer than this are read more slowly than they come. */
    private static final Duration LATE = Duration.ofSeconds(60);

    private static final int SHOWN = 5;

    /** Open incidents that are looked at. */
    private static final int INCIDENTS = 1_000;

    private final RecoveryStore store;
    private final List<TaskSystem> systems;
    private final BooleanSupplier loopStarted;
    private final Supplier<@Nullable String> loopTrouble;
    private final Supplier<@Nullable String> orderTrouble;
    private final RecoveryPolicyManager policies;

    /**
     * @param loopStarted whether the recovery loop runs in this process
     * @param loopTrouble why the latest step failed, or null where it did not
     * @param orderTrouble which orders were not answered, or null where all were
     * @param policies what may be done
     */
    public HealthMonitor(
            RecoveryStore store,
            List<TaskSystem> systems,
            BooleanSupplier loopStarted,
            Supplier<@Nullable String> loopTrouble,
            Supplier<@Nullable String> orderTrouble,
            RecoveryPolicyManager policies) {
        this.store = store;
        this.systems = List.copyOf(systems);
        this.loopStarted = loopStarted;
        this.loopTrouble = loopTrouble;
        this.orderTrouble = orderTrouble;
        this.policies = policies;
    }

    public HealthReport check() {
        List<Check> checks = new ArrayList<>();
        checks.add(store());
        for (TaskSystem system : systems) {
            checks.add(system(system));
            checks.add(intake(system));
        }
        checks.add(loop());
        checks.add(orders());
        checks.add(dependencies());
        checks.add(opportunities());
        return new HealthReport(checks.stream().allMatch(Check::healthy), checks);
    }

    /**
     * Counts how many failed or held tasks could come back now, and why the others could not. Reads the counts that the
     * store keeps and at most a thousand open incidents, however many tasks there are.
     *
     * @throws StoreException if the store cannot be used
     */
    public RecoveryOpportunities scanForRecoverableTasks() {
        Map<Disposition, Long> tasks = new EnumMap<>(Disposition.class);
        store.dispositionCounts().forEach(count -> tasks.merge(count.disposition(), count.tasks(), Long::sum));
        long standing = tasks.getOrDefault(Disposition.WAITING, 0L) + tasks.getOrDefault(Disposition.HELD, 0L);
        Map<String, Long> reasons = new TreeMap<>();
        long now = 0;
        Control control = store.control();
        if (control.stopped()) {
            reasons.put("wait because the kill switch is on", standing);
        } else {
            long seen = 0;
            for (Incident incident : store.findIncidents(true, INCIDENTS)) {
                // Counts of tasks and of incidents are read one after the other: never more than there are.
                long members = Math.min(
                        standing - seen,
                        (long) incident.counts().waiting() + incident.counts().held());
                seen += members;
                Mode mode = policies.modeOf(incident);
                String workspace = incident.headline().workspace();
                if (mode != Mode.ACT) {
                    reasons.merge("wait because the mode is " + mode, members, Long::sum);
                } else if (workspace != null && control.isPaused(workspace)) {
                    reasons.merge("wait because a person paused their workspace", members, Long::sum);
                } else if (incident.state() == IncidentState.RECOVERING) {
                    now += members;
                } else {
                    reasons.merge(why(incident), members, Long::sum);
                }
            }
            reasons.put("are members of further incidents", standing - seen);
        }
        reasons.put("are in an attempt", tasks.getOrDefault(Disposition.IN_ATTEMPT, 0L));
        reasons.put(
                "are left to a person",
                tasks.getOrDefault(Disposition.ESCALATED, 0L) + tasks.getOrDefault(Disposition.QUARANTINED, 0L));
        return new RecoveryOpportunities(
                now,
                reasons.entrySet().stream()
                        .filter(reason -> reason.getValue() > 0)
                        .map(reason -> new RecoveryOpportunities.Reason(reason.getKey(), reason.getValue()))
                        .toList());
    }

    private static String why(Incident incident) {
        return switch (incident.state()) {
            case PROBING -> "wait for trials that are under way";
            case AWAITING_FIX -> "wait for somebody's fix";
            case NEEDS_PERSON -> "wait for a person's decision";
            case PAUSED -> "wait because a person paused their incident";
            case OPEN, RECOVERING, RESOLVED ->
                incident.cause() instanceof Cause.Gated
                        ? "wait for evidence that their cause is gone"
                        : "wait for their time";
        };
    }

    private Check opportunities() {
        try {
            return new Check(
                    "recovery opportunities", true, scanForRecoverableTasks().sentence());
        } catch (StoreException e) {
            return new Check("recovery opportunities", false, "The store cannot be used: " + e.getMessage());
        }
    }

    private Check loop() {
        String trouble = loopTrouble.get();
        String well = loopStarted.getAsBoolean() ? "Steps end well." : "Is not started in this process.";
        return new Check("recovery loop", trouble == null, trouble == null ? well : trouble);
    }

    private Check orders() {
        try {
            String unanswered = orderTrouble.get();
            return new Check("orders", unanswered == null, unanswered == null ? "All were answered." : unanswered);
        } catch (StoreException e) {
            return new Check("orders", false, "The store cannot be used: " + e.getMessage());
        }
    }

    /** Which dependencies fail more often than usual: not a matter of Ripresa's own health. */
    private Check dependencies() {
        try {
            List<Gate> warned = store.gatesWithWarning(SHOWN + 1);
            String all = warned.stream()
                    .limit(SHOWN)
                    .map(gate -> gate.learned().calls().figures(gate.key().dependency()))
                    .collect(Collectors.joining("; "));
            return new Check(
                    "dependencies",
                    true,
                    warned.isEmpty()
                            ? "None fails more often than usual."
                            : "More often than usual: " + all + (warned.size() > SHOWN ? "; and more." : "."));
        } catch (StoreException e) {
            return new Check("dependencies", false, "The store cannot be used: " + e.getMessage());
        }
    }

    private Check store() {
        try {
            Control control = store.control();
            return new Check(
                    "store",
                    true,
                    control.stopped() ? "Works; the kill switch is on since " + control.since() + "." : "Works.");
        } catch (StoreException e) {
            return new Check("store", false, "Cannot be used: " + e.getMessage());
        }
    }

    /** Whether what happened is read as fast as it happens. Nothing is lost where it is not: it waits to be read. */
    private Check intake(TaskSystem system) {
        String name = "intake of " + system.name();
        try {
            Backlog backlog = system.backlog(store.cursor(system.name()));
            Instant oldestAt = backlog.oldestAt();
            if (backlog.unread() < 0) {
                return new Check(name, true, "The system does not say how much is unread.");
            }
            if (backlog.unread() == 0 || oldestAt == null) {
                return new Check(name, true, "Everything has been read.");
            }
            Duration age = Duration.between(oldestAt, store.now());
            String detail =
                    backlog.unread() + " events are unread, the oldest since " + Math.max(0, age.toSeconds()) + " s.";
            return age.compareTo(LATE) <= 0
                    ? new Check(name, true, detail)
                    : new Check(
                            name,
                            false,
                            detail + " They are kept until they are read; start another node, or find what slows the"
                                    + " store.");
        } catch (TaskSystemException | StoreException e) {
            return new Check(name, false, "Cannot be asked: " + e.getMessage());
        }
    }

    private static Check system(TaskSystem system) {
        String name = "task system " + system.name();
        try {
            SystemCheck check = system.check();
            return new Check(name, check.healthy(), check.detail());
        } catch (TaskSystemException e) {
            return new Check(name, false, "Cannot be asked: " + e.getMessage());
        }
    }
}
