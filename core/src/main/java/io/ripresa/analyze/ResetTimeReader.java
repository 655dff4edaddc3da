package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the time before which a server said that another call makes no sense: {@code Retry-After} (RFC 9110 section
 * 10.2.3: seconds or an HTTP date in its three forms), {@code x-ratelimit-reset} and its relatives, and texts such as
 * "try again in 1m30s". Times are absolute. What lies in the past counts as nothing; what lies further ahead than
 * {@link #AT_MOST} counts as that.
 */
final class ResetTimeReader {

    /** The longest wait that a server's answer can order. */
    static final Duration AT_MOST = Duration.ofDays(7);

    /** Headers with the seconds that remain, a time of day as epoch seconds, or a date. */
    private static final List<String> RESET_ATTRIBUTES = List.of(
            "retry-after-ms",
            "x-ms-retry-after-ms",
            "x-ratelimit-reset",
            "ratelimit-reset",
            "x-rate-limit-reset",
            "x-ratelimit-reset-requests",
            "x-ratelimit-reset-tokens",
            "anthropic-ratelimit-requests-reset",
            "anthropic-ratelimit-tokens-reset");

    /** After these words stands a wait or a time; a bare number is seconds, or a time in epoch seconds. */
    private static final List<String> BEFORE_RETRY = List.of(
            "try again in ",
            "try again after ",
            "try again at ",
            "retry in ",
            "retry after ",
            "retry-after: ",
            "retry-after\": \"",
            "retry-after\":\"",
            "retry-after': '",
            "retry-after\": ",
            "retry-after\":",
            "retrydelay\": \"",
            "retrydelay\":\"",
            "retry_after\": ",
            "retry_after\":",
            "retry_after: ",
            "retry_after=",
            "please wait ",
            "available again in ",
            "available again at ");

    private static final List<String> BEFORE_RESET = List.of(
            "resets in ",
            "reset in ",
            "reset after ",
            "resets after ",
            "reset at ",
            "resets at ",
            "resets on ",
            "reset on ",
            "resets_in_seconds\": ",
            "resets_in_seconds\":",
            "resets_at\": ",
            "resets_at\":",
            "reset_at\": ",
            "reset_at\":",
            "reset time: ",
            "resettime\": \"",
            "resettime\":\"",
            "quotaresetdelay\": \"",
            "quotaresetdelay\":\"",
            "quotaresettimestamp\": \"",
            "regain access on ",
            "wait ");

    /** What of a failure may be read as a wait: "reset after 30 s" is one where a limit was hit, and none elsewhere. */
    enum Trust {
        /** Nothing. */
        NONE,
        /** {@code Retry-After} only. */
        RETRY_AFTER,
        /** {@code Retry-After} and texts that say when to try again. */
        RETRY_TEXTS,
        /** Those and texts that say when a quota resets, but not the headers of other limits. */
        EXPLICIT,
        /** All, the headers of limits included. */
        ALL
    }

    private static final DateTimeFormatter RFC_850 = new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter IMF =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /**
     * @param at the time, within the bounds
     * @param capped whether the server named a later one
     */
    record Reset(Instant at, boolean capped) {}

    private ResetTimeReader() {}

    /**
     * @param endedAt when the run failed: waits count from here
     * @param trust what may be read
     */
    static @Nullable Reset read(FailureReport report, List<Link> links, Instant endedAt, Trust trust) {
        if (trust == Trust.NONE) {
            return null;
        }
        Instant found = null;
        String header = report.attribute(FailureReport.RETRY_AFTER);
        if (header != null) {
            found = secondsOrDate(header.strip(), endedAt);
        }
        if (found == null && trust == Trust.ALL) {
            for (String name : RESET_ATTRIBUTES) {
                String value = report.attribute(name);
                if (value != null) {
                    Instant one = name.endsWith("-ms") ? millis(value.strip(), endedAt) : reset(value.strip(), endedAt);
                    found = later(found, one);
                }
            }
        }
        if (found == null && trust != Trust.RETRY_AFTER) {
            for (Link link : links) {
                found = later(found, inText(link.text(), endedAt, trust));
            }
        }
        return bounded(found, endedAt);
    }

    private static @Nullable Reset bounded(@Nullable Instant found, Instant endedAt) {
        if (found == null || !found.isAfter(endedAt)) {
            return null;
        }
        Instant latest = endedAt.plus(AT_MOST);
        return found.isAfter(latest) ? new Reset(latest, true) : new Reset(found, false);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    /** The value of {@code Retry-After}. */
    static @Nullable Instant secondsOrDate(String value, Instant endedAt) {
        if (isNumber(value)) {
            return endedAt.plusSeconds(wholeSeconds(value));
        }
        Instant date = date(value, endedAt);
        return date != null ? date : durationFrom(value, 0, endedAt);
    }

    private static @Nullable Instant millis(String value, Instant endedAt) {
        return isNumber(value) ? endedAt.plusMillis(wholeSeconds(value)) : null;
    }

    /** Some servers send what remains, some the epoch second of the reset, some a date, some a duration. */
    private static @Nullable Instant reset(String value, Instant endedAt) {
        if (isNumber(value)) {
            long number = wholeSeconds(value);
            // Epoch seconds of any present time are above a billion, epoch milliseconds above a trillion.
            if (number >= 1_000_000_000_000L) {
                return Instant.ofEpochMilli(number);
            }
            return number >= 1_000_000_000L ? Instant.ofEpochSecond(number) : endedAt.plusSeconds(number);
        }
        Instant date = date(value, endedAt);
        return date != null ? date : durationFrom(value, 0, endedAt);
    }

    private static @Nullable Instant inText(String text, Instant endedAt, Trust trust) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() != text.length()) {
            return null;
        }
        Instant found = after(BEFORE_RETRY, text, lower, endedAt);
        return trust == Trust.RETRY_TEXTS ? found : later(found, after(BEFORE_RESET, text, lower, endedAt));
    }

    private static @Nullable Instant after(List<String> prefixes, String text, String lower, Instant endedAt) {
        Instant found = null;
        for (String prefix : prefixes) {
            int at = lower.indexOf(prefix);
            for (int seen = 0; at >= 0 && seen < 8; seen++) {
                int from = at + prefix.length();
                found = later(found, at(text, lower, from, endedAt));
                at = lower.indexOf(prefix, from);
            }
        }
        return found;
    }

    private static @Nullable Instant at(String text, String lower, int from, Instant endedAt) {
        Instant date = dateAt(text, from, endedAt);
        if (date != null) {
            return date;
        }
        Instant duration = durationFrom(lower, from, endedAt);
        return duration != null ? duration : bareNumber(lower, from, endedAt);
    }

    private static @Nullable Instant bareNumber(String text, int from, Instant endedAt) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end)) && end - from < 14) {
            end++;
        }
        if (end > from && end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1))) {
            end++;
            while (end < text.length() && isDigit(text.charAt(end)) && end - from < 16) {
                end++;
            }
        }
        boolean ends = end > from
                && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) != ':');
        return ends ? reset(text.substring(from, end), endedAt) : null;
    }

    /** A date at a position of a text: its length is not known, so the known forms are tried. */
    private static @Nullable Instant dateAt(String text, int from, Instant endedAt) {
        for (int length : new int[] {29, 24, 20, 19, 25, 30, 33}) {
            if (from + length <= text.length()) {
                Instant date = date(text.substring(from, from + length), endedAt);
                if (date != null) {
                    return date;
                }
            }
        }
        return null;
    }

    private static @Nullable Instant date(String value, Instant endedAt) {
        if (value.length() < 19 || value.length() > 40) {
            return null;
        }
        if (Character.isDigit(value.charAt(0))) {
            return isoDate(value);
        }
        for (DateTimeFormatter format : List.of(IMF, RFC_850, ASCTIME)) {
            try {
                LocalDateTime local = LocalDateTime.parse(value, format);
                Instant instant = local.toInstant(ZoneOffset.UTC);
                // RFC 9110 5.6.7: a two-digit year that seems more than 50 years ahead lies in the past.
                boolean century = format == RFC_850 && instant.isAfter(endedAt.plus(Duration.ofDays(50 * 366L)));
                return century ? local.minusYears(100).toInstant(ZoneOffset.UTC) : instant;
            } catch (DateTimeParseException notThisForm) {
                continue;
            }
        }
        return null;
    }

    private static @Nullable Instant isoDate(String value) {
        if (value.charAt(4) != '-') {
            return null;
        }
        String iso = value.charAt(10) == ' ' ? value.substring(0, 10) + "T" + value.substring(11) : value;
        iso = iso.replace(" UTC", "Z").replace(" ", "");
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(iso, Instant::from);
        } catch (DateTimeException noOffset) {
            try {
                return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException notADate) {
                return null;
            }
        }
    }

    /** Reads {@code 20s}, {@code 1m30s}, {@code 1.5 seconds}, {@code 2 hours 5 minutes}, {@code 12 ms}. */
    private static @Nullable Instant durationFrom(String text, int from, Instant endedAt) {
        int i = from;
        double seconds = 0;
        boolean any = false;
        for (int part = 0; part < 4; part++) {
            int digits = i;
            while (i < text.length() && (isDigit(text.charAt(i)) || text.charAt(i) == '.')) {
                i++;
            }
            if (i == digits || i - digits > 12) {
                break;
            }
            double number = number(text.substring(digits, i));
            int afterNumber = i;
            while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '-')) {
                i++;
            }
            int unitStart = i;
            while (i < text.length() && Character.isLetter(text.charAt(i))) {
                i++;
            }
            double unit = unit(text.substring(unitStart, i));
            if (unit < 0 || number < 0) {
                i = afterNumber;
                break;
            }
            seconds += number * unit;
            any = true;
            int next = i;
            while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == ',')) {
                next++;
            }
            if (text.startsWith("and ", next)) {
                next += 4;
            }
            i = next;
        }
        if (!any) {
            return null;
        }
        double bounded = Math.min(seconds, 10L * AT_MOST.toSeconds());
        return endedAt.plusMillis((long) Math.ceil(bounded * 1000));
    }

    private static double unit(String name) {
        return switch (name) {
            case "ms", "millis", "millisecond", "milliseconds" -> 0.001;
            case "s", "sec", "secs", "second", "seconds" -> 1;
            case "m", "min", "mins", "minute", "minutes" -> 60;
            case "h", "hr", "hrs", "hour", "hours" -> 3600;
            case "d", "day", "days" -> 86_400;
            default -> -1;
        };
    }

    private static double number(String digits) {
        try {
            return Double.parseDouble(digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNumber(String value) {
        boolean point = false;
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '.' && !point && i > 0) {
                point = true;
            } else if (!isDigit(value.charAt(i))) {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= 18;
    }

    /** Rounds up: half a second too late costs nothing, half a second too early costs an attempt. */
    private static long wholeSeconds(String value) {
        return (long) Math.ceil(Math.min(number(value), 9e15));
    }
}
