package io.ripresa.simulation;

import io.ripresa.model.ReportedChange.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes up what people change outside: in time or late, for all or for some, with and without success. */
final class FixGenerator {

    private static final List<HiddenCause> REPORTED =
            List.of(HiddenCause.REVOKED, HiddenCause.MISCONFIGURED, HiddenCause.BUG_BEFORE_CALL, HiddenCause.MALFORMED);

    private final RandomGenerator random;

    FixGenerator(RandomGenerator random) {
        this.random = random;
    }

    /** In some worlds tasks that nothing else is wrong with lack a class where they run. */
    void misconfigure(List<TaskPlan> tasks) {
        if (random.nextDouble() < 0.12) {
            double share = random.nextDouble(0.1, 0.9);
            tasks.replaceAll(task -> task.hidden().cause() == HiddenCause.NONE && random.nextDouble() < share
                    ? task.with(HiddenCause.MISCONFIGURED)
                    : task);
        }
    }

    List<Fix> generate(List<TaskPlan> tasks) {
        List<Fix> fixes = new ArrayList<>();
        for (HiddenCause cause : REPORTED) {
            List<TaskPlan> struck = tasks.stream()
                    .filter(task -> task.hidden().cause() == cause)
                    .toList();
            if (!struck.isEmpty() && random.nextDouble() < 0.85) {
                for (int i = random.nextInt(1, 4); i > 0; i--) {
                    fixes.add(fix(cause, struck.get(random.nextInt(struck.size()))));
                }
            }
        }
        return fixes;
    }

    private Fix fix(HiddenCause cause, TaskPlan struck) {
        boolean late = random.nextDouble() < 0.1;
        Duration at = Duration.ofSeconds(late ? random.nextInt(80_000, 180_000) : random.nextInt(30, 5_400));
        Duration after = random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(random.nextInt(1, 600));
        int scope = random.nextInt(3);
        @Nullable String workspace = scope == 0 ? null : struck.workspace();
        @Nullable String type = scope == 1 ? null : "order-" + struck.dependency();
        return new Fix(at, after, kind(cause), cause, workspace, type, random.nextDouble() < 0.6);
    }

    private Kind kind(HiddenCause cause) {
        if (random.nextDouble() < 0.15) {
            return Kind.values()[random.nextInt(Kind.values().length)];
        }
        return switch (cause) {
            case REVOKED -> Kind.CREDENTIAL;
            case MISCONFIGURED -> Kind.CONFIGURATION;
            default -> Kind.DEPLOY;
        };
    }
}
