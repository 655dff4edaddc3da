package io.ripresa.policy;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an override is for: tasks that agree with every field that is given. At least one is.
 *
 * @param workspace the workspace, as tasks name it, or null for all
 * @param type the type of task, or null for all
 * @param category why a run failed, or null for all; tasks that have not failed have none
 * @param dependency what the failure points to, or null for all; of tasks that have not failed, what they are declared
 *     to need
 */
public record PolicyScope(
        @Nullable String workspace,
        @Nullable String type,
        @Nullable Category category,
        @Nullable Dependency dependency) {

    /**
     * The later one wins: first by the number of fields; among as many, who names the dependency, then who names the
     * category, then the type. Two scopes that are equal here name the same fields.
     */
    static final Comparator<PolicyScope> PRECEDENCE =
            Comparator.comparingInt(PolicyScope::fields).thenComparingInt(PolicyScope::weight);

    public PolicyScope {
        if (workspace == null && type == null && category == null && dependency == null) {
            throw new BadPolicy(
                    0,
                    null,
                    "names neither workspace, type, category nor dependency",
                    "Name at least one; what holds for all tasks is set under ripresa.policy.");
        }
        requireText("workspace", workspace);
        requireText("type", type);
    }

    private static void requireText(String key, @Nullable String value) {
        if (value != null && (value.isBlank() || value.length() > 100)) {
            throw new BadPolicy(
                    0,
                    key,
                    "gives \"" + key + "\" a value of " + value.length() + " characters",
                    "Give 1 to 100 characters, as tasks name it.");
        }
    }

    private int fields() {
        return Integer.bitCount(weight());
    }

    private int weight() {
        return (dependency == null ? 0 : 8)
                + (category == null ? 0 : 4)
                + (type == null ? 0 : 2)
                + (workspace == null ? 0 : 1);
    }

    /** Whether only the dependency is named: then it is for the dependency's gates as well. */
    public boolean isOfDependency() {
        return weight() == 8;
    }

    boolean matches(PolicySubject task) {
        return (workspace == null || workspace.equals(task.workspace()))
                && (type == null || type.equals(task.type()))
                && (category == null || category == task.category())
                && (dependency == null || task.dependencies().contains(dependency));
    }

    /** As people read it: {@code workspace orders, type invoice}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, "workspace", workspace);
        add(parts, "type", type);
        add(parts, "category", category);
        add(parts, "dependency", dependency);
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.add(name + " " + value);
        }
    }
}
