package io.ripresa.model;

/**
 * Identity of a gate: a dependency and the scope in which it is shared.
 *
 * @param dependency what is needed
 * @param scope {@link #REACHABILITY} where all tasks share it, or the account (by default the workspace) that owns a
 *     rate limit or quota
 */
public record GateKey(Dependency dependency, String scope) implements Comparable<GateKey> {

    /** The scope of "can it be reached at all": shared by everybody. */
    public static final String REACHABILITY = "*";

    private static final String AFTER_FIX = "fix:";
    private static final String STARTS = "starts:";

    public GateKey {
        Texts.requireText("scope", scope, 200);
    }

    /** The gate of a dependency's reachability. */
    public static GateKey reachability(Dependency dependency) {
        return new GateKey(dependency, REACHABILITY);
    }

    /** The gate of one account's rate limit or quota at a dependency. */
    public static GateKey account(Dependency dependency, String account) {
        return new GateKey(dependency, account);
    }

    /** The gate of failures whose dependency is not known: as narrow as what is known. */
    public static GateKey unknownDependency(String workspace, String type, String fingerprint) {
        return new GateKey(new Dependency("unknown:" + fingerprint), workspace + "/" + type);
    }

    /**
     * The gate of failures that somebody has to fix: the same error in one workspace. It is there while a reported
     * change is tried out and while tasks come back after it.
     */
    public static GateKey afterFix(Cause.Ungated cause) {
        return new GateKey(new Dependency(AFTER_FIX + cause.fingerprint()), cause.workspace());
    }

    /** The gate of all first starts of a task system: what holds them together when a limit is passed. */
    public static GateKey starts(String system) {
        return reachability(new Dependency(STARTS + system));
    }

    /** Whether it is the gate of all first starts of a task system. */
    public boolean isStarts() {
        return dependency.name().startsWith(STARTS);
    }

    /** Whether it is the gate of failures that somebody has to fix. */
    public boolean isAfterFix() {
        return dependency.name().startsWith(AFTER_FIX);
    }

    public boolean isReachability() {
        return scope.equals(REACHABILITY);
    }

    @Override
    public int compareTo(GateKey other) {
        int byDependency = dependency.compareTo(other.dependency);
        return byDependency != 0 ? byDependency : scope.compareTo(other.scope);
    }

    @Override
    public String toString() {
        return isReachability() ? dependency.name() : dependency.name() + "@" + scope;
    }
}
