package io.ripresa.spring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Workspaces by state, and the scores of those with the lowest: at most {@link #MOST} series, whatever workspaces there
 * are. As they were found last, so the same in all processes; read when they are asked for, at most every two seconds.
 * Thread-safe.
 */
final class WorkspaceMeters implements MeterBinder {

    /** Most workspaces whose score is told. */
    static final int MOST = 100;

    private static final System.Logger LOG = System.getLogger(WorkspaceMeters.class.getName());
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Comparator<WorkspaceRecord> WORST_FIRST =
            Comparator.comparingInt(WorkspaceRecord::score).thenComparing(WorkspaceRecord::name);

    private final Supplier<RecoveryStore> store;
    private final InstantSource time;
    private final List<MultiGauge> scores = new CopyOnWriteArrayList<>();
    private List<WorkspaceRecord> rows = List.of();
    private Instant readAt = Instant.MIN;

    WorkspaceMeters(Supplier<RecoveryStore> store, InstantSource time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        scores.add(MultiGauge.builder("ripresa.workspace.score")
                .description("Health of the workspaces with the lowest scores, 0 to 100")
                .register(registry));
        for (WorkspaceState state : WorkspaceState.values()) {
            Gauge.builder(
                            "ripresa.workspaces",
                            this,
                            meters -> meters.read().stream()
                                    .filter(row -> row.state() == state)
                                    .count())
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .description("Workspaces by state")
                    .register(registry);
        }
    }

    private synchronized List<WorkspaceRecord> read() {
        Instant now = time.instant();
        if (!readAt.plus(FRESH).isAfter(now)) {
            try {
                rows = store.get().workspaces();
                List<Row<?>> worst = rows.stream()
                        .sorted(WORST_FIRST)
                        .limit(MOST)
                        .<Row<?>>map(row -> Row.of(Tags.of("workspace", row.name()), row.score()))
                        .toList();
                scores.forEach(each -> each.register(worst, true));
            } catch (StoreException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "figures of workspaces keep their last values and are read again in a moment: {0}",
                        e.getMessage());
            }
            readAt = now;
        }
        return rows;
    }
}
