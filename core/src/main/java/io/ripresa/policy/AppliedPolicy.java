package io.ripresa.policy;

import io.ripresa.model.Policy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applies, and where each value comes from.
 *
 * @param policy what applies
 * @param values value by value, in the order of {@link PolicyKey}
 */
public record AppliedPolicy(Policy policy, List<Applied> values) {

    public AppliedPolicy {
        values = List.copyOf(values);
    }

    /**
     * One value.
     *
     * @param key what it sets
     * @param value as files write it
     * @param override which override it comes from, counted from 1; 0 for the default
     * @param scope what that override is for, or null for the default
     * @param preset which preset the default has it from, or null where none
     */
    public record Applied(
            PolicyKey key,
            String value,
            int override,
            @Nullable PolicyScope scope,
            @Nullable Preset preset) {

        /** Where it comes from, for people. */
        public String origin() {
            if (scope != null) {
                return "override " + override + " (" + scope + ")";
            }
            return preset == null ? "default" : "preset " + preset.written();
        }
    }
}
