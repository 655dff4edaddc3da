package io.ripresa.model;

/** What the policy prescribes for a cause. */
public enum RecoveryStrategy {
    /** Re-run once evidence says that the cause is gone, at the pace the dependency can take. */
    RERUN_ON_EVIDENCE,
    /** Re-run at a time: back-off, reset time. */
    RERUN_AT,
    /** Re-run after a reported change that matches the cause. */
    RERUN_AFTER_CHANGE,
    /** Ask a person to approve. */
    SUGGEST,
    /** Set aside: the input must change. */
    QUARANTINE,
    /** Leave to a person. */
    ESCALATE
}
