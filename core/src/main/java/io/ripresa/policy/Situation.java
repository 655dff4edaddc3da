package io.ripresa.policy;

import io.ripresa.model.Control;
import io.ripresa.model.IncidentState;
import io.ripresa.model.TaskRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision is made from.
 *
 * @param task the task, with its present trouble
 * @param control the kill switch
 * @param incident state of its incident, or null before it has one
 * @param approved whether a person approved the incident
 * @param gate what the gates of its cause say
 * @param changedAt when the latest change took effect that may have mended its incident, or null
 * @param keepsLast whether somebody else can still tell that the cause is gone, so that the last attempt is kept back
 * @param now the store's time
 */
public record Situation(
        TaskRecord task,
        Control control,
        @Nullable IncidentState incident,
        boolean approved,
        GateAnswer gate,
        @Nullable Instant changedAt,
        boolean keepsLast,
        Instant now) {

    /** What the gates of a cause say. */
    public enum GateAnswer {
        /** The cause has no gate. */
        NONE,
        /** All of them let it pass now. */
        ADMITS,
        /** One of them does not. */
        HOLDS
    }
}
