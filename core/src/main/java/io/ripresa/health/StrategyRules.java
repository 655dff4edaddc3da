package io.ripresa.health;

import io.ripresa.model.Cause;
import io.ripresa.model.Finding;
import io.ripresa.model.Measured;
import io.ripresa.model.Mode;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.model.WorkspaceStrategy.Authority;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who may carry a strategy out, and when what it led to is looked at. Pure. */
public final class StrategyRules {

    /** So often a strategy must have been carried out by people, or by what follows here, before it goes by itself. */
    public static final int ENOUGH = 20;

    /** And so often it must have helped, by the lower bound of the 95 % interval. */
    public static final double GOOD = 0.8;

    /** A finding that is still there so long after its strategy was carried out was not helped by it. */
    public static final Duration HELPS_WITHIN = Duration.ofMinutes(10);

    /** By itself no more often than that, so that what it led to is known before. */
    static final Duration REST = Duration.ofMinutes(12);

    private StrategyRules() {}

    /** Whether outcomes were measured that let a strategy go by itself. */
    static boolean isProven(Measured outcomes) {
        return outcomes.trials() >= ENOUGH && outcomes.lowerBound() >= GOOD;
    }

    /**
     * Whether a strategy is carried out without asking.
     *
     * @param outcomes how often it helped
     * @param mode how much may be done in the workspace
     */
    public static boolean actsByItself(WorkspaceStrategy strategy, Measured outcomes, Mode mode) {
        return switch (strategy.authority()) {
            case RULE -> true;
            case PERSON -> false;
            case MEASURED -> mode == Mode.ACT && isProven(outcomes);
        };
    }

    /** The same for what is found now. */
    public static boolean actsByItself(Finding finding, Mode mode) {
        return actsByItself(finding.strategy(), finding.confidence(), mode);
    }

    /**
     * Whether this look is one at which it is carried out by itself: the first that finds it, and one in each
     * {@link #REST} after that. The same on every node.
     *
     * @param lastLook when somebody looked before, or null
     */
    public static boolean isDue(Finding finding, @Nullable Instant lastLook, Instant now) {
        if (finding.strategy().authority() != Authority.MEASURED) {
            return false;
        }
        long before = lastLook == null || lastLook.isBefore(finding.since()) ? -1 : rests(finding.since(), lastLook);
        return rests(finding.since(), now) > before;
    }

    private static long rests(Instant since, Instant until) {
        return Duration.between(since, until).dividedBy(REST);
    }

    /** The name under which the outcomes of a strategy are counted: of a workspace and an error that cannot be. */
    public static Cause outcomesOf(WorkspaceStrategy strategy) {
        return new Cause.Ungated(":strategies", strategy.name());
    }
}
