package io.ripresa.server.simulate;

import io.ripresa.server.yaml.YamlMap;
import io.ripresa.simulation.scenario.DependencyProfile;
import io.ripresa.simulation.scenario.DependencyProfile.Outage;
import io.ripresa.simulation.scenario.DependencyProfile.Serving;
import io.ripresa.simulation.scenario.OutageMode;
import io.ripresa.simulation.scenario.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a dependency: from a scenario's own keys where there is one, from an element of its list where there are more. */
final class DependencyReader {

    static final List<String> KEYS = List.of(
            "name",
            "share",
            "outages",
            "capacity",
            "collapse",
            "latency",
            "timeout",
            "success-probability",
            "foreground");

    private static final double MOST_CAPACITY = 100_000;
    private static final double USUAL_CAPACITY = 50;

    private final YamlMap map;
    private final String fallbackName;

    DependencyReader(YamlMap map, String fallbackName) {
        this.map = map;
        this.fallbackName = fallbackName;
    }

    DependencyProfile read() {
        List<Outage> outages = outages();
        Steps capacity = capacity();
        Steps success = steps("success-probability", Kind.SHARE, capacity);
        Steps foreground = foreground(capacity);
        if (success.last() < 1) {
            throw map.wrong(
                    "success-probability",
                    "ends with a success probability below 100 %",
                    "Add a step from which on it is 100 %: only then is the cause gone.");
        }
        if (foreground.last() >= capacity.last()) {
            throw map.wrong(
                    "foreground",
                    "ends with a foreground of " + foreground.last() + "/s, which leaves nothing of the capacity of "
                            + capacity.last() + "/s",
                    "Lower it, or raise \"capacity\".");
        }
        return new DependencyProfile(name(), share(), outages, capacity, success, foreground, serving());
    }

    private String name() {
        if (!map.has("name")) {
            return fallbackName;
        }
        if (!map.text("name").matches("[a-z0-9.-]{1,150}:\\d{1,5}")) {
            throw map.unfit("name", "Give a host and a port like \"payments.example:443\".");
        }
        return map.text("name");
    }

    private double share() {
        return map.has("share") ? map.number("share", 0.001, 1_000) : 1;
    }

    private List<Outage> outages() {
        List<Outage> outages = new ArrayList<>();
        for (YamlMap each : map.maps("outages", List.of("from", "to", "mode"))) {
            Duration from = each.duration("from", Duration.ZERO);
            Duration to = each.duration("to", null);
            if (to.compareTo(from) <= 0) {
                throw each.unfit("to", "Give a time after \"from\".");
            }
            if (!outages.isEmpty()
                    && from.compareTo(outages.get(outages.size() - 1).to()) < 0) {
                throw each.unfit("from", "Give a time that is not before the end of the outage above.");
            }
            outages.add(new Outage(from, to, mode(each)));
        }
        return outages;
    }

    /** "503" is what people write. */
    private static OutageMode mode(YamlMap outage) {
        return outage.has("mode") && outage.text("mode").equals("503")
                ? OutageMode.UNAVAILABLE
                : outage.choice("mode", OutageMode.REFUSE, OutageMode.class);
    }

    private Steps capacity() {
        return map.has("capacity") ? steps("capacity", Kind.RATE, null) : Steps.always(USUAL_CAPACITY);
    }

    private Steps foreground(Steps capacity) {
        return map.has("foreground") ? steps("foreground", Kind.PART_OF_CAPACITY, capacity) : Steps.always(0);
    }

    private Serving serving() {
        Serving usual = map.flag("collapse", false) ? Serving.COLLAPSING : Serving.SHEDDING;
        Duration latency = map.duration("latency", usual.latency());
        Duration timeout = map.duration("timeout", usual.timeout());
        if (latency.compareTo(timeout) >= 0) {
            throw map.wrong(
                    "latency",
                    "has a latency of " + latency.toMillis() + " ms and callers that wait for " + timeout.toMillis()
                            + " ms",
                    "Give \"latency\" less than \"timeout\".");
        }
        return new Serving(usual.collapses(), latency, timeout);
    }

    private enum Kind {
        /** Requests per second, greater than 0. */
        RATE,
        /** 0 to 1, or a percentage. */
        SHARE,
        /** Requests per second, or a percentage of the capacity at the end. */
        PART_OF_CAPACITY
    }

    /** One value, or a list of values and since when they hold. */
    private Steps steps(String key, Kind kind, @Nullable Steps capacity) {
        if (!map.has(key)) {
            return Steps.always(1);
        }
        if (map.isScalar(key)) {
            return Steps.always(value(map, key, kind, capacity));
        }
        List<Steps.Step> steps = new ArrayList<>();
        for (YamlMap each : map.maps(key, List.of("from", "value"))) {
            Duration from = each.duration("from", Duration.ZERO);
            if (steps.isEmpty() && !from.isZero()) {
                throw each.unfit("from", "Begin with 0s: say what holds from the start.");
            }
            if (!steps.isEmpty() && from.compareTo(steps.get(steps.size() - 1).from()) <= 0) {
                throw each.wrong("from", "has a step that is not after the one above", "Order steps by time.");
            }
            steps.add(new Steps.Step(from, value(each, "value", kind, capacity)));
        }
        if (steps.isEmpty()) {
            throw map.wrong(key, "gives \"" + key + "\" no steps", "Give a value, or a list of steps.");
        }
        return new Steps(steps);
    }

    private static double value(YamlMap at, String key, Kind kind, @Nullable Steps capacity) {
        return switch (kind) {
            case RATE -> at.number(key, 0.1, MOST_CAPACITY);
            case SHARE -> at.share(key, 1);
            case PART_OF_CAPACITY ->
                capacity != null && at.isPercent(key)
                        ? at.share(key, 0) * capacity.last()
                        : at.number(key, 0, MOST_CAPACITY);
        };
    }
}
