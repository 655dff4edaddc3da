package io.ripresa.spring;

import java.time.Duration;

/** Checks of settings; every message names key, value and fix. */
final class Settings {

    private Settings() {}

    static void between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BadSetting(
                    "ripresa." + key,
                    Integer.toString(value),
                    "is outside " + least + " to " + most,
                    "Give a number from " + least + " to " + most + ".");
        }
    }

    static void positive(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new BadSetting("ripresa." + key, value.toString(), "is not positive", "Give a duration like 30s.");
        }
    }

    static void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new BadSetting("ripresa." + key, value.toString(), "is negative", "Give a duration like 10s.");
        }
    }

    static void atLeast(String key, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new BadSetting(
                    "ripresa." + key,
                    value.toString(),
                    "is below " + readable(least),
                    "Give " + readable(least) + " or more.");
        }
    }

    private static String readable(Duration duration) {
        return duration.toHoursPart() == 0 && duration.toDays() > 0
                ? duration.toDays() + "d"
                : duration.toMinutesPart() == 0 && duration.toHours() > 0
                        ? duration.toHours() + "h"
                        : duration.toSeconds() + "s";
    }

    static void above(String key, double value, double bound) {
        if (!(value > bound)) {
            throw new BadSetting(
                    "ripresa." + key, Double.toString(value), "is not above " + bound, "Give a larger number.");
        }
    }

    static void share(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new BadSetting(
                    "ripresa." + key, Double.toString(value), "is outside 0 to 1", "Give a share like 0.05.");
        }
    }

    /** A pattern of the allow-list: a wildcard may stand for names below a domain, all hosts, or all ports. */
    static void targetPattern(String key, String value) {
        boolean form = value.matches("(\\*|\\*\\.[A-Za-z0-9.-]+|[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\*|[0-9]{1,5})");
        String port = value.substring(value.lastIndexOf(':') + 1);
        if (!form || !port.equals("*") && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535)) {
            throw new BadSetting(
                    "ripresa." + key,
                    value,
                    "is not of the form host:port",
                    "Give \"localhost:9090\", \"*.example.com:443\" or \"localhost:*\".");
        }
    }

    static void target(String key, String value) {
        int colon = value.lastIndexOf(':');
        boolean port = colon > 0 && value.substring(colon + 1).matches("\\d{1,5}");
        if (!port || value.contains("/") || Integer.parseInt(value.substring(colon + 1)) > 65_535) {
            throw new BadSetting("ripresa." + key, value, "is not of the form host:port", "Give \"localhost:9090\".");
        }
    }
}
