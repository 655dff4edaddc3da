package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.Ripresa;
import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.orchestrate.PolicyLedger;
import io.ripresa.policy.AppliedPolicy.Applied;
import io.ripresa.policy.PolicyKey;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyScope;
import io.ripresa.policy.PolicySubject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The policies that this node goes by, and what applies to a task. */
@RestController
@RequestMapping("/api/v1/policies")
final class PolicyController {

    private final Ripresa ripresa;

    PolicyController(Ripresa ripresa) {
        this.ripresa = ripresa;
    }

    /**
     * @param version counts the changes; 0 while there are no overrides
     * @param at when they were given; absent for version 0
     * @param author who gave them; absent for version 0
     * @param trouble why newer ones could not be taken; absent where all is well
     * @param defaults what applies where no override says otherwise, by key
     * @param overrides in the order in which they are written
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PoliciesView(
            long version,
            @Nullable Instant at,
            @Nullable String author,
            @Nullable String trouble,
            Map<String, String> defaults,
            List<OverrideView> overrides) {}

    /**
     * @param number counts from 1
     * @param scope what it is for
     * @param values what it sets, by key
     */
    record OverrideView(int number, PolicyScopeView scope, Map<String, String> values) {
        static OverrideView of(int number, PolicyOverride override) {
            Map<String, String> values = new LinkedHashMap<>();
            override.values().forEach((key, value) -> values.put(key.written(), value));
            return new OverrideView(number, PolicyScopeView.of(override.scope()), values);
        }
    }

    /** What an override is for; what is absent is not narrowed down. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PolicyScopeView(
            @Nullable String workspace,
            @Nullable String type,
            @Nullable Category category,
            @Nullable String dependency) {
        static PolicyScopeView of(PolicyScope scope) {
            Dependency dependency = scope.dependency();
            return new PolicyScopeView(
                    scope.workspace(), scope.type(), scope.category(), dependency == null ? null : dependency.name());
        }
    }

    /**
     * @param version what it was explained by
     * @param values what applies, value by value
     */
    record ExplanationView(long version, List<ValueView> values) {}

    /**
     * @param key what it sets
     * @param value as files write it
     * @param origin {@code default} or {@code override}
     * @param override the override's number; absent for the default
     * @param scope what that override is for; absent for the default
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ValueView(
            String key,
            String value,
            String origin,
            @Nullable Integer override,
            @Nullable PolicyScopeView scope) {
        static ValueView of(Applied applied) {
            PolicyScope scope = applied.scope();
            return scope == null
                    ? new ValueView(applied.key().written(), applied.value(), "default", null, null)
                    : new ValueView(
                            applied.key().written(),
                            applied.value(),
                            "override",
                            applied.override(),
                            PolicyScopeView.of(scope));
        }
    }

    @GetMapping
    PoliciesView policies() {
        PolicyLedger.Version present = ripresa.policies().present();
        Map<String, String> defaults = new LinkedHashMap<>();
        for (PolicyKey key : PolicyKey.values()) {
            defaults.put(key.written(), key.valueIn(present.book().defaults()));
        }
        List<OverrideView> overrides = new ArrayList<>();
        for (PolicyOverride override : present.book().overrides()) {
            overrides.add(OverrideView.of(overrides.size() + 1, override));
        }
        return new PoliciesView(
                present.number(),
                present.at(),
                present.author(),
                ripresa.policies().trouble(),
                defaults,
                overrides);
    }

    @GetMapping("/explain")
    ExplanationView explain(
            @RequestParam(defaultValue = "") String workspace,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(required = false) @Nullable String category,
            @RequestParam(required = false) @Nullable String dependency) {
        PolicySubject task = new PolicySubject(
                named("workspace", workspace),
                named("type", type),
                category == null ? null : category(category),
                dependency == null ? List.of() : List.of(dependency(dependency)));
        PolicyLedger.Version present = ripresa.policies().present();
        return new ExplanationView(
                present.number(),
                present.book().explain(task).values().stream()
                        .map(ValueView::of)
                        .toList());
    }

    private static String named(String field, String value) {
        if (value.isBlank()) {
            throw ProblemException.badField(
                    field, value, "Parameter \"" + field + "\" is missing.", "Give the name that tasks have.");
        }
        return value;
    }

    private static Category category(String name) {
        return Arrays.stream(Category.values())
                .filter(each -> each.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProblemException.badField(
                        "category",
                        name,
                        "Parameter \"category\" names no category.",
                        "Give one of " + List.of(Category.values()) + "."));
    }

    private static Dependency dependency(String name) {
        try {
            return new Dependency(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badField(
                    "dependency",
                    name,
                    "Parameter \"dependency\" names none.",
                    "Give it as incidents name it, such as payments.example:443.");
        }
    }
}
