package io.ripresa.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a run failed, whether that clears by itself, and what the run may have done. A value: the same failure always
 * has the same diagnosis.
 *
 * @param category the cause
 * @param recoverability who must act before the unchanged task can succeed
 * @param effect what the run may have done outside
 * @param fingerprint stable key of "the same error", with the version of its algorithm in front
 * @param source what the error points to
 * @param notBefore earliest time at which a re-run makes sense (Retry-After, quota reset), or null
 * @param reasoning ids of the rules that fired, first the deciding one, and the words for people
 */
public record Diagnosis(
        Category category,
        Recoverability recoverability,
        Effect effect,
        String fingerprint,
        Source source,
        @Nullable Instant notBefore,
        Reasoning reasoning) {

    /**
     * What an error points to.
     *
     * @param dependency what failed, or null where the error does not say
     * @param account owner of the limit or quota, or null for reachability
     */
    public record Source(
            @Nullable Dependency dependency, @Nullable String account) {
        public static final Source UNKNOWN = new Source(null, null);
    }

    /**
     * Why the diagnosis is what it is.
     *
     * @param rules ids of the rules that fired, the deciding one first; {@code precedents.*} where precedents had a say
     * @param explanation for people: first what it is, then what they can do
     */
    public record Reasoning(List<String> rules, String explanation) {
        public Reasoning {
            rules = List.copyOf(rules);
        }

        /** The first sentence of the explanation, with its full stop. */
        public String summary() {
            int end = explanation.indexOf(". ");
            return end < 0 ? explanation : explanation.substring(0, end + 1);
        }
    }

    /** Whether this failure belongs to a gate: an availability cause that clears by itself. */
    public boolean isGated() {
        return category.isAvailability() && recoverability == Recoverability.AUTO;
    }

    /** The same diagnosis for a task of which an earlier run may have acted: what is possible stays possible. */
    public Diagnosis withEffect(Effect value) {
        return value == effect
                ? this
                : new Diagnosis(category, recoverability, value, fingerprint, source, notBefore, reasoning);
    }

    /** The cause that groups this failure of a task. */
    public Cause cause(TaskDescriptor task) {
        if (!isGated()) {
            return new Cause.Ungated(task.workspace(), fingerprint);
        }
        Dependency dependency = source.dependency();
        if (dependency == null) {
            return new Cause.Gated(GateKey.unknownDependency(task.workspace(), task.type(), fingerprint));
        }
        String account = source.account();
        return new Cause.Gated(
                account == null ? GateKey.reachability(dependency) : GateKey.account(dependency, account));
    }
}
