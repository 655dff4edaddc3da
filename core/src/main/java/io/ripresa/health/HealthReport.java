package io.ripresa.health;

import java.util.List;

/**
 * How Ripresa itself is.
 *
 * @param healthy whether all checks are
 * @param checks one per part
 */
public record HealthReport(boolean healthy, List<Check> checks) {

    public HealthReport {
        checks = List.copyOf(checks);
    }

    /**
     * @param name what was checked
     * @param healthy whether it works
     * @param detail a sentence for people
     */
    public record Check(String name, boolean healthy, String detail) {}
}
