package io.ripresa.jdbc;

import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@code ripresa_failure}. */
final class FailureTable {

    private static final String COLUMNS = "task, number, kind, failed_at, diagnosis, incident_id, sample";
    private static final String SELECT = "select " + COLUMNS + " from ripresa_failure ";

    /** Adds those whose run has none yet. */
    void add(Session session, List<FailureRecord> failures) throws SQLException {
        if (failures.isEmpty()) {
            return;
        }
        List<String> tasks = failures.stream()
                .map(failure -> Keys.of(failure.run().task()))
                .distinct()
                .toList();
        Set<RunKey> known = new HashSet<>(session.query(
                "select task, number from ripresa_failure where task = any (?)",
                params -> params.texts(tasks),
                row -> new RunKey(Keys.task(row.text()), row.number())));
        List<FailureRecord> fresh = failures.stream()
                .filter(failure -> !known.contains(failure.run()))
                .sorted(Comparator.comparing(FailureRecord::run))
                .toList();
        session.batch(
                "insert into ripresa_failure (" + COLUMNS + ", sampled) values (?, ?, ?, ?, ?, ?, ?, ?)",
                fresh,
                (params, failure) -> params.text(Keys.of(failure.run().task()))
                        .number(failure.run().number())
                        .name(failure.kind())
                        .time(failure.at())
                        .text(Diagnoses.text(failure.diagnosis()))
                        .text(failure.incidentId())
                        .text(failure.sample())
                        .flag(failure.sample() != null));
    }

    private static FailureRecord read(Row row) throws SQLException {
        return new FailureRecord(
                new RunKey(Keys.task(row.text()), row.number()),
                row.name(FailureKind.class),
                row.time(),
                Diagnoses.of(Objects.requireNonNull(row.text())),
                row.text(),
                row.textOrNull());
    }

    List<FailureRecord> ofTask(Session session, TaskKey task) throws SQLException {
        return session.query(
                SELECT + "where task = ? order by number", params -> params.text(Keys.of(task)), FailureTable::read);
    }

    List<FailureRecord> samples(Session session, String incidentId, int limit) throws SQLException {
        return session.query(
                SELECT + "where incident_id = ? and sampled = true"
                        + " order by incident_id, sampled, failed_at, task, number limit ?",
                params -> params.text(incidentId).number(limit),
                FailureTable::read);
    }
}
