package io.ripresa.policy;

import io.ripresa.model.Mode;
import io.ripresa.model.Policy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an override may set: one table of keys, how their values are read, written and bounded. */
public enum PolicyKey {
    /** How much may be done. */
    MODE("mode", false, (d, v) -> d.mode = mode(v), p -> p.mode().name(), "Give OFF, OBSERVE, SUGGEST or ACT."),
    /** Share of tasks that the mode applies to. */
    ROLLOUT_PERCENT(
            "rollout-percent",
            false,
            (d, v) -> d.rolloutPercent = whole(v, 0, 100),
            p -> Integer.toString(p.rolloutPercent()),
            "Give a whole number from 0 to 100."),
    /** Attempts per task. */
    ATTEMPTS_LIMIT(
            "attempts.limit",
            false,
            (d, v) -> d.attemptsLimit = whole(v, 1, Policy.Attempts.MAX),
            p -> Integer.toString(p.attempts().limit()),
            "Give a whole number from 1 to " + Policy.Attempts.MAX
                    + "; to re-run nothing by itself, give \"mode: SUGGEST\"."),
    /** Waits before attempts where there is nothing but time to go by. */
    BACK_OFF(
            "attempts.back-off",
            false,
            (d, v) -> d.backOff = waits(v),
            p -> p.attempts().backOff().stream().map(DurationFormat::text).collect(Collectors.joining(", ")),
            "Give one or more durations like 5m, 15m, 45m, each of 1s to 7d."),
    /** How long the last attempt is kept back. */
    KEEP_LAST_FOR(
            "attempts.keep-last-for",
            false,
            (d, v) -> d.keepLastFor = duration(v, Duration.ZERO),
            p -> DurationFormat.text(p.attempts().keepLastFor()),
            "Give a duration like 6h or 1d, at most 7d."),
    /** Shortest gap between canaries. */
    CANARIES_SHORTEST(
            "canaries.shortest",
            true,
            (d, v) -> d.shortest = duration(v, Duration.ofSeconds(1)),
            p -> DurationFormat.text(p.canaries().shortest()),
            "Give a duration from 1s to 300s."),
    /** Longest gap between canaries. */
    CANARIES_LONGEST(
            "canaries.longest",
            true,
            (d, v) -> d.longest = duration(v, Duration.ofSeconds(1)),
            p -> DurationFormat.text(p.canaries().longest()),
            "Give a duration up to 300s, no shorter than canaries.shortest."),
    /** Share of a large incident's tasks that may be spent as canaries. */
    CANARIES_SHARE(
            "canaries.share",
            true,
            (d, v) -> d.share = number(v, 0.001, 0.05),
            p -> DurationFormat.plain(p.canaries().share()),
            "Give a share from 0.001 to 0.05."),
    /** Starts per second when the breaker closes. */
    RAMP_FIRST_RATE(
            "ramp.first-rate",
            true,
            (d, v) -> d.firstRate = number(v, 0.01, 1000),
            p -> DurationFormat.plain(p.ramp().firstRate()),
            "Give starts per second, from 0.01 to 1000."),
    /** Rate up to which it doubles. */
    RAMP_DOUBLES_TO(
            "ramp.doubles-to",
            true,
            (d, v) -> d.doublesTo = number(v, 0.01, 1000),
            p -> DurationFormat.plain(p.ramp().doublesTo()),
            "Give starts per second, from 0.01 to 1000."),
    /** Growth beyond that. */
    RAMP_GROWTH(
            "ramp.growth",
            true,
            (d, v) -> d.growth = number(v, 1.001, 1.25),
            p -> DurationFormat.plain(p.ramp().growth()),
            "Give a factor from 1.001 to 1.25."),
    /** Cut at a same-cause failure. */
    RAMP_CUT(
            "ramp.cut",
            true,
            (d, v) -> d.cut = number(v, 0.01, 0.99),
            p -> DurationFormat.plain(p.ramp().cut()),
            "Give a factor from 0.01 to 0.99."),
    /** Most slots per dependency. */
    RAMP_MAX_IN_FLIGHT(
            "ramp.max-in-flight",
            true,
            (d, v) -> d.maxInFlight = whole(v, 1, 1000),
            p -> Integer.toString(p.ramp().maxInFlight()),
            "Give a whole number from 1 to 1000.");

    private final String written;
    private final boolean ofGates;
    private final BiConsumer<PolicyDraft, String> reader;
    private final Function<Policy, String> writer;
    private final String fix;

    PolicyKey(
            String written,
            boolean ofGates,
            BiConsumer<PolicyDraft, String> reader,
            Function<Policy, String> writer,
            String fix) {
        this.written = written;
        this.ofGates = ofGates;
        this.reader = reader;
        this.writer = writer;
        this.fix = fix;
    }

    /** How files and answers name it, below {@code ripresa.policy} or an override. */
    public String written() {
        return written;
    }

    /** The key that is written so, or null where none is. */
    public static @Nullable PolicyKey of(String written) {
        for (PolicyKey key : values()) {
            if (key.written.equals(written)) {
                return key;
            }
        }
        return null;
    }

    /** Whether it is the pace of a gate, which tasks of many workspaces and types share. */
    public boolean isOfGates() {
        return ofGates;
    }

    /** The value in a policy, as files write it. */
    public String valueIn(Policy policy) {
        return writer.apply(policy);
    }

    /** What to give. */
    String fix() {
        return fix;
    }

    /**
     * Sets the value.
     *
     * @throws BadPolicy if it does not fit
     */
    void set(PolicyDraft draft, String value) {
        try {
            reader.accept(draft, value);
        } catch (IllegalArgumentException e) {
            throw new BadPolicy(0, written, "gives \"" + written + "\" the value \"" + value + "\"", fix);
        }
    }

    private static Mode mode(String text) {
        return Mode.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static int whole(String text, int least, int most) {
        int value = Integer.parseInt(text);
        require(value >= least && value <= most);
        return value;
    }

    private static double number(String text, double least, double most) {
        double value = Double.parseDouble(text);
        require(value >= least && value <= most);
        return value;
    }

    private static Duration duration(String text, Duration least) {
        Duration value = DurationFormat.read(text);
        require(value.compareTo(least) >= 0);
        return value;
    }

    private static List<Duration> waits(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(wait -> duration(wait, Duration.ofSeconds(1)))
                .toList();
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("does not fit");
        }
    }
}
