package io.ripresa.architecture;

import java.util.List;

/** The places that may reach for time, chance or threads themselves. Short on purpose: each with its reason. */
final class AllowedCalls {

    /**
     * @param className top-level class; its nested classes are included
     * @param call as {@link BannedCall#name()} writes it
     * @param reason why it cannot be given from outside
     */
    record Allowed(String className, String call, String reason) {}

    static final List<Allowed> OF_THE_HOUSE = List.of();

    private AllowedCalls() {}
}
