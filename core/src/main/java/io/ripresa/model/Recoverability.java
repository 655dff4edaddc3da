package io.ripresa.model;

/** Who has to do something before the unchanged task can succeed. */
public enum Recoverability {
    /** Nobody: the cause clears without anyone changing the task. */
    AUTO,
    /** Somebody: a deploy, a credential, a limit, a configuration. */
    AFTER_FIX,
    /** The input must change or a person must decide. */
    NEVER,
    /** The evidence does not say; treated with more care than {@link #AFTER_FIX}. */
    UNKNOWN
}
