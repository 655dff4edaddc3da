package io.ripresa.jdbc;

import io.ripresa.model.Evidence;
import io.ripresa.model.Gate;
import io.ripresa.model.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gate's row keeps of evidence, in one column, {@link Packed}: false starts, when the last trial went, since when
 * the cause is there, then kind, works, since, valid until and detail of each observation. Null in rows of the version before.
 */
record Observations(
        boolean isFormer,
        int falseStarts,
        @Nullable Instant lastTrialAt,
        @Nullable Instant thereSince,
        List<Observation> latest) {

    private static final Observations FORMER = new Observations(true, 0, null, null, List.of());

    static String text(Gate.Canaries canaries, Evidence evidence) {
        Packed.Writer out = new Packed.Writer()
                .add(canaries.falseStarts())
                .add(micros(canaries.lastAt()))
                .add(micros(canaries.since()));
        for (Observation seen : evidence.latest()) {
            out.add(seen.kind().name())
                    .add(seen.works())
                    .add(Params.micros(seen.since()))
                    .add(Params.micros(seen.validUntil()))
                    .add(seen.detail());
        }
        return out.toString();
    }

    static Observations of(@Nullable String text) {
        if (text == null) {
            return FORMER;
        }
        Packed.Reader in = new Packed.Reader(text);
        int falseStarts = in.nextInt();
        Instant lastAt = instant(in.nextOrNull());
        Instant since = instant(in.nextOrNull());
        List<Observation> latest = new ArrayList<>();
        while (in.hasNext()) {
            String kind = in.next();
            boolean works = Boolean.parseBoolean(in.next());
            Instant from = Instant.parse(in.next());
            Instant validUntil = Instant.parse(in.next());
            String detail = in.next();
            // A kind of a later version says nothing to this one.
            for (Observation.Kind known : Observation.Kind.values()) {
                if (known.name().equals(kind)) {
                    latest.add(new Observation(known, works, from, validUntil, detail));
                }
            }
        }
        return new Observations(false, falseStarts, lastAt, since, latest);
    }

    /** Since when the cause is there; in a row of the version before, since its incident began. */
    @Nullable Instant since(Gate.Episode episode) {
        return isFormer ? episode.openedAt() : thereSince;
    }

    private static @Nullable String micros(@Nullable Instant time) {
        return time == null ? null : Params.micros(time).toString();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
