package io.ripresa.health;

import io.ripresa.spi.Resources;
import io.ripresa.spi.Resources.Use;
import java.util.ArrayList;
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

    /** The same with one check more. */
    public HealthReport with(Check check) {
        List<Check> all = new ArrayList<>(checks);
        all.add(check);
        return new HealthReport(healthy && check.healthy(), all);
    }

    /** The same with what every process needs. */
    public HealthReport with(Resources resources) {
        List<Use> uses = resources.read();
        return uses.isEmpty() ? this : with(ResourceRules.check(uses));
    }

    /**
     * @param name what was checked
     * @param healthy whether it works
     * @param detail a sentence for people
     */
    public record Check(String name, boolean healthy, String detail) {}
}
