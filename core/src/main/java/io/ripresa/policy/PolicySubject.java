package io.ripresa.policy;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.TaskDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy is asked for.
 *
 * @param workspace the task's workspace, or null where it is not known
 * @param type the task's type, or null where it is not known
 * @param category why it failed, or null where it has not
 * @param dependencies what its failure points to, none where the error does not say; of a task that has not failed, what
 *     it is declared to need
 */
public record PolicySubject(
        @Nullable String workspace,
        @Nullable String type,
        @Nullable Category category,
        List<Dependency> dependencies) {

    public PolicySubject {
        dependencies = List.copyOf(dependencies);
    }

    static PolicySubject of(TaskDescriptor task, @Nullable Diagnosis diagnosis) {
        if (diagnosis == null) {
            return new PolicySubject(task.workspace(), task.type(), null, task.dependencies());
        }
        Dependency failed = diagnosis.source().dependency();
        return new PolicySubject(
                task.workspace(), task.type(), diagnosis.category(), failed == null ? List.of() : List.of(failed));
    }
}
