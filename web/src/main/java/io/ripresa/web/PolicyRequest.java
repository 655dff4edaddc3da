package io.ripresa.web;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.policy.BadPolicy;
import io.ripresa.policy.PolicyKey;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Policies as a person gives them, in the form in which they are told.
 *
 * @param overrides all that shall apply; those that are left out apply no longer
 * @param version the version that they were made from, or absent where it does not matter what came between
 * @param actor who gives them, where nobody is signed in
 */
public record PolicyRequest(
        @Nullable List<@Nullable OverrideRequest> overrides,
        @Nullable Long version,
        @Nullable String actor) {

    private static final int MOST = 1_000;

    /**
     * What is done otherwise in one scope.
     *
     * @param number as it is told; not read, the order counts
     * @param scope what it is for
     * @param values what it sets, by key: texts, numbers, or lists of texts
     */
    public record OverrideRequest(
            @Nullable Integer number,
            @Nullable ScopeRequest scope,
            @Nullable Map<String, @Nullable Object> values) {}

    /** What an override is for; what is absent is not narrowed down, and one of them must be there. */
    public record ScopeRequest(
            @Nullable String workspace,
            @Nullable String type,
            @Nullable String category,
            @Nullable String dependency) {}

    /** The overrides, each checked by itself. */
    List<PolicyOverride> read() {
        if (overrides == null) {
            throw ProblemException.badField(
                    "overrides",
                    null,
                    "Field \"overrides\" is missing.",
                    "Give all overrides that shall apply, or an empty list for none.");
        }
        if (overrides.size() > MOST) {
            throw ProblemException.tooLarge(
                    "overrides",
                    "Field \"overrides\" has " + overrides.size() + " entries.",
                    "Give at most " + MOST + ".");
        }
        List<PolicyOverride> read = new ArrayList<>();
        for (int i = 0; i < overrides.size(); i++) {
            read.add(read(overrides.get(i), "overrides[" + i + "]"));
        }
        return read;
    }

    private static PolicyOverride read(@Nullable OverrideRequest override, String place) {
        ScopeRequest scope = override == null ? null : override.scope();
        Map<String, @Nullable Object> values = override == null ? null : override.values();
        if (scope == null || values == null) {
            String field = place + (scope == null ? ".scope" : ".values");
            throw ProblemException.badField(
                    field,
                    null,
                    "Field \"" + field + "\" is missing.",
                    "Give each override a \"scope\", such as {\"workspace\": \"orders\"}, and \"values\", such as"
                            + " {\"mode\": \"OBSERVE\"}.");
        }
        Map<PolicyKey, String> set = new EnumMap<>(PolicyKey.class);
        values.forEach((key, value) -> set.put(key(key, place), text(value, place + ".values." + key)));
        try {
            return new PolicyOverride(read(scope, place + ".scope"), set);
        } catch (BadPolicy e) {
            throw wrong(e, place, set);
        }
    }

    private static PolicyScope read(ScopeRequest scope, String place) {
        String category = scope.category();
        String dependency = scope.dependency();
        return new PolicyScope(
                scope.workspace(),
                scope.type(),
                category == null ? null : category(place + ".category", category),
                dependency == null ? null : dependency(place + ".dependency", dependency));
    }

    private static PolicyKey key(String written, String place) {
        PolicyKey key = PolicyKey.of(written);
        if (key == null) {
            throw ProblemException.badField(
                    place + ".values",
                    written,
                    "Field \"" + place + ".values\" has an unknown key.",
                    "Known here: "
                            + Arrays.stream(PolicyKey.values())
                                    .map(PolicyKey::written)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return key;
    }

    private static String text(@Nullable Object value, String place) {
        if (value instanceof String || value instanceof Number) {
            return value.toString();
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        throw ProblemException.badField(
                place,
                String.valueOf(value),
                "Field \"" + place + "\" has no value that can be used.",
                "Give a text, a number, or a list of texts.");
    }

    /** What is wrong with overrides, with the place in the request. */
    static ProblemException wrong(BadPolicy e, String place, Map<PolicyKey, String> values) {
        PolicyKey key = e.key() == null ? null : PolicyKey.of(e.key());
        String field =
                key != null ? place + ".values." + e.key() : e.key() != null ? place + ".scope." + e.key() : place;
        return ProblemException.badField(
                field, key == null ? null : values.get(key), "It " + e.problem() + ".", e.fix());
    }

    /** The category that is named, in upper or lower case. */
    static Category category(String field, String name) {
        return Arrays.stream(Category.values())
                .filter(each -> each.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProblemException.badField(
                        field,
                        name,
                        "Field \"" + field + "\" names no category.",
                        "Give one of " + List.of(Category.values()) + "."));
    }

    /** The dependency that is named. */
    static Dependency dependency(String field, String name) {
        try {
            return new Dependency(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badField(
                    field,
                    name,
                    "Field \"" + field + "\" names no dependency.",
                    "Give it as incidents name it, such as payments.example:443.");
        }
    }
}
