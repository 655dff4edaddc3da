package io.ripresa.simulation.report;

import io.ripresa.simulation.scenario.DependencyProfile;
import io.ripresa.simulation.scenario.OutageScenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures and scenarios in words. */
final class Words {

    private Words() {}

    static String ratio(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }

    static String percent(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%.1f %%", value * 100);
    }

    static String count(@Nullable Long value) {
        return value == null ? "–" : Long.toString(value);
    }

    static String whole(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%.0f", value);
    }

    static String seconds(@Nullable Double value) {
        if (value == null) {
            return "–";
        }
        if (value < 600) {
            return String.format(Locale.ROOT, "%.0f s", value);
        }
        return value < 7_200
                ? String.format(Locale.ROOT, "%.0f min", value / 60)
                : String.format(Locale.ROOT, "%.1f h", value / 3_600);
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond == Math.rint(perSecond) ? "%.0f" : "%.1f", perSecond);
    }

    static String duration(Duration duration) {
        return seconds(duration.toMillis() / 1000.0);
    }

    /** What a scenario is about, in one or two sentences. */
    static String about(OutageScenario scenario) {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(Locale.ROOT, "%,d %s", scenario.tasks(), scenario.tasks() == 1 ? "task" : "tasks"));
        for (DependencyProfile d : scenario.dependencies()) {
            Duration down =
                    d.outages().stream().map(o -> o.to().minus(o.from())).reduce(Duration.ZERO, Duration::plus);
            parts.add(String.format(
                    Locale.ROOT,
                    "%s down for %s%s, then %s requests/s%s%s",
                    d.name(),
                    duration(down),
                    d.outages().size() > 1 ? " in " + d.outages().size() + " windows" : "",
                    rate(d.capacity().last()),
                    d.service().collapses() ? ", collapses under overload" : ", refuses overload",
                    d.foreground().last() > 0
                            ? ", " + rate(d.foreground().last()) + "/s of it used by other traffic"
                            : ""));
        }
        if (scenario.mix().poison() > 0) {
            parts.add(String.format(
                    Locale.ROOT,
                    "%.0f %% of the tasks are poison",
                    scenario.mix().poison() * 100));
        }
        parts.add(
                scenario.setting().evidence().isEmpty()
                        ? "nothing but the tasks themselves tells when it is back"
                        : "evidence: "
                                + String.join(
                                        ", ",
                                        scenario.setting().evidence().stream()
                                                .map(e -> e.name().toLowerCase(Locale.ROOT))
                                                .toList()));
        return String.join("; ", parts) + ".";
    }
}
