package io.ripresa.health;

import io.ripresa.health.HealthReport.Check;
import io.ripresa.model.Control;
import io.ripresa.model.Gate;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.Backlog;
import io.ripresa.spi.TaskSystem.SystemCheck;
import io.ripresa.spi.TaskSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    private final RecoveryStore store;
    private final List<TaskSystem> systems;
    private final BooleanSupplier loopStarted;
    private final Supplier<@Nullable String> loopTrouble;
    private final Supplier<@Nullable String> orderTrouble;

    /**
     * @param loopStarted whether the recovery loop runs in this process
     * @param loopTrouble why the latest step failed, or null where it did not
     * @param orderTrouble which orders were not answered, or null where all were
     */
    public HealthMonitor(
            RecoveryStore store,
            List<TaskSystem> systems,
            BooleanSupplier loopStarted,
            Supplier<@Nullable String> loopTrouble,
            Supplier<@Nullable String> orderTrouble) {
        this.store = store;
        this.systems = List.copyOf(systems);
        this.loopStarted = loopStarted;
        this.loopTrouble = loopTrouble;
        this.orderTrouble = orderTrouble;
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
        return new HealthReport(checks.stream().allMatch(Check::healthy), checks);
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
