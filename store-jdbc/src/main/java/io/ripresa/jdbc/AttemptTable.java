package io.ripresa.jdbc;

import io.ripresa.model.Attempt;
import io.ripresa.model.Attempt.GateSlot;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Outcome;
import io.ripresa.model.TaskKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ripresa_attempt}. Its gates are {@link Packed}: key and epoch of each in turn. */
final class AttemptTable extends VersionedTable<Attempt> {

    AttemptTable() {
        super("ripresa_attempt", "id", """
                task, ordinal, causing_run, fence, incident_id, gates, trial, reserved_at, issued_at, state, outcome,
                verified_at, detail""");
    }

    @Override
    void bindKey(Params params, Attempt row) throws SQLException {
        params.text(row.id());
    }

    @Override
    void bindColumns(Params params, Attempt row) throws SQLException {
        Attempt.Result result = row.result();
        params.text(Keys.of(row.task()))
                .number(row.order().ordinal())
                .number(row.order().causingRun())
                .number(row.order().fence())
                .text(row.passage().incidentId())
                .text(slots(row.passage().gates()))
                .flag(row.passage().trial())
                .time(row.passage().reservedAt())
                .time(row.passage().issuedAt())
                .name(row.state())
                .name(result == null ? null : result.outcome())
                .time(result == null ? null : result.at())
                .text(result == null ? null : result.detail());
    }

    @Override
    Attempt read(Row row) throws SQLException {
        return new Attempt(
                row.text(),
                Keys.task(row.text()),
                new Attempt.Order(row.number(), row.number(), row.bigNumber()),
                new Attempt.Passage(row.text(), slots(row.text()), row.flag(), row.time(), row.timeOrNull()),
                row.name(AttemptState.class),
                result(row),
                row.bigNumber());
    }

    private static Attempt.@Nullable Result result(Row row) throws SQLException {
        Outcome outcome = row.nameOrNull(Outcome.class);
        Instant at = row.timeOrNull();
        String detail = row.textOrNull();
        return outcome == null || at == null || detail == null ? null : new Attempt.Result(outcome, at, detail);
    }

    private static String slots(List<GateSlot> slots) {
        Packed.Writer out = new Packed.Writer();
        slots.forEach(slot -> out.add(Keys.of(slot.gate())).add(slot.epoch()));
        return out.toString();
    }

    private static List<GateSlot> slots(String text) {
        List<GateSlot> slots = new ArrayList<>();
        Packed.Reader in = new Packed.Reader(text);
        while (in.hasNext()) {
            slots.add(new GateSlot(Keys.gate(in.next()), in.nextLong()));
        }
        return slots;
    }

    @Override
    long version(Attempt row) {
        return row.version();
    }

    @Override
    Comparator<Attempt> lockOrder() {
        return Comparator.comparing(Attempt::id);
    }

    List<Attempt> ofTask(Session session, TaskKey task) throws SQLException {
        return session.query(
                select() + "where task = ? order by causing_run, ordinal, id", p -> p.text(Keys.of(task)), this::read);
    }

    List<Attempt> latest(Session session, int limit) throws SQLException {
        return session.query(select() + "order by reserved_at desc, id limit ?", p -> p.number(limit), this::read);
    }
}
