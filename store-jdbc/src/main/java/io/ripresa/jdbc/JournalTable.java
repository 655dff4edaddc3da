package io.ripresa.jdbc;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.TaskKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code ripresa_journal}. Its data are {@link Packed}: key and value of each in turn. */
final class JournalTable {

    /** A node of a later version may write lines of further kinds: their text is there to be read all the same. */
    private static final JournalEntry.Kind LINE_OF_A_LATER_VERSION = JournalEntry.Kind.EVIDENCE;

    private static final String SELECT =
            "select sequence, at_time, kind, task, incident_id, gate, attempt_id, message, data from ripresa_journal ";

    void append(Session session, List<JournalEntry> entries) throws SQLException {
        session.batch(
                "insert into ripresa_journal (at_time, kind, task, incident_id, gate, attempt_id, message, data)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                entries,
                JournalTable::bind);
    }

    private static void bind(Params params, JournalEntry entry) throws SQLException {
        JournalEntry.Subject subject = entry.subject();
        Packed.Writer data = new Packed.Writer();
        entry.data().forEach((key, value) -> data.add(key).add(value));
        params.time(entry.at())
                .name(entry.kind())
                .text(subject.task() == null ? null : Keys.of(subject.task()))
                .text(subject.incidentId())
                .text(subject.gate() == null ? null : Keys.of(subject.gate()))
                .text(subject.attemptId())
                .text(entry.text())
                .text(data.toString());
    }

    private static JournalEntry read(Row row) throws SQLException {
        return new JournalEntry(
                row.bigNumber(),
                row.time(),
                row.nameOr(JournalEntry.Kind.class, LINE_OF_A_LATER_VERSION),
                subject(row),
                row.text(),
                data(row.text()));
    }

    private static JournalEntry.Subject subject(Row row) throws SQLException {
        String task = row.textOrNull();
        String incidentId = row.textOrNull();
        String gate = row.textOrNull();
        return new JournalEntry.Subject(
                task == null ? null : Keys.task(task),
                incidentId,
                gate == null ? null : Keys.gate(gate),
                row.textOrNull());
    }

    private static Map<String, String> data(String text) {
        Map<String, String> data = new TreeMap<>();
        Packed.Reader in = new Packed.Reader(text);
        while (in.hasNext()) {
            data.put(in.next(), in.next());
        }
        return data;
    }

    List<JournalEntry> after(Session session, long sequence, int limit) throws SQLException {
        return session.query(
                SELECT + "where sequence > ? order by sequence limit ?",
                params -> params.number(sequence).number(limit),
                JournalTable::read);
    }

    List<JournalEntry> ofTask(Session session, TaskKey task, int limit) throws SQLException {
        return session.query(
                SELECT + "where task = ? order by task desc, sequence desc limit ?",
                params -> params.text(Keys.of(task)).number(limit),
                JournalTable::read);
    }

    List<JournalEntry> ofIncident(Session session, String incidentId, int limit) throws SQLException {
        return session.query(
                SELECT + "where incident_id = ? order by incident_id desc, sequence desc limit ?",
                params -> params.text(incidentId).number(limit),
                JournalTable::read);
    }
}
