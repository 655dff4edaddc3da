package io.ripresa.spring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ripresa.model.Breaker;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.spi.RecoveryListener;
import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.StoreException;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.Backlog;
import io.ripresa.spi.TaskSystemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The figures of recovery: tasks by disposition, open incidents by state, gates that are not quiet by breaker, early warnings, what
 * task systems have reported and nobody has read, and lines of the journal by kind (attempts issued, verified, incidents
 * opened …) since this process began. Gauges are those of the database, the same in all processes; they are read when
 * they are asked for, together and at most every two seconds. Thread-safe.
 */
final class RecoveryMeters implements MeterBinder, RecoveryListener {

    private static final System.Logger LOG = System.getLogger(RecoveryMeters.class.getName());
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int MOST = 1000;
    private static final String WARNINGS = "ripresa.warnings";
    private static final String UNREAD = "ripresa.intake.unread";
    private static final String AGE = "ripresa.intake.age";

    private final Supplier<RecoveryStore> store;
    private final Supplier<List<TaskSystem>> systems;
    private final InstantSource time;
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private Map<String, Long> figures = Map.of();
    private Instant readAt = Instant.MIN;

    RecoveryMeters(Supplier<RecoveryStore> store, Supplier<List<TaskSystem>> systems, InstantSource time) {
        this.store = store;
        this.systems = systems;
        this.time = time;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
        for (Disposition disposition : Disposition.values()) {
            gauge(registry, "ripresa.tasks", "disposition", disposition, "Tasks by disposition");
        }
        for (IncidentState state : IncidentState.values()) {
            if (state != IncidentState.RESOLVED) {
                gauge(registry, "ripresa.incidents", "state", state, "Open incidents by state");
            }
        }
        for (Breaker breaker : Breaker.values()) {
            gauge(registry, "ripresa.gates", "breaker", breaker, "Gates that restrain something, by breaker");
        }
        Gauge.builder("ripresa.warnings", this, meters -> meters.read(WARNINGS))
                .description("Dependencies of which more calls fail than usual")
                .register(registry);
        Gauge.builder("ripresa.intake.unread", this, meters -> meters.read(UNREAD))
                .description("Events of task systems that nobody has read yet")
                .register(registry);
        Gauge.builder("ripresa.intake.age", this, meters -> meters.read(AGE))
                .baseUnit("seconds")
                .description("Age of the oldest of them")
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String tag, Enum<?> value, String description) {
        Gauge.builder(name, this, meters -> meters.read(name + value.name()))
                .tag(tag, value.name().toLowerCase(Locale.ROOT))
                .description(description)
                .register(registry);
    }

    private synchronized double read(String figure) {
        Instant now = time.instant();
        if (!readAt.plus(FRESH).isAfter(now)) {
            try {
                figures = read(store.get(), systems.get());
            } catch (StoreException | TaskSystemException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "metrics keep their last figures and are read again in a moment: {0}",
                        e.getMessage());
            }
            readAt = now;
        }
        return figures.getOrDefault(figure, 0L);
    }

    private static Map<String, Long> read(RecoveryStore store, List<TaskSystem> systems) {
        Map<String, Long> read = new TreeMap<>();
        for (DispositionCount count : store.dispositionCounts()) {
            read.merge("ripresa.tasks" + count.disposition().name(), count.tasks(), Long::sum);
        }
        for (Incident incident : store.findIncidents(true, MOST)) {
            read.merge("ripresa.incidents" + incident.state().name(), 1L, Long::sum);
        }
        for (Gate gate : store.restlessGates()) {
            read.merge("ripresa.gates" + gate.breaker().name(), 1L, Long::sum);
        }
        read.put(WARNINGS, (long) store.gatesWithWarning(MOST).size());
        Instant now = store.now();
        for (TaskSystem system : systems) {
            Backlog backlog = system.backlog(store.cursor(system.name()));
            Instant oldestAt = backlog.oldestAt();
            read.merge(UNREAD, Math.max(0, backlog.unread()), Long::sum);
            if (oldestAt != null) {
                long age = Math.max(0, Duration.between(oldestAt, now).toSeconds());
                read.merge(AGE, age, Math::max);
            }
        }
        return read;
    }

    @Override
    public void journalled(JournalEntry entry) {
        String outcome = entry.data().getOrDefault("outcome", "none");
        for (MeterRegistry registry : registries) {
            Counter.builder("ripresa.journal")
                    .tag("kind", entry.kind().name().toLowerCase(Locale.ROOT))
                    .tag("outcome", outcome.toLowerCase(Locale.ROOT))
                    .description("Lines of the journal by kind, and outcome of attempts")
                    .register(registry)
                    .increment();
        }
    }
}
