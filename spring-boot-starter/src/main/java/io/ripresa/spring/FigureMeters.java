package io.ripresa.spring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ripresa.Ripresa;
import io.ripresa.learn.Availability;
import io.ripresa.learn.RecoveryFigures;
import io.ripresa.model.Measured;
import io.ripresa.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How well recovery does its work, as gauges: shares from 0 to 1, times in seconds. What nothing was counted for, or the
 * store does not tell, is not a number. Counted from the journal, so the same in all processes; counted on when they are
 * asked for, together and at most every two seconds. Thread-safe.
 */
final class FigureMeters implements MeterBinder {

    private static final System.Logger LOG = System.getLogger(FigureMeters.class.getName());
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Supplier<@Nullable Ripresa> ripresa;
    private final InstantSource time;
    private @Nullable RecoveryFigures figures;
    private Instant readAt = Instant.MIN;

    FigureMeters(Supplier<@Nullable Ripresa> ripresa, InstantSource time) {
        this.ripresa = ripresa;
        this.time = time;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        share(
                registry,
                "ripresa.recovery.automatic",
                RecoveryFigures::automaticRecovery,
                "Tasks back unattended, of those whose cause cleared by itself");
        share(
                registry,
                "ripresa.recovery.misclassified",
                RecoveryFigures::classifierFalsePositives,
                "Of the same, those whose attempts were spent although others came back");
        share(
                registry,
                "ripresa.recovery.released.again",
                RecoveryFigures::releaseFalsePositives,
                "Runs released after the breaker closed that failed again by the same cause");
        share(
                registry,
                "ripresa.recovery.unsafe",
                RecoveryFigures::unsafeReleases,
                "Re-runs that effect and side effects forbid");
        share(
                registry,
                "ripresa.recovery.interventions.avoided",
                RecoveryFigures::interventionsAvoided,
                "Tasks back unattended, of these and those that a person took in hand");
        available(registry, "workspaces", RecoveryFigures::workspaces);
        available(registry, "ripresa", RecoveryFigures::ripresa);
        times(registry, "ripresa.recovery.time", RecoveryFigures::fromFailure, "From failure to verified success");
        times(
                registry,
                "ripresa.recovery.time.after.cause",
                RecoveryFigures::fromCauseEnd,
                "From the end of the cause to verified success");
    }

    private void share(
            MeterRegistry registry, String name, Function<RecoveryFigures, Measured> figure, String description) {
        Gauge.builder(name, this, meters -> {
                    RecoveryFigures now = meters.read();
                    Measured share = now == null ? Measured.UNKNOWN : figure.apply(now);
                    return share.isKnown() ? (double) share.successes() / share.trials() : Double.NaN;
                })
                .description(description)
                .register(registry);
    }

    private void available(MeterRegistry registry, String of, Function<RecoveryFigures, Availability> figure) {
        Gauge.builder("ripresa.availability", this, meters -> {
                    RecoveryFigures now = meters.read();
                    Double share = now == null ? null : figure.apply(now).share();
                    return share == null ? Double.NaN : share;
                })
                .tag("of", of)
                .description("Time without a critical finding")
                .register(registry);
    }

    private void times(
            MeterRegistry registry,
            String name,
            Function<RecoveryFigures, RecoveryFigures.Times> figure,
            String description) {
        time(registry, name, "p50", figure.andThen(RecoveryFigures.Times::p50), description);
        time(registry, name, "p90", figure.andThen(RecoveryFigures.Times::p90), description);
        time(registry, name, "mean", figure.andThen(RecoveryFigures.Times::mean), description);
    }

    private void time(
            MeterRegistry registry,
            String name,
            String statistic,
            Function<RecoveryFigures, @Nullable Duration> figure,
            String description) {
        Gauge.builder(name, this, meters -> {
                    RecoveryFigures now = meters.read();
                    Duration took = now == null ? null : figure.apply(now);
                    return took == null ? Double.NaN : took.toMillis() / 1000.0;
                })
                .tag("statistic", statistic)
                .baseUnit("seconds")
                .description(description)
                .register(registry);
    }

    private synchronized @Nullable RecoveryFigures read() {
        Instant now = time.instant();
        if (!readAt.plus(FRESH).isAfter(now)) {
            Ripresa present = ripresa.get();
            try {
                figures = present == null
                        ? null
                        : present.figures().read(null, null).figures();
            } catch (StoreException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "figures of recovery keep their last values and are counted on in a moment: {0}",
                        e.getMessage());
            }
            readAt = now;
        }
        return figures;
    }
}
