package io.ripresa.simulation.scenario;

/** How a dependency is out of order. */
public enum OutageMode {
    /** Nothing listens: connection refused. */
    REFUSE,
    /** It answers 503 at once. */
    UNAVAILABLE,
    /** No answer: callers give up after their time-out, and never know whether it was done. */
    HANG,
    /** It drowns in work of others: callers time out, and its queue is full when the window ends. */
    COLLAPSE
}
