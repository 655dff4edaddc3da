package io.ripresa.simulation.scenario;

/** What besides the tasks themselves can tell that a dependency works again. */
public enum EvidenceSource {
    /** A health endpoint that can be asked. */
    PROBE,
    /** The outcomes of the foreground traffic, summed up per second. */
    FOREGROUND
}
