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
    ESCALATE;

    /** What a cause asks for, where everything may be done that can help. */
    public static RecoveryStrategy of(Diagnosis diagnosis) {
        return switch (diagnosis.recoverability()) {
            case AUTO -> diagnosis.isGated() ? RERUN_ON_EVIDENCE : RERUN_AT;
            case AFTER_FIX -> RERUN_AFTER_CHANGE;
            case NEVER -> QUARANTINE;
            case UNKNOWN -> ESCALATE;
        };
    }
}
