package io.ripresa.analyze;

import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run failed by what its own process had too little of: the error says so, and the process's own readings did
 * at that time. Then what failed is that resource, and it clears by itself: when there is enough of it again. An error
 * alone does not say that; a limit may be too low at the best of times.
 */
final class Shortage {

    private Shortage() {}

    /** The resource that was short, or null where the error or the readings do not say so. */
    static @Nullable Dependency of(Classification cause, FailureReport failure) {
        String readings = failure.attribute(FailureReport.SHORT_OF);
        if (readings == null || cause.rules().isEmpty() || failure.attribute(FailureReport.TARGET) != null) {
            return null;
        }
        String resource = resource(cause.rules().get(0));
        if (resource == null) {
            return null;
        }
        return List.of(readings.split(" ")).stream()
                .filter(reading -> reading.startsWith(resource + "@"))
                .findFirst()
                .map(Dependency::new)
                .orElse(null);
    }

    /** What a rule says that a process ran out of. A process that was killed for its memory is told by its exit. */
    private static @Nullable String resource(String rule) {
        return switch (rule) {
            case "run.own-memory", "k8s.own-memory", "function.killed", "exit.killed" -> Dependency.MEMORY;
            case "run.disk" -> "disk";
            case "run.descriptors" -> "file-descriptors";
            case "run.threads" -> "threads";
            case "sqltext.pool-wait" -> "connections";
            default -> null;
        };
    }
}
