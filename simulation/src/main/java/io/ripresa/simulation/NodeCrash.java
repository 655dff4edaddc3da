package io.ripresa.simulation;

import java.time.Duration;

/** The calling node dies here and now. An error, so that nothing that handles failures mistakes it for one. */
final class NodeCrash extends Error {
    private static final long serialVersionUID = 1L;

    private final Duration downFor;

    /**
     * @param downFor how long until another process is started in its place
     */
    NodeCrash(String where, Duration downFor) {
        super("the node died " + where, null, false, false);
        this.downFor = downFor;
    }

    Duration downFor() {
        return downFor;
    }
}
