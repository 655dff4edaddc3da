package io.ripresa.jdbc;

import io.ripresa.model.Timer;
import io.ripresa.spi.Changes.TimerKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ripresa_timer}. */
final class TimerTable {

    /** A node of a later version may have set timers of other kinds: those are its own to fire. */
    private static final List<String> KNOWN =
            Arrays.stream(Timer.Kind.values()).map(Enum::name).toList();

    private static final Comparator<Timer> BY_KEY =
            Comparator.comparing((Timer timer) -> timer.kind().name()).thenComparing(Timer::subject);

    /** Sets each in place of the one of its kind and subject; its claim ends. */
    void set(Session session, List<Timer> timers) throws SQLException {
        List<Timer> sorted = timers.stream().sorted(BY_KEY).toList();
        int[] changed = session.batch(
                "update ripresa_timer set due_at = ?, visible_at = ?, claimed_by = null where kind = ? and subject = ?",
                sorted,
                TimerTable::bind);
        List<Timer> fresh = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 0) {
                fresh.add(sorted.get(i));
            }
        }
        session.batch(
                "insert into ripresa_timer (due_at, visible_at, kind, subject) values (?, ?, ?, ?)",
                fresh,
                TimerTable::bind);
    }

    private static void bind(Params params, Timer timer) throws SQLException {
        params.time(timer.dueAt()).time(timer.dueAt()).name(timer.kind()).text(timer.subject());
    }

    void cancel(Session session, List<TimerKey> keys) throws SQLException {
        List<TimerKey> sorted = keys.stream()
                .sorted(Comparator.comparing((TimerKey key) -> key.kind().name())
                        .thenComparing(TimerKey::subject))
                .toList();
        session.batch(
                "delete from ripresa_timer where kind = ? and subject = ?",
                sorted,
                (params, key) -> params.name(key.kind()).text(key.subject()));
    }

    /** What is due and not claimed, claimed from now on. */
    List<Timer> claim(Session session, Claim claim) throws SQLException {
        return Claim.sorted(
                session.dialect().returnsChanged()
                        ? claim.take(
                                session,
                                "ripresa_timer",
                                List.of("kind", "subject"),
                                "and kind = any (?)",
                                "kind, subject, due_at",
                                params -> params.texts(KNOWN),
                                TimerTable::read)
                        : claimInTwoSteps(session, claim, claim.at(session)),
                Comparator.comparing(Timer::dueAt).thenComparing(BY_KEY));
    }

    private static List<Timer> claimInTwoSteps(Session session, Claim claim, Instant at) throws SQLException {
        List<Timer> due = session.query(
                "select kind, subject, due_at from ripresa_timer where visible_at <= ? and kind = any (?)"
                        + " order by visible_at, kind, subject limit ?",
                params -> params.time(at).texts(KNOWN).number(claim.limit()),
                TimerTable::read);
        return claim.take(
                session,
                at,
                "update ripresa_timer set visible_at = ?, claimed_by = ? where kind = ? and subject = ? and due_at = ?"
                        + " and visible_at <= ?",
                due,
                (params, timer) ->
                        params.name(timer.kind()).text(timer.subject()).time(timer.dueAt()));
    }

    private static Timer read(Row row) throws SQLException {
        return new Timer(row.name(Timer.Kind.class), row.text(), row.time());
    }

    /** When a timer or a gate is next due, or its claim runs out; null where none will be. */
    @Nullable Instant nextDue(Session session) throws SQLException {
        return session.first(
                "select visible_at from (select min(visible_at) as visible_at from ripresa_gate"
                        + " union all (select visible_at from ripresa_timer where kind = any (?)"
                        + " order by visible_at, kind, subject limit 1)) due"
                        + " where visible_at is not null order by visible_at limit 1",
                params -> params.texts(KNOWN),
                Row::time);
    }
}
