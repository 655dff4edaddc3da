package io.ripresa.simulation.recovery;

import io.ripresa.model.Dependency;
import io.ripresa.spi.DependencyProbe;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Asks a health endpoint of the simulated world, as often as probes may. */
record EndpointProbe(Dependency dependency, BooleanSupplier endpoint) implements DependencyProbe {

    private static final Duration PERIOD = Duration.ofSeconds(5);

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public ProbeResult probe() {
        return endpoint.getAsBoolean() ? new ProbeResult(true, "200 OK") : new ProbeResult(false, "no answer");
    }
}
