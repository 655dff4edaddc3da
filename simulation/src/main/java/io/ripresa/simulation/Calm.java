package io.ripresa.simulation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Since when the cluster has been able to do its work: what can be demanded of it is counted from then. */
@FunctionalInterface
interface Calm {

    /** How long the cluster has for what is due, once it can. */
    Duration PATIENCE = Duration.ofSeconds(15);

    /** Since when a node has been up, and every call was answered; null where there is none. */
    @Nullable Instant since();

    /** Whether something that has been open since a time should have been done by now. */
    default boolean isOverdue(Instant openSince, Instant now) {
        if (!now.isAfter(openSince.plus(PATIENCE))) {
            return false;
        }
        Instant since = since();
        return since != null && now.isAfter(since.plus(PATIENCE));
    }
}
