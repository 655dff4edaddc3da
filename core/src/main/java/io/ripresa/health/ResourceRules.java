package io.ripresa.health;

import io.ripresa.health.HealthReport.Check;
import io.ripresa.spi.Resources.Resource;
import io.ripresa.spi.Resources.Use;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which resources are exhausted, and what that means. Pure. */
public final class ResourceRules {

    private ResourceRules() {}

    /**
     * A resource that is exhausted.
     *
     * @param resource which
     * @param stops whether a process that has none left cannot do its work; else it does it more slowly
     * @param sentence for people
     */
    public record Exhausted(Resource resource, boolean stops, String sentence) {}

    /** The share from which on a resource counts as exhausted. */
    public static double limit(Resource resource) {
        return switch (resource) {
            case CPU, DISK, FILE_DESCRIPTORS, THREADS -> 0.95;
            case MEMORY -> 0.9;
            case CONNECTIONS -> 1;
        };
    }

    /** What is exhausted, in the order of {@link Resource}. */
    public static List<Exhausted> exhausted(List<Use> uses) {
        return uses.stream()
                .filter(use -> use.share() >= limit(use.resource()))
                .sorted(Comparator.comparing(Use::resource))
                .map(use -> new Exhausted(use.resource(), stops(use.resource()), sentence(use)))
                .toList();
    }

    /** Processor and connections come free again by themselves, and until then work waits for them. */
    private static boolean stops(Resource resource) {
        return switch (resource) {
            case CPU, CONNECTIONS -> false;
            case MEMORY, DISK, FILE_DESCRIPTORS, THREADS -> true;
        };
    }

    private static String sentence(Use use) {
        String name = use.resource().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return name + " exhausted: " + (int) Math.floor(use.share() * 100) + " % in use"
                + (use.detail().isEmpty() ? "" : " (" + use.detail() + ")");
    }

    /** As a check of health; not well where something is exhausted without which nothing goes on. */
    static Check check(List<Use> uses) {
        List<Exhausted> found = exhausted(uses);
        return new Check(
                "resources",
                found.stream().noneMatch(Exhausted::stops),
                found.isEmpty()
                        ? "None is exhausted."
                        : found.stream().map(Exhausted::sentence).collect(Collectors.joining("; ", "", ".")));
    }
}
