package io.ripresa.policy;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.GateKey;
import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import io.ripresa.policy.AppliedPolicy.Applied;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How recovery is done: a default, and what is done otherwise in certain scopes. Each value comes from the override
 * with the highest precedence that is for the task and sets it, else from the default. More named fields win over fewer;
 * among as many, who names the dependency wins over who does not, then the category, then the type; then the later one.
 * Immutable, safe for use by many threads.
 */
public final class PolicyBook {

    private final Policy defaults;
    private final @Nullable Preset preset;
    private final List<PolicyOverride> overrides;
    /** Lowest precedence first: each is laid over those before it. */
    private final List<Numbered> inOrder;

    private final Map<Dependency, Policy> gates = new HashMap<>();
    private final int mostAttempts;

    private record Numbered(int number, PolicyOverride override) {}

    /** A book without overrides. */
    public PolicyBook(Policy defaults) {
        this(defaults, List.of());
    }

    /** A book without a preset. */
    public PolicyBook(Policy defaults, List<PolicyOverride> overrides) {
        this(defaults, null, overrides);
    }

    /**
     * @param defaults what applies where no override says otherwise
     * @param preset the preset that the default was made from, so that values can be told to come from it; or null
     * @param overrides in the order in which they are written
     * @throws BadPolicy if two are for the same scope, or the values of one do not fit each other and the default
     */
    public PolicyBook(Policy defaults, @Nullable Preset preset, List<PolicyOverride> overrides) {
        this.defaults = defaults;
        this.preset = preset;
        this.overrides = List.copyOf(overrides);
        List<Numbered> sorted = new ArrayList<>();
        Map<PolicyScope, Integer> seen = new HashMap<>();
        for (PolicyOverride override : overrides) {
            int number = sorted.size() + 1;
            Integer before = seen.put(override.scope(), number);
            if (before != null) {
                throw new BadPolicy(
                        number,
                        null,
                        "is for " + override.scope() + ", as override " + before + " is, which could never apply",
                        "Put the values of both into one.");
            }
            Policy alone = laidOver(number, override);
            Dependency dependency = override.scope().dependency();
            if (override.scope().isOfDependency() && dependency != null) {
                gates.put(dependency, alone);
            }
            sorted.add(new Numbered(number, override));
        }
        sorted.sort(Comparator.comparing(each -> each.override().scope(), PolicyScope.PRECEDENCE));
        this.inOrder = List.copyOf(sorted);
        this.mostAttempts = overrides.stream()
                .map(each -> each.values().get(PolicyKey.ATTEMPTS_LIMIT))
                .filter(Objects::nonNull)
                .mapToInt(Integer::parseInt)
                .reduce(defaults.attempts().limit(), Math::max);
    }

    private Policy laidOver(int number, PolicyOverride override) {
        PolicyDraft draft = new PolicyDraft(defaults);
        override.layOver(draft);
        try {
            return draft.build();
        } catch (IllegalArgumentException e) {
            throw new BadPolicy(
                    number,
                    null,
                    "for " + override.scope() + " does not fit the default: " + e.getMessage(),
                    "Set both, or change the one.");
        }
    }

    /** What applies where no override says otherwise. */
    public Policy defaults() {
        return defaults;
    }

    /** The same default with other overrides. */
    public PolicyBook with(List<PolicyOverride> others) {
        return new PolicyBook(defaults, preset, others);
    }

    /** The preset that the default was made from, or null. */
    public @Nullable Preset preset() {
        return preset;
    }

    /** What is done otherwise, in the order in which it is written. */
    public List<PolicyOverride> overrides() {
        return overrides;
    }

    /** What applies to a task. */
    public Policy policyFor(PolicySubject task) {
        PolicyDraft draft = null;
        for (Numbered each : inOrder) {
            if (each.override().scope().matches(task)) {
                draft = draft == null ? new PolicyDraft(defaults) : draft;
                each.override().layOver(draft);
            }
        }
        return draft == null ? defaults : draft.build();
    }

    /** How much may be done in a workspace as a whole. */
    public Mode modeOf(String workspace) {
        return policyFor(new PolicySubject(workspace, null, null, List.of())).mode();
    }

    /** What applies to a gate, which may be shared by many workspaces and types: only its dependency counts. */
    public Policy policyFor(GateKey gate) {
        return gates.isEmpty() ? defaults : gates.getOrDefault(gate.dependency(), defaults);
    }

    /** What applies to a task, and where each value comes from. */
    public AppliedPolicy explain(PolicySubject task) {
        Map<PolicyKey, Numbered> origins = new EnumMap<>(PolicyKey.class);
        for (Numbered each : inOrder) {
            if (each.override().scope().matches(task)) {
                each.override().values().keySet().forEach(key -> origins.put(key, each));
            }
        }
        Policy policy = policyFor(task);
        List<Applied> values = new ArrayList<>();
        for (PolicyKey key : PolicyKey.values()) {
            Numbered from = origins.get(key);
            values.add(new Applied(
                    key,
                    key.valueIn(policy),
                    from == null ? 0 : from.number(),
                    from == null ? null : from.override().scope(),
                    from == null && preset != null && preset.gives(key, policy) ? preset : null));
        }
        return new AppliedPolicy(policy, values);
    }

    /**
     * The most that may be done for a member of an incident, whatever its type.
     *
     * @param workspace the incident's, or null where several may share it
     */
    Mode mostFor(@Nullable String workspace, Category category) {
        Mode most = policyFor(new PolicySubject(workspace, null, category, List.of()))
                .mode();
        for (PolicyOverride each : overrides) {
            PolicyScope scope = each.scope();
            String mode = each.values().get(PolicyKey.MODE);
            boolean narrower = scope.type() != null || scope.dependency() != null;
            boolean mayBe = (scope.workspace() == null
                            || workspace == null
                            || scope.workspace().equals(workspace))
                    && (scope.category() == null || scope.category() == category);
            if (mode != null && mayBe && (narrower || workspace == null)) {
                PolicyDraft draft = new PolicyDraft(defaults);
                PolicyKey.MODE.set(draft, mode);
                most = draft.mode.compareTo(most) > 0 ? draft.mode : most;
            }
        }
        return most;
    }

    /** The most attempts that any task may have. */
    int mostAttempts() {
        return mostAttempts;
    }

    /** Whether members of one incident may be treated differently, so that some may go and others not. */
    boolean mayDiffer() {
        return !overrides.isEmpty() || defaults.rolloutPercent() < 100;
    }
}
