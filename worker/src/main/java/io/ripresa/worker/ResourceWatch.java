package io.ripresa.worker;

import io.ripresa.health.Shortages;
import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.Resources;
import io.ripresa.spi.Resources.Resource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Looks at what this process has left of what every process needs. A run that fails while something is short is marked so:
 * where its error says the same, what failed is that resource of this worker. And it answers, for free, whether there is
 * enough again, as a probe does. Thread-safe.
 */
final class ResourceWatch {

    private static final Logger LOG = System.getLogger(ResourceWatch.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Resources resources;
    private final String worker;
    private final InstantSource clock;
    private Shortages shortages = Shortages.NONE;

    ResourceWatch(Resources resources, String worker, InstantSource clock) {
        this.resources = resources;
        this.worker = worker;
        this.clock = clock;
    }

    /** Looks once; never throws. */
    synchronized Shortages look() {
        try {
            shortages = shortages.after(resources.read(), clock.instant());
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the resources of worker " + worker + " cannot be read", e);
        }
        return shortages;
    }

    /** The report of a failure of this moment, with what was short. */
    FailureReport marked(FailureReport report) {
        if (resources == Resources.NONE) {
            return report;
        }
        List<Resource> few = look().lately(clock.instant());
        return few.isEmpty()
                ? report
                : report.with(
                        FailureReport.SHORT_OF,
                        few.stream().map(this::dependency).map(Dependency::name).collect(Collectors.joining(" ")));
    }

    private Dependency dependency(Resource resource) {
        // Blanks stand between names.
        return Dependency.resource(resource.written(), worker.replace(' ', '-'));
    }

    /** One question for each resource that was short. */
    synchronized List<DependencyProbe> probes() {
        return shortages.remembered(clock.instant()).stream()
                .<DependencyProbe>map(resource -> new Question(this, resource, dependency(resource)))
                .toList();
    }

    private record Question(ResourceWatch watch, Resource resource, Dependency dependency) implements DependencyProbe {

        @Override
        public Duration period() {
            return PERIOD;
        }

        @Override
        public ProbeResult probe() {
            Instant now = watch.clock.instant();
            Shortages present = watch.look();
            return new ProbeResult(present.isEnough(resource, now), present.sentence(resource, now));
        }
    }
}
