package io.ripresa.model;

/** Why a run failed, by cause. */
public enum Category {
    /** Name resolution, connect refused or reset, transport failure of TLS, no route. */
    NETWORK,
    /** The dependency answered that it cannot serve. */
    SERVICE_UNAVAILABLE,
    /** A rate throttle that time alone lifts. */
    RATE_LIMIT,
    /** Memory, disk, quota, pool, connections, file descriptors. */
    RESOURCE_EXHAUSTED,
    /** A deadline passed and the result is unknown. */
    TIMEOUT,
    /** Deadlock, serialization failure, lock wait, optimistic lock. */
    CONCURRENCY_CONFLICT,
    /** Missing, bad, expired or revoked credentials; forbidden by policy. */
    AUTH,
    /** Wrong or missing setting, host, class path, version, schema object. */
    CONFIGURATION,
    /** A defect in code. */
    LOGIC_ERROR,
    /** Bad input, violated constraint, parse or checksum failure, too large. */
    DATA_CORRUPTION,
    /** The text does not tell. */
    UNKNOWN;

    /**
     * Whether failures of this category say that a dependency is not available. With {@link Recoverability#AUTO} they
     * join the dependency's gate; {@link #RESOURCE_EXHAUSTED} does so only when it is AUTO.
     */
    public boolean isAvailability() {
        return switch (this) {
            case NETWORK, SERVICE_UNAVAILABLE, RATE_LIMIT, RESOURCE_EXHAUSTED, TIMEOUT -> true;
            case CONCURRENCY_CONFLICT, AUTH, CONFIGURATION, LOGIC_ERROR, DATA_CORRUPTION, UNKNOWN -> false;
        };
    }
}
