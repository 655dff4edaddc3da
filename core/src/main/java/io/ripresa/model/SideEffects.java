package io.ripresa.model;

/** What a task type declares about running it twice. */
public enum SideEffects {
    /** Running twice leaves the same state as running once. */
    IDEMPOTENT,
    /** The far side recognises the task's own key, stable over attempts, for a stated time. */
    KEYED,
    /** Running twice may do something twice. */
    UNSAFE
}
