package io.ripresa.server.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a way of recovery achieved.
 *
 * @param tasks all tasks
 * @param recoverable tasks whose failure or hold came from the outage and that may be run again
 * @param recovered of them, recovered
 * @param quarantined tasks set aside because their input must change
 * @param escalated tasks left to a person
 * @param notNeeded tasks that nobody needed any more
 * @param wastedAttempts attempts that recovered nothing
 * @param times from the depot's return
 * @param peakLoadRatio the busiest second after the return, by capacity
 */
record Figures(
        int tasks,
        int recoverable,
        int recovered,
        int quarantined,
        int escalated,
        int notNeeded,
        int wastedAttempts,
        Times times,
        double peakLoadRatio) {

    /** Seconds from the return until so many of the recoverable tasks were recovered; null where that never was. */
    record Times(
            @Nullable Double half,
            @Nullable Double ninety,
            @Nullable Double all) {}

    /** The figures under the names that machines read. */
    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("tasks", tasks);
        json.put("recoverable", recoverable);
        json.put("recovered", recovered);
        json.put("quarantined", quarantined);
        json.put("escalated", escalated);
        json.put("not_needed", notNeeded);
        json.put("wasted_attempts", wastedAttempts);
        json.put("recovered_p50_s", rounded(times.half()));
        json.put("recovered_p90_s", rounded(times.ninety()));
        json.put("recovered_all_s", rounded(times.all()));
        json.put("peak_load_ratio", rounded(peakLoadRatio));
        return json;
    }

    private static @Nullable Double rounded(@Nullable Double value) {
        return value == null ? null : Math.round(value * 100) / 100.0;
    }
}
