package io.ripresa.simulation.contest;

import io.ripresa.policy.Preset;
import io.ripresa.simulation.recovery.RipresaMechanism;
import io.ripresa.simulation.rival.Rivals;
import io.ripresa.simulation.scenario.Mechanism;
import io.ripresa.simulation.scenario.OracleMechanism;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The policies under their fixed names, in the order in which they are listed. */
public final class Policies {

    public static final String RIPRESA = "ripresa";
    public static final String ORACLE = "oracle";
    public static final String ALTINN = "altinn";

    private static final Map<String, Mechanism.Factory> ALL = all();

    /** Ripresa by other figures: played where they are named, and in no contest of all. */
    private static final Map<String, Mechanism.Factory> VARIANTS = variants();

    private Policies() {}

    private static Map<String, Mechanism.Factory> all() {
        Map<String, Mechanism.Factory> all = new LinkedHashMap<>();
        all.put(RIPRESA, RipresaMechanism::start);
        all.put(ORACLE, OracleMechanism::start);
        all.putAll(Rivals.all());
        return Collections.unmodifiableMap(all);
    }

    private static Map<String, Mechanism.Factory> variants() {
        Map<String, Mechanism.Factory> variants = new LinkedHashMap<>();
        for (Preset preset : Preset.values()) {
            variants.put(RIPRESA + "-" + preset.written(), RipresaMechanism.by(preset.policy()));
        }
        return Collections.unmodifiableMap(variants);
    }

    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** Ripresa by the figures of its presets. */
    public static List<String> variantNames() {
        return List.copyOf(VARIANTS.keySet());
    }

    /**
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Mechanism.Factory of(String name) {
        Mechanism.Factory found = ALL.getOrDefault(name, VARIANTS.get(name));
        if (found == null) {
            throw new IllegalArgumentException(
                    "there is no policy \"" + name + "\"; give one of " + String.join(", ", names()));
        }
        return found;
    }
}
