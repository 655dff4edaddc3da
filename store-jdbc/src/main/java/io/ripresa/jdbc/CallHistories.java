package io.ripresa.jdbc;

import io.ripresa.model.CallHistory;
import io.ripresa.model.CallHistory.Minute;
import io.ripresa.model.CallHistory.Usual;
import io.ripresa.model.CallHistory.Warning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the calls of a dependency go, in one column, {@link Packed}: what is usual (calls, failed, minutes, spread), faded
 * at; since, calls and failed of the warning and the same four of the time since then, all empty where there is none;
 * number, calls and failed of each of the latest minutes. Null in rows of the version before.
 */
final class CallHistories {

    private CallHistories() {}

    static String text(CallHistory history) {
        Packed.Writer out = new Packed.Writer();
        add(out, history.usual());
        out.add(Params.micros(history.fadedAt()));
        Warning warning = history.warning();
        if (warning == null) {
            out.add(null).add(null).add(null).add(null).add(null).add(null).add(null);
        } else {
            out.add(Params.micros(warning.since())).add(warning.calls()).add(warning.failed());
            add(out, warning.meanwhile());
        }
        for (Minute minute : history.latest()) {
            out.add(minute.number()).add(minute.calls()).add(minute.failed());
        }
        return out.toString();
    }

    private static void add(Packed.Writer out, Usual usual) {
        out.add(usual.calls()).add(usual.failed()).add(usual.minutes()).add(usual.spread());
    }

    static CallHistory of(@Nullable String text) {
        if (text == null) {
            return CallHistory.NONE;
        }
        Packed.Reader in = new Packed.Reader(text);
        Usual usual = usual(in);
        Instant fadedAt = Instant.parse(in.next());
        Warning warning = warning(in);
        List<Minute> latest = new ArrayList<>();
        while (in.hasNext()) {
            latest.add(new Minute(in.nextLong(), in.nextLong(), in.nextLong()));
        }
        return new CallHistory(usual, fadedAt, latest, warning);
    }

    private static Usual usual(Packed.Reader in) {
        return new Usual(in.nextDouble(), in.nextDouble(), in.nextDouble(), in.nextDouble());
    }

    private static @Nullable Warning warning(Packed.Reader in) {
        String since = in.nextOrNull();
        if (since == null) {
            for (int i = 0; i < 6; i++) {
                in.nextOrNull();
            }
            return null;
        }
        return new Warning(Instant.parse(since), in.nextLong(), in.nextLong(), usual(in));
    }
}
