package io.ripresa.jdbc;

import io.ripresa.model.Breaker;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Ramp;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code ripresa_gate}. {@link Packed} are lingering (instants), outages (durations) and the ramp (rate, ceiling, cut
 * at, changed at, next start at, seen, failed, since change).
 */
final class GateTable extends VersionedTable<Gate> {

    GateTable() {
        super("ripresa_gate", "gate", """
                breaker, epoch, epoch_since, failures_in_a_row, successes_in_a_row, canaries_spent, canaries_failed,
                canary_next_at, in_flight, holding, lingering, ramp, capacity, median_run_time, outages,
                episode, incident_id, incident_opened_at, not_before, next_action_at; visible_at, restless, claimed_by""");
    }

    @Override
    void bindKey(Params params, Gate row) throws SQLException {
        params.text(Keys.of(row.key()));
    }

    @Override
    void bindColumns(Params params, Gate row) throws SQLException {
        params.name(row.breaker())
                .number(row.epoch().number())
                .time(row.epoch().since())
                .number(row.streak().failures())
                .number(row.streak().successes())
                .number(row.canaries().spent())
                .number(row.canaries().failed())
                .time(row.canaries().nextAt())
                .number(row.traffic().inFlight())
                .flag(row.traffic().holding())
                .text(Packed.list(row.traffic().lingering().stream()
                        .map(end -> Params.micros(end).toString())
                        .toList()))
                .text(text(row.ramp()))
                .real(row.learned().capacity())
                .length(row.learned().medianRunTime())
                .text(Packed.list(
                        row.learned().outages().stream().map(Duration::toString).toList()))
                .number(row.episode().number())
                .text(row.episode().incidentId())
                .time(row.episode().openedAt())
                .time(row.notBefore())
                .time(row.nextActionAt())
                .time(row.nextActionAt())
                .flag(!row.isQuiet())
                .text(null);
    }

    @Override
    Gate read(Row row) throws SQLException {
        return new Gate(
                Keys.gate(row.text()),
                row.name(Breaker.class),
                new Gate.Epoch(row.bigNumber(), row.time()),
                new Gate.Streak(row.number(), row.number()),
                new Gate.Canaries(row.number(), row.number(), row.timeOrNull()),
                new Gate.Traffic(
                        row.number(),
                        row.flag(),
                        Packed.list(row.text()).stream().map(Instant::parse).toList()),
                ramp(row.textOrNull()),
                new Gate.Learned(
                        row.real(),
                        row.length(),
                        Packed.list(row.text()).stream().map(Duration::parse).toList()),
                new Gate.Episode(row.bigNumber(), row.textOrNull(), row.timeOrNull()),
                row.timeOrNull(),
                row.timeOrNull(),
                row.bigNumber());
    }

    private static @Nullable String text(@Nullable Ramp ramp) {
        if (ramp == null) {
            return null;
        }
        Instant cutAt = ramp.cutAt();
        return new Packed.Writer()
                .add(ramp.startsPerSecond())
                .add(ramp.ceiling())
                .add(cutAt == null ? null : Params.micros(cutAt))
                .add(Params.micros(ramp.changedAt()))
                .add(Params.micros(ramp.nextStartAt()))
                .add(ramp.window().seen())
                .add(ramp.window().failed())
                .add(ramp.window().sinceChange())
                .toString();
    }

    private static @Nullable Ramp ramp(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Packed.Reader in = new Packed.Reader(text);
        double rate = in.nextDouble();
        double ceiling = in.nextDouble();
        String cutAt = in.nextOrNull();
        return new Ramp(
                rate,
                ceiling,
                cutAt == null ? null : Instant.parse(cutAt),
                Instant.parse(in.next()),
                Instant.parse(in.next()),
                new Ramp.Window(in.nextInt(), in.nextInt(), in.nextInt()));
    }

    @Override
    long version(Gate row) {
        return row.version();
    }

    @Override
    Comparator<Gate> lockOrder() {
        return Comparator.comparing(Gate::key);
    }

    List<Gate> all(Session session, int limit) throws SQLException {
        return session.query(select() + "order by gate limit ?", p -> p.number(limit), this::read);
    }

    List<Gate> restless(Session session) throws SQLException {
        return session.query(select() + "where restless = true order by gate", p -> {}, this::read);
    }

    List<GateKey> holding(Session session) throws SQLException {
        return session.query(
                "select gate from ripresa_gate where holding = true order by gate",
                params -> {},
                row -> Keys.gate(row.text()));
    }

    /** See {@link TimerTable#claim}. */
    List<Gate> claim(Session session, Claim claim) throws SQLException {
        return Claim.sorted(
                session.dialect().returnsChanged()
                        ? claim.take(session, "ripresa_gate", List.of("gate"), "", columns(), params -> {}, this::read)
                        : claimInTwoSteps(session, claim, claim.at(session)),
                Comparator.<Gate, Instant>comparing(gate -> Objects.requireNonNull(gate.nextActionAt()))
                        .thenComparing(Gate::key));
    }

    private List<Gate> claimInTwoSteps(Session session, Claim claim, Instant at) throws SQLException {
        List<Gate> due = session.query(
                select() + "where visible_at <= ? order by visible_at, gate limit ?",
                params -> params.time(at).number(claim.limit()),
                this::read);
        return claim.take(
                session,
                at,
                "update ripresa_gate set visible_at = ?, claimed_by = ? where gate = ? and version = ?"
                        + " and visible_at <= ?",
                due,
                (params, gate) -> params.text(Keys.of(gate.key())).number(gate.version()));
    }
}
