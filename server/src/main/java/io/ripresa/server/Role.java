package io.ripresa.server;

import java.util.Locale;

/** What a node does. Every node serves REST and page, takes tasks and orders, and watches over the others. */
public enum Role {
    /** Runs tasks and recovers. */
    ALL,
    /** Recovers, and runs no task. */
    RECOVERY,
    /** Runs tasks, and recovers none. */
    WORKER;

    /** The settings of a node in this role; what else is set stays. */
    ServerSettings applyTo(ServerSettings settings) {
        return switch (this) {
            case ALL -> settings;
            case RECOVERY -> settings.withProperty("worker.threads", "0");
            case WORKER -> settings.withProperty("recovery.enabled", "false");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
