package io.ripresa.jdbc;

import io.ripresa.model.Finding;
import io.ripresa.model.Measured;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import io.ripresa.model.WorkspaceStrategy;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * {@code ripresa_workspace}. {@link Packed} are the reasons, and the findings: kind, level, affected, strategy, successes
 * and trials of the confidence, since and sentence of each in turn.
 */
final class WorkspaceTable extends VersionedTable<WorkspaceRecord> {

    WorkspaceTable() {
        super("ripresa_workspace", "workspace", "state, reasons, actor, since, score, findings");
    }

    @Override
    void bindKey(Params params, WorkspaceRecord row) throws SQLException {
        params.text(row.name());
    }

    @Override
    void bindColumns(Params params, WorkspaceRecord row) throws SQLException {
        params.name(row.state())
                .text(Packed.list(row.reasons()))
                .text(row.actor())
                .time(row.since())
                .number(row.score())
                .text(text(row.findings()));
    }

    @Override
    WorkspaceRecord read(Row row) throws SQLException {
        return new WorkspaceRecord(
                row.text(),
                row.name(WorkspaceState.class),
                Packed.list(row.text()),
                row.text(),
                row.time(),
                row.number(),
                findings(row.text()),
                row.bigNumber());
    }

    private static String text(List<Finding> findings) {
        Packed.Writer out = new Packed.Writer();
        for (Finding finding : findings) {
            out.add(finding.kind())
                    .add(finding.level())
                    .add(finding.affected())
                    .add(finding.strategy())
                    .add(finding.confidence().successes())
                    .add(finding.confidence().trials())
                    .add(Params.micros(finding.since()))
                    .add(finding.sentence());
        }
        return out.toString();
    }

    private static List<Finding> findings(String text) {
        List<Finding> findings = new ArrayList<>();
        Packed.Reader in = new Packed.Reader(text);
        while (in.hasNext()) {
            String kind = in.next();
            String level = in.next();
            long affected = in.nextLong();
            String strategy = in.next();
            Measured confidence = new Measured(in.nextLong(), in.nextLong());
            Instant since = Instant.parse(in.next());
            String sentence = in.next();
            if (isKnown(Finding.Kind.values(), kind) && isKnown(WorkspaceStrategy.values(), strategy)) {
                findings.add(new Finding(
                        Finding.Kind.valueOf(kind),
                        Finding.Level.valueOf(level),
                        affected,
                        WorkspaceStrategy.valueOf(strategy),
                        confidence,
                        since,
                        sentence));
            }
        }
        return findings;
    }

    /** A node of a later version may have found what this one does not know: its next look finds it again. */
    private static boolean isKnown(Enum<?>[] all, String name) {
        return Arrays.stream(all).anyMatch(each -> each.name().equals(name));
    }

    @Override
    long version(WorkspaceRecord row) {
        return row.version();
    }

    @Override
    Comparator<WorkspaceRecord> lockOrder() {
        return Comparator.comparing(WorkspaceRecord::name);
    }

    List<WorkspaceRecord> all(Session session) throws SQLException {
        return session.query(select() + "order by workspace", params -> {}, this::read);
    }

    /** Deletes those that have been over since before a time; how many. There are few. */
    static int clean(Session session, Instant before) throws SQLException {
        return session.update(
                "delete from ripresa_workspace where state = ? and since < ?",
                params -> params.name(WorkspaceState.COMPLETED).time(before));
    }
}
