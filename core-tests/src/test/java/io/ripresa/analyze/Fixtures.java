package io.ripresa.analyze;

import io.ripresa.model.Dependency;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tasks for the tests of this package. */
final class Fixtures {

    private Fixtures() {}

    static TaskDescriptor task(boolean singleCall, Dependency... dependencies) {
        return new TaskDescriptor(
                new TaskKey("native", "t-1"),
                "billing",
                "charge",
                0,
                new TaskDescriptor.Safety(SideEffects.UNSAFE, singleCall, Duration.ofHours(24)),
                new TaskDescriptor.Timing(Instant.parse("2026-11-23T09:00:00Z"), Duration.ofMinutes(5), null),
                List.of(dependencies));
    }

    static TaskDescriptor singleCall() {
        return task(true);
    }
}
