package io.ripresa.policy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and numbers as people write them: {@code 250ms}, {@code 5m}, {@code 1h 30m}. */
final class DurationFormat {

    private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(7);

    private DurationFormat() {}

    /**
     * Reads a duration of at most 7 days.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Duration read(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        Matcher part = PART.matcher(lower);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && lower.substring(end, part.start()).isBlank()) {
            long number = Long.parseLong(part.group(1));
            sum = sum.plusMillis(number * millis(part.group(2)));
            end = part.end();
        }
        if (end == 0 || !lower.substring(end).isBlank() || sum.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no duration of at most 7d");
        }
        return sum;
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }

    static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        add(text, duration.toHours(), "h");
        add(text, duration.toMinutesPart(), "m");
        add(text, duration.toSecondsPart(), "s");
        add(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    private static void add(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(text.isEmpty() ? "" : " ").append(number).append(unit);
        }
    }

    static String plain(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }
}
