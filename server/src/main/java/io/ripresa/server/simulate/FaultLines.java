package io.ripresa.server.simulate;

import io.ripresa.simulation.scenario.OutageScenario.Fault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Faults as lines of a scenario file: what is written here is read back the same. */
final class FaultLines {

    private static final int NANO_DIGITS = 9;

    private FaultLines() {}

    static String of(List<Fault> faults) {
        if (faults.isEmpty()) {
            return "faults: []\n";
        }
        StringBuilder lines = new StringBuilder("faults:\n");
        for (Fault fault : faults) {
            lines.append("  - {kind: ")
                    .append(fault.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .append(fault.node() > 0 ? ", node: " + fault.node() : "")
                    .append(", from: ")
                    .append(text(fault.from()))
                    .append(", to: ")
                    .append(text(fault.to()))
                    .append("}\n");
        }
        return lines.toString();
    }

    private static String text(Duration duration) {
        long minutes = duration.toMinutes();
        BigDecimal seconds = BigDecimal.valueOf(duration.minusMinutes(minutes).toNanos(), NANO_DIGITS);
        String rest = seconds.stripTrailingZeros().toPlainString() + "s";
        if (minutes == 0) {
            return rest;
        }
        return minutes + "m" + (seconds.signum() == 0 ? "" : " " + rest);
    }
}
