package io.ripresa.policy;

import io.ripresa.model.Policy;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is done otherwise in one scope.
 *
 * @param scope what it is for
 * @param values what it sets, as written; at least one
 */
public record PolicyOverride(PolicyScope scope, Map<PolicyKey, String> values) {

    /** @throws BadPolicy if a value does not fit, or belongs to gates and the scope is not a dependency alone */
    public PolicyOverride {
        if (values.isEmpty()) {
            throw new BadPolicy(
                    0, null, "for " + scope + " sets nothing", "Set a value such as \"mode: OBSERVE\", or remove it.");
        }
        Map<PolicyKey, String> sorted = new EnumMap<>(PolicyKey.class);
        values.forEach((key, value) -> sorted.put(key, value.strip()));
        values = Collections.unmodifiableMap(sorted);
        PolicyDraft draft = new PolicyDraft(Policy.DEFAULT);
        values.forEach((key, value) -> key.set(draft, value));
        for (PolicyKey key : values.keySet()) {
            if (key.isOfGates() && !scope.isOfDependency()) {
                throw new BadPolicy(
                        0,
                        key.written(),
                        "for " + scope + " sets \"" + key.written() + "\" to \"" + values.get(key)
                                + "\", the pace of a dependency that all its tasks share",
                        "Move it to an override that names the dependency alone.");
            }
        }
        if (values.containsKey(PolicyKey.KEEP_LAST_FOR) && "1".equals(values.get(PolicyKey.ATTEMPTS_LIMIT))) {
            throw new BadPolicy(
                    0,
                    PolicyKey.KEEP_LAST_FOR.written(),
                    "for " + scope + " sets \"attempts.keep-last-for\" to \"" + values.get(PolicyKey.KEEP_LAST_FOR)
                            + "\" beside an \"attempts.limit\" of 1, where no attempt is ever kept back",
                    "Remove it, or give \"attempts.limit\" 2 or 3.");
        }
    }

    void layOver(PolicyDraft draft) {
        values.forEach((key, value) -> key.set(draft, value));
    }
}
