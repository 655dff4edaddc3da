package io.ripresa.simulation.scenario;

/** How a run failed, as its task system sees it: by the error, not by what is behind it. */
public enum Trouble {
    REFUSED(true, false),
    UNAVAILABLE(true, true),
    TIMED_OUT(true, true),
    RESET(true, true),
    REJECTED_INPUT(false, true),
    BUG(false, false),
    REVOKED(false, true),
    UNSAID(false, true),
    /** A breaker of the caller let nothing through: there was no call. */
    NOT_PERMITTED(true, false);

    private final boolean dependency;
    private final boolean effectPossible;

    Trouble(boolean dependency, boolean effectPossible) {
        this.dependency = dependency;
        this.effectPossible = effectPossible;
    }

    /** Whether it says that the dependency does not serve. */
    public boolean isOfDependency() {
        return dependency;
    }

    /** Whether the error leaves open that the run took effect outside. */
    public boolean leavesEffectPossible() {
        return effectPossible;
    }
}
