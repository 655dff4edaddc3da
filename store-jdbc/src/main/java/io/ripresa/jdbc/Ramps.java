package io.ripresa.jdbc;

import io.ripresa.model.Ramp;
import io.ripresa.model.Ramp.Bound;
import io.ripresa.model.Ramp.History;
import io.ripresa.model.Ramp.Overrun;
import io.ripresa.model.Ramp.Pulse;
import io.ripresa.model.Ramp.Sample;
import io.ripresa.model.Ramp.Slot;
import io.ripresa.model.Ramp.Times;
import io.ripresa.model.Ramp.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ramp in one column, {@link Packed}: rate, ceiling, cut at, changed at, next start at, seen, failed, completions of
 * the round; what the version before knows ends here and it reads no further. Then began at, round at, the round's sum
 * and sum of squares, those of the present rate; raises, seconds too fast in all and the last time, rate too fast;
 * excess, count, sum and sum of squares of the unusual, doubted at; since, cut from, cut at, last and rounds of the
 * overrun, all empty where there is none; since and width of the history, and starts, ended and milliseconds of each of
 * its slots.
 */
final class Ramps {

    /** What the version before kept has no history. */
    private static final Duration FORMER_SLOT = Duration.ofMillis(500);

    private Ramps() {}

    static @Nullable String text(@Nullable Ramp ramp) {
        if (ramp == null) {
            return null;
        }
        Times times = ramp.times();
        Bound bound = ramp.bound();
        Pulse pulse = ramp.pulse();
        Sample round = ramp.window().round();
        Packed.Writer out = new Packed.Writer()
                .add(ramp.startsPerSecond())
                .add(bound.ceiling())
                .add(micros(times.cutAt()))
                .add(micros(times.changedAt()))
                .add(micros(times.nextStartAt()))
                .add(ramp.window().seen())
                .add(ramp.window().failed())
                .add(round.count())
                .add(micros(times.beganAt()))
                .add(micros(times.roundAt()))
                .add(round.sum())
                .add(round.squares())
                .add(ramp.window().fresh())
                .add(bound.raises())
                .add(bound.overSeconds())
                .add(bound.lastOverSeconds())
                .add(bound.tooFast())
                .add(pulse.excess())
                .add(pulse.unusual().count())
                .add(pulse.unusual().sum())
                .add(pulse.unusual().squares())
                .add(micros(pulse.doubtedAt()));
        add(out, pulse.overrun());
        History history = ramp.history();
        out.add(micros(history.since())).add(history.width());
        for (Slot slot : history.slots()) {
            out.add(slot.starts()).add(slot.ended()).add(slot.millis());
        }
        return out.toString();
    }

    private static void add(Packed.Writer out, @Nullable Overrun overrun) {
        if (overrun == null) {
            out.add(null).add(null).add(null).add(null).add(null);
            return;
        }
        out.add(micros(overrun.since()))
                .add(overrun.cutFrom())
                .add(micros(overrun.cutAt()))
                .add(overrun.lastMillis())
                .add(overrun.rounds());
    }

    static @Nullable Ramp of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Packed.Reader in = new Packed.Reader(text);
        double rate = in.nextDouble();
        double ceiling = in.nextDouble();
        Instant cutAt = instant(in.nextOrNull());
        Instant changedAt = Instant.parse(in.next());
        Instant nextStartAt = Instant.parse(in.next());
        int seen = in.nextInt();
        int failed = in.nextInt();
        int completions = in.nextInt();
        if (!in.hasNext()) {
            // Of the version before: its round begins anew.
            return new Ramp(
                    rate,
                    new Bound(ceiling, 0, 0, 0, 0),
                    Pulse.CALM,
                    new Times(changedAt, cutAt, changedAt, changedAt, nextStartAt),
                    new Window(seen, failed, Sample.EMPTY, 0),
                    new History(nextStartAt, FORMER_SLOT, List.of()));
        }
        Instant beganAt = Instant.parse(in.next());
        Instant roundAt = Instant.parse(in.next());
        Sample round = new Sample(completions, in.nextDouble(), in.nextDouble());
        Window window = new Window(seen, failed, round, in.nextInt());
        Bound bound = new Bound(ceiling, in.nextInt(), in.nextDouble(), in.nextDouble(), in.nextDouble());
        double excess = in.nextDouble();
        Sample unusual = new Sample(in.nextInt(), in.nextDouble(), in.nextDouble());
        Instant doubtedAt = instant(in.nextOrNull());
        Overrun overrun = overrun(in);
        return new Ramp(
                rate,
                bound,
                new Pulse(excess, unusual, overrun, doubtedAt),
                new Times(beganAt, cutAt, changedAt, roundAt, nextStartAt),
                window,
                history(in));
    }

    private static @Nullable Overrun overrun(Packed.Reader in) {
        Instant since = instant(in.nextOrNull());
        String cutFrom = in.nextOrNull();
        Instant cutAt = instant(in.nextOrNull());
        String last = in.nextOrNull();
        String rounds = in.nextOrNull();
        return since == null || cutFrom == null || last == null || rounds == null
                ? null
                : new Overrun(
                        since, Double.parseDouble(cutFrom), cutAt, Double.parseDouble(last), Integer.parseInt(rounds));
    }

    private static History history(Packed.Reader in) {
        Instant since = Instant.parse(in.next());
        Duration width = Duration.parse(in.next());
        List<Slot> slots = new ArrayList<>();
        while (in.hasNext()) {
            slots.add(new Slot(in.nextInt(), in.nextInt(), Long.parseLong(in.next())));
        }
        return new History(since, width, slots);
    }

    private static @Nullable String micros(@Nullable Instant time) {
        return time == null ? null : Params.micros(time).toString();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
