package io.ripresa.jdbc;

import io.ripresa.model.Dependency;
import io.ripresa.model.ReportedChange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ripresa_change}: rows come, are read, and go when they are old. */
final class ChangeTable {

    private static final String COLUMNS =
            "id, kind, workspace, types, dependency, description, actor, at_time, reported_at";
    private static final String SELECT = "select " + COLUMNS + " from ripresa_change ";

    /** Adds those whose id is not known; false, with some of it done, where one is. */
    boolean add(Session session, List<ReportedChange> changes) throws SQLException {
        for (ReportedChange change : changes) {
            if (find(session, change.id()) != null) {
                return false;
            }
        }
        session.batch(
                "insert into ripresa_change (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                changes,
                ChangeTable::bind);
        return true;
    }

    private static void bind(Params params, ReportedChange change) throws SQLException {
        Dependency dependency = change.scope().dependency();
        params.text(change.id())
                .name(change.kind())
                .text(change.scope().workspace())
                .text(Packed.list(change.scope().types()))
                .text(dependency == null ? null : dependency.name())
                .text(change.description())
                .text(change.actor())
                .time(change.at())
                .time(change.reportedAt());
    }

    private static ReportedChange read(Row row) throws SQLException {
        String id = row.text();
        ReportedChange.Kind kind = row.name(ReportedChange.Kind.class);
        String workspace = row.textOrNull();
        List<String> types = Packed.list(row.text());
        String dependency = row.textOrNull();
        return new ReportedChange(
                id,
                kind,
                new ReportedChange.Scope(workspace, types, dependency == null ? null : new Dependency(dependency)),
                row.text(),
                row.text(),
                row.time(),
                row.time());
    }

    @Nullable ReportedChange find(Session session, String id) throws SQLException {
        return session.first(SELECT + "where id = ?", params -> params.text(id), ChangeTable::read);
    }

    List<ReportedChange> latest(Session session, int limit) throws SQLException {
        return session.query(
                SELECT + "order by at_time desc, id limit ?", params -> params.number(limit), ChangeTable::read);
    }

    /** Deletes those that were reported before a time; how many. There are few. */
    int clean(Session session, Instant before) throws SQLException {
        return session.update("delete from ripresa_change where reported_at < ?", params -> params.time(before));
    }
}
