package io.ripresa.simulation.report;

import io.ripresa.simulation.contest.Contest.Result;
import io.ripresa.simulation.scenario.Figures;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results for machines: an array, one object per scenario, policy and seed; null where a figure is not defined. */
public final class Json {

    private static final int DECIMALS = 6;

    private Json() {}

    public static String of(List<Result> results) {
        List<String> objects = new ArrayList<>();
        for (Result result : results) {
            List<String> fields = new ArrayList<>();
            fields(result).forEach((name, value) -> fields.add("\"" + name + "\": " + text(value)));
            objects.add("  {" + String.join(", ", fields) + "}");
        }
        return objects.isEmpty() ? "[]\n" : "[\n" + String.join(",\n", objects) + "\n]\n";
    }

    private static Map<String, @Nullable Object> fields(Result result) {
        Figures f = result.figures();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("scenario", result.entry().scenario().id());
        fields.put("policy", result.entry().policy());
        fields.put("seed", result.entry().seed());
        fields.put("tasks", f.tasks());
        fields.put("recoverable", f.recoverable());
        fields.put("recovered", f.recovered());
        fields.put("escalated", f.escalated());
        fields.put("quarantined", f.quarantined());
        fields.put("not_needed", f.notNeeded());
        fields.put("w", f.waste().w());
        fields.put("w_gross", f.waste().wGross());
        fields.put("p50_s", f.times().p50());
        fields.put("p90_s", f.times().p90());
        fields.put("drain_s", f.times().drain());
        fields.put("oracle_p90_s", f.times().oracleP90());
        fields.put("peak_load_ratio", f.load().peakRatio());
        fields.put("overload_share", f.load().overloadShare());
        fields.put("foreground_lost", f.load().foregroundLost());
        fields.put("release_fpr", f.care().releaseFpr());
        fields.put("unsafe_releases", f.care().unsafeReleases());
        fields.put("attempts_per_poison_task", f.waste().attemptsPerPoisonTask());
        fields.put("detection_delay_s", f.times().detectionDelay());
        fields.put("invariant_violations", f.care().violations());
        return fields;
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Double number) {
            BigDecimal rounded = BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_UP);
            return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        }
        return value instanceof String string ? quoted(string) : String.valueOf(value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
