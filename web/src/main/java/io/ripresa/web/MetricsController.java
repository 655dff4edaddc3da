package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.health.FiguresReader;
import io.ripresa.learn.Availability;
import io.ripresa.learn.RecoveryFigures;
import io.ripresa.model.Measured;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How well recovery does its work, counted from the journal. */
@RestController
@RequestMapping("/api/v1/metrics")
final class MetricsController {

    private final FiguresReader figures;

    MetricsController(FiguresReader figures) {
        this.figures = figures;
    }

    @GetMapping("/recovery")
    FiguresView recovery(
            @RequestParam(required = false) @Nullable String workspace,
            @RequestParam(required = false) @Nullable String since) {
        return FiguresView.of(figures.read(workspace, since == null ? null : time(since)));
    }

    private static Instant time(String since) {
        try {
            return Instant.parse(since);
        } catch (DateTimeException e) {
            throw ProblemException.badField(
                    "since",
                    since,
                    "Parameter \"since\" is not a time.",
                    "Give a time such as 2026-03-01T12:00:00Z; what ended from the beginning of its hour is counted.");
        }
    }

    /**
     * The figures, see {@link RecoveryFigures}.
     *
     * @param recovery how long it took until failed tasks were back
     * @param availability share of time without a critical finding
     * @param counted how far the journal was counted
     */
    record FiguresView(
            ShareView automaticRecovery,
            ShareView classifierFalsePositives,
            ShareView releaseFalsePositives,
            ShareView unsafeReleases,
            ShareView interventionsAvoided,
            TimesView recovery,
            AvailabilityView availability,
            Counted counted) {

        static FiguresView of(FiguresReader.Reading reading) {
            RecoveryFigures f = reading.figures();
            return new FiguresView(
                    ShareView.of(f.automaticRecovery()),
                    ShareView.of(f.classifierFalsePositives()),
                    ShareView.of(f.releaseFalsePositives()),
                    ShareView.of(f.unsafeReleases()),
                    ShareView.of(f.interventionsAvoided()),
                    new TimesView(SpanView.of(f.fromFailure()), SpanView.of(f.fromCauseEnd())),
                    new AvailabilityView(WatchedView.of(f.workspaces()), WatchedView.of(f.ripresa())),
                    new Counted(reading.countedUpTo(), reading.complete()));
        }
    }

    /**
     * @param upTo time of the last line of the journal that was counted, or null where there is none
     * @param complete whether that is the end of the journal; if not, a later question counts on
     */
    record Counted(@Nullable Instant upTo, boolean complete) {}

    /**
     * A share.
     *
     * @param share from 0 to 1, or null where nothing was counted
     * @param count of how many it is true
     * @param of of how many in all
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ShareView(@Nullable Double share, long count, long of) {
        static ShareView of(Measured measured) {
            Double share = measured.isKnown() ? (double) measured.successes() / measured.trials() : null;
            return new ShareView(share, measured.successes(), measured.trials());
        }
    }

    /** Of the workspace, or of all together; and of Ripresa itself. */
    record AvailabilityView(WatchedView workspaces, WatchedView ripresa) {}

    /**
     * @param share from 0 to 1, or null where nobody ever looked
     * @param criticalSeconds for how long something critical was wrong
     * @param watchedSeconds of how long in all
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record WatchedView(@Nullable Double share, double criticalSeconds, double watchedSeconds) {
        static WatchedView of(Availability availability) {
            return new WatchedView(
                    availability.share(),
                    availability.critical().toMillis() / 1000.0,
                    availability.watched().toMillis() / 1000.0);
        }
    }

    /** From the failure, and from the end of the cause where a gate tells it. */
    record TimesView(SpanView fromFailure, SpanView fromCauseEnd) {}

    /** Seconds; null where nothing was counted. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record SpanView(
            long count,
            @Nullable Double p50Seconds,
            @Nullable Double p90Seconds,
            @Nullable Double meanSeconds) {

        static SpanView of(RecoveryFigures.Times times) {
            return new SpanView(times.count(), seconds(times.p50()), seconds(times.p90()), seconds(times.mean()));
        }

        private static @Nullable Double seconds(@Nullable Duration time) {
            return time == null ? null : time.toMillis() / 1000.0;
        }
    }
}
