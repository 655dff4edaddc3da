package io.ripresa.jdbc;

import io.ripresa.model.Breaker;
import io.ripresa.model.CallHistory;
import io.ripresa.model.Evidence;
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

/** {@code ripresa_gate}. {@link Packed} are lingering (instants), outages (durations), and what has a class of its own. */
final class GateTable extends VersionedTable<Gate> {

    GateTable() {
        super("ripresa_gate", "gate", """
                breaker, epoch, epoch_since, failures_in_a_row, successes_in_a_row, canaries_spent, canaries_failed,
                canary_next_at, in_flight, holding, lingering, ramp, capacity, median_run_time, outages,
                episode, incident_id, incident_opened_at, not_before, next_action_at, evidence, run_times, calls;
                visible_at, restless, claimed_by, warned""");
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
                .text(Ramps.text(row.ramp()))
                .real(row.learned().capacity())
                .length(row.learned().medianRunTime())
                .text(Packed.list(
                        row.learned().outages().stream().map(Duration::toString).toList()))
                .number(row.episode().number())
                .text(row.episode().incidentId())
                .time(row.episode().openedAt())
                .time(row.notBefore())
                .time(row.nextActionAt())
                .text(Observations.text(row.canaries(), row.evidence()))
                .text(runTimes(row.learned().runTimes()))
                .text(CallHistories.text(row.learned().calls()))
                .time(row.nextActionAt())
                .flag(!row.isQuiet())
                .text(null)
                .flag(row.learned().calls().warning() != null);
    }

    @Override
    Gate read(Row row) throws SQLException {
        GateKey key = Keys.gate(row.text());
        Breaker breaker = row.name(Breaker.class);
        Gate.Epoch epoch = new Gate.Epoch(row.bigNumber(), row.time());
        Gate.Streak streak = new Gate.Streak(row.number(), row.number());
        int spent = row.number();
        int failed = row.number();
        Instant canaryNextAt = row.timeOrNull();
        Gate.Traffic traffic = new Gate.Traffic(
                row.number(),
                row.flag(),
                Packed.list(row.text()).stream().map(Instant::parse).toList());
        Ramp ramp = Ramps.of(row.textOrNull());
        double capacity = row.real();
        Duration medianRunTime = row.length();
        List<Duration> outages =
                Packed.list(row.text()).stream().map(Duration::parse).toList();
        Gate.Episode episode = new Gate.Episode(row.bigNumber(), row.textOrNull(), row.timeOrNull());
        Instant notBefore = row.timeOrNull();
        Instant nextActionAt = row.timeOrNull();
        Observations seen = Observations.of(row.textOrNull());
        Gate.RunTimes runTimes = runTimes(row.textOrNull());
        CallHistory calls = CallHistories.of(row.textOrNull());
        return new Gate(
                key,
                breaker,
                epoch,
                streak,
                new Gate.Canaries(
                        spent, failed, seen.falseStarts(), seen.since(episode), seen.lastTrialAt(), canaryNextAt),
                traffic,
                ramp,
                new Gate.Learned(capacity, medianRunTime, runTimes, outages, calls),
                episode,
                new Evidence(notBefore, seen.latest()),
                nextActionAt,
                row.bigNumber());
    }

    private static String runTimes(Gate.RunTimes known) {
        return new Packed.Writer()
                .add(known.count())
                .add(known.mean())
                .add(known.variance())
                .toString();
    }

    /** Null in rows of the version before. */
    private static Gate.RunTimes runTimes(@Nullable String text) {
        if (text == null) {
            return Gate.RunTimes.UNKNOWN;
        }
        Packed.Reader in = new Packed.Reader(text);
        return new Gate.RunTimes(in.nextInt(), in.nextDouble(), in.nextDouble());
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

    List<Gate> warned(Session session, int limit) throws SQLException {
        return session.query(
                select() + "where warned = true order by gate limit ?", params -> params.number(limit), this::read);
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
