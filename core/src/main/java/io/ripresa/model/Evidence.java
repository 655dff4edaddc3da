package io.ripresa.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about whether a gate's cause is still there, besides what tasks sent ahead have shown.
 *
 * @param notBefore no re-run before this time, because the dependency said so (Retry-After, reset), or null
 * @param latest the latest observation of each kind, oldest first
 */
public record Evidence(@Nullable Instant notBefore, List<Observation> latest) {

    public static final Evidence NONE = new Evidence(null, List.of());

    public Evidence {
        latest = List.copyOf(latest);
    }

    public Evidence withNotBefore(@Nullable Instant value) {
        return new Evidence(value, latest);
    }

    /**
     * With this observation in place of the former one of its kind; one that says the same keeps since when, but for a
     * change, which is a new one each time.
     */
    public Evidence with(Observation observation) {
        Observation former = latest(observation.kind());
        Observation kept =
                former != null && former.works() == observation.works() && observation.kind() != Observation.Kind.CHANGE
                        ? new Observation(
                                observation.kind(),
                                observation.works(),
                                former.since(),
                                observation.validUntil(),
                                observation.detail())
                        : observation;
        List<Observation> next = new ArrayList<>(latest);
        next.removeIf(o -> o.kind() == observation.kind());
        next.add(kept);
        return new Evidence(notBefore, next);
    }

    /** The latest observation of a kind, or null. */
    public @Nullable Observation latest(Observation.Kind kind) {
        return latest.stream().filter(o -> o.kind() == kind).findFirst().orElse(null);
    }
}
