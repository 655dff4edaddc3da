package io.ripresa.simulation.recovery;

import io.ripresa.model.FailureReport;
import io.ripresa.simulation.FailureTexts;
import io.ripresa.simulation.scenario.Trouble;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The errors in the words in which they arrive; each made once per dependency. Not safe for use by many threads. */
final class Reports {

    private static final String METHOD = "POST";

    private final Map<String, EnumMap<Trouble, FailureReport>> made = new HashMap<>();

    FailureReport of(Trouble trouble, String dependency) {
        return made.computeIfAbsent(dependency, d -> new EnumMap<>(Trouble.class))
                .computeIfAbsent(trouble, t -> make(t, dependency));
    }

    private static FailureReport make(Trouble trouble, String dependency) {
        return switch (trouble) {
            case REFUSED -> FailureTexts.refused(dependency, METHOD);
            case UNAVAILABLE -> FailureTexts.unavailable(dependency, METHOD);
            case TIMED_OUT -> FailureTexts.readTimeout(dependency, METHOD);
            case RESET -> FailureTexts.reset(dependency, METHOD);
            case REJECTED_INPUT -> FailureTexts.rejected(dependency, METHOD);
            case BUG -> FailureTexts.bug();
            case REVOKED -> FailureTexts.revoked(dependency, METHOD);
            case UNSAID -> FailureTexts.unsaid();
            case NOT_PERMITTED ->
                throw new IllegalArgumentException("nothing of ours guards calls in front of " + dependency);
        };
    }
}
