package io.ripresa.health;

import io.ripresa.spi.Resources.Resource;
import io.ripresa.spi.Resources.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a process has had too little of, and what it has enough of again, by looks at its resources one after the other.
 * Immutable.
 *
 * @param seen what was told at some look; what was never told is not there
 */
public record Shortages(Map<Resource, Seen> seen) {

    /** Before the first look. */
    public static final Shortages NONE = new Shortages(Map.of());

    /** For so long a look at which a resource was exhausted counts as the time of a failure: looks are seconds apart. */
    public static final Duration LATELY = Duration.ofSeconds(15);

    /** For so long there must have been enough of a resource at every look until it counts as there again. */
    public static final Duration STEADY = Duration.ofSeconds(10);

    /** For so long it is asked whether what was short is there again. */
    public static final Duration KEPT = Duration.ofHours(24);

    /**
     * @param latest at the latest look that told of it
     * @param shortAt the latest look at which it was exhausted, or null
     * @param enoughSince the first of the looks without a break since then at which it was not, or null where it is
     */
    public record Seen(
            Use latest, @Nullable Instant shortAt, @Nullable Instant enoughSince) {}

    public Shortages {
        Map<Resource, Seen> sorted = new EnumMap<>(Resource.class);
        sorted.putAll(seen);
        seen = Collections.unmodifiableMap(sorted);
    }

    /** With one look more. What a look does not tell of is as it was. */
    public Shortages after(List<Use> uses, Instant now) {
        Map<Resource, Seen> next = new EnumMap<>(Resource.class);
        next.putAll(seen);
        for (Use use : uses) {
            Seen before = seen.get(use.resource());
            boolean exhausted = use.share() >= ResourceRules.limit(use.resource());
            Instant shortAt = exhausted ? now : before == null ? null : before.shortAt();
            Instant since = before == null || before.enoughSince() == null ? now : before.enoughSince();
            next.put(use.resource(), new Seen(use, shortAt, exhausted ? null : since));
        }
        return new Shortages(next);
    }

    /** What is exhausted, or was within {@link #LATELY}. */
    public List<Resource> lately(Instant now) {
        return since(now.minus(LATELY));
    }

    /** What was exhausted within {@link #KEPT}. */
    public List<Resource> remembered(Instant now) {
        return since(now.minus(KEPT));
    }

    private List<Resource> since(Instant from) {
        List<Resource> resources = new ArrayList<>();
        seen.forEach((resource, each) -> {
            Instant shortAt = each.shortAt();
            if (shortAt != null && !shortAt.isBefore(from)) {
                resources.add(resource);
            }
        });
        return resources;
    }

    /** Whether there has been enough of it for {@link #STEADY}. */
    public boolean isEnough(Resource resource, Instant now) {
        Seen each = seen.get(resource);
        Instant since = each == null ? null : each.enoughSince();
        return since != null && !now.isBefore(since.plus(STEADY));
    }

    /** How it is, a sentence for people. */
    public String sentence(Resource resource, Instant now) {
        Seen each = seen.get(resource);
        if (each == null) {
            return "nothing is known of it.";
        }
        Instant since = each.enoughSince();
        String use = (int) Math.floor(each.latest().share() * 100) + " % in use"
                + (each.latest().detail().isEmpty() ? "" : " (" + each.latest().detail() + ")");
        return since == null
                ? use + ", which is too much."
                : use + ", below its limit for " + Duration.between(since, now).toSeconds() + " s.";
    }
}
