package io.ripresa.spi;

import io.ripresa.model.Dependency;
import java.time.Duration;

/** Asks a dependency whether it works, without a task. A probe is no attempt. */
public interface DependencyProbe {

    /** What it asks. */
    Dependency dependency();

    /** Least time between two questions, at least 1 s. */
    Duration period();

    /** Asks once. Returns within a few seconds, never throws. */
    ProbeResult probe();

    /**
     * @param passed whether it works
     * @param detail a sentence for people
     */
    record ProbeResult(boolean passed, String detail) {}
}
