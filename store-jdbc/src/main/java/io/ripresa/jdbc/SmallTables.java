package io.ripresa.jdbc;

import io.ripresa.model.Control;
import io.ripresa.model.Outcome;
import io.ripresa.model.OutcomeCount;
import io.ripresa.spi.Changes.CursorMove;
import io.ripresa.spi.RecoveryStore.Moment;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code ripresa_control} (one row), {@code ripresa_cursor} and {@code ripresa_outcome}. */
final class SmallTables {

    private static final Comparator<OutcomeCount> OUTCOMES = Comparator.comparing(OutcomeCount::cause)
            .thenComparing(OutcomeCount::fingerprint)
            .thenComparing(OutcomeCount::outcome);

    // --- control ---

    private static final String CONTROL = "stopped, keep_holds, actor, reason, since, paused, version";

    Control control(Session session) throws SQLException {
        return Objects.requireNonNull(session.first(
                "select " + CONTROL + " from ripresa_control where id = 1", params -> {}, SmallTables::control));
    }

    private static Control control(Row row) throws SQLException {
        return new Control(
                row.flag(),
                row.flag(),
                row.text(),
                row.text(),
                row.time(),
                new TreeSet<>(Packed.list(row.text())),
                row.bigNumber());
    }

    /** The kill switch with the database's time. */
    Moment moment(Session session) throws SQLException {
        return Objects.requireNonNull(session.first(
                "select " + session.dialect().time() + ", " + CONTROL + " from ripresa_control where id = 1",
                params -> {},
                row -> new Moment(Params.micros(row.time()), control(row))));
    }

    /**
     * A look at the kill switch and the clock.
     *
     * @param stopped whether the switch is on; it stays so until the transaction ends, if that is one {@link
     *     Dialect.Purpose#UNDER_SWITCH}
     * @param paused the workspaces that a person paused; they stay so as well
     * @param at the database's time
     */
    record Look(boolean stopped, Set<String> paused, Instant at) {}

    Look look(Session session) throws SQLException {
        return Objects.requireNonNull(session.first(
                "select stopped, paused, " + session.dialect().time() + " from ripresa_control where id = 1"
                        + session.dialect().switchLock(),
                params -> {},
                row -> new Look(row.flag(), new TreeSet<>(Packed.list(row.text())), Params.micros(row.time()))));
    }

    boolean write(Session session, Control control) throws SQLException {
        return session.update(
                        "update ripresa_control set stopped = ?, keep_holds = ?, actor = ?, reason = ?, since = ?,"
                                + " paused = ?, version = ? where id = 1 and version = ?",
                        params -> params.flag(control.stopped())
                                .flag(control.keepHolds())
                                .text(control.actor())
                                .text(control.reason())
                                .time(control.since())
                                .text(Packed.list(List.copyOf(control.paused())))
                                .number(control.version() + 1)
                                .number(control.version()))
                == 1;
    }

    // --- cursors ---

    @Nullable String cursor(Session session, String system) throws SQLException {
        return session.first(
                "select position from ripresa_cursor where system = ?", params -> params.text(system), Row::text);
    }

    /** Moves the cursor; false where it stands elsewhere. One that another reader is just making throws. */
    boolean move(Session session, CursorMove move) throws SQLException {
        if (move.from() == null) {
            return cursor(session, move.system()) == null
                    && session.update(
                                    "insert into ripresa_cursor (system, position) values (?, ?)",
                                    params -> params.text(move.system()).text(move.to()))
                            == 1;
        }
        return session.update(
                        "update ripresa_cursor set position = ? where system = ? and position = ?",
                        params -> params.text(move.to()).text(move.system()).text(move.from()))
                == 1;
    }

    // --- outcomes ---

    void add(Session session, List<OutcomeCount> increments) throws SQLException {
        Map<OutcomeCount, Long> sums = new LinkedHashMap<>();
        increments.stream()
                .sorted(OUTCOMES)
                .forEach(each -> sums.merge(
                        new OutcomeCount(each.cause(), each.fingerprint(), each.outcome(), 0),
                        each.count(),
                        Long::sum));
        List<OutcomeCount> added = new ArrayList<>();
        sums.forEach((key, sum) -> added.add(new OutcomeCount(key.cause(), key.fingerprint(), key.outcome(), sum)));
        int[] changed = session.batch(
                "update ripresa_outcome set attempts = attempts + ? where cause_id = ? and fingerprint = ?"
                        + " and outcome = ?",
                added,
                SmallTables::bind);
        List<OutcomeCount> fresh = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 0) {
                fresh.add(added.get(i));
            }
        }
        session.batch(
                "insert into ripresa_outcome (attempts, cause_id, fingerprint, outcome) values (?, ?, ?, ?)",
                fresh,
                SmallTables::bind);
    }

    private static void bind(Params params, OutcomeCount count) throws SQLException {
        params.number(count.count())
                .text(count.cause())
                .text(count.fingerprint())
                .name(count.outcome());
    }

    List<OutcomeCount> outcomes(Session session, String causeId) throws SQLException {
        return session
                .query(
                        "select cause_id, fingerprint, outcome, attempts from ripresa_outcome where cause_id = ?",
                        params -> params.text(causeId),
                        row -> new OutcomeCount(row.text(), row.text(), row.name(Outcome.class), row.bigNumber()))
                .stream()
                .sorted(OUTCOMES)
                .toList();
    }
}
