package io.ripresa.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A kind of row with versions: its columns, and writing by compare-and-set. Subclasses say how a row is bound and read.
 * Immutable.
 *
 * @param <R> the row
 */
abstract class VersionedTable<R> {

    private final String name;
    private final String key;
    private final String columns;
    private final String select;
    private final String insert;
    private final String update;

    /**
     * @param name the table
     * @param keys its key columns, comma-separated
     * @param columns its other columns but the version, comma-separated; those after a {@code ;} are derived from the
     *     row for searching, written but never read
     */
    VersionedTable(String name, String keys, String columns) {
        String read = columns.contains(";") ? columns.substring(0, columns.indexOf(';')) : columns;
        List<String> keyColumns = List.of(keys.split(", *"));
        List<String> written = List.of(columns.replace(";", ",").trim().split("\\s*,\\s*"));
        this.name = name;
        this.key = keyColumns.get(0);
        this.columns = keys + ", " + read.trim() + ", version";
        this.select = "select " + this.columns + " from " + name + " ";
        this.insert = "insert into " + name + " (" + String.join(", ", written) + ", version, " + keys + ") values ("
                + String.join(", ", Collections.nCopies(written.size() + keyColumns.size() + 1, "?")) + ")";
        this.update = "update " + name + " set "
                + written.stream().map(column -> column + " = ?").collect(Collectors.joining(", "))
                + ", version = ? where "
                + keyColumns.stream().map(column -> column + " = ?").collect(Collectors.joining(" and "))
                + " and version = ?";
    }

    abstract void bindKey(Params params, R row) throws SQLException;

    /** Binds the other columns, in order. */
    abstract void bindColumns(Params params, R row) throws SQLException;

    abstract R read(Row row) throws SQLException;

    abstract long version(R row);

    /** The order in which rows are locked, the same in every transaction. */
    abstract Comparator<R> lockOrder();

    /** The columns of whole rows, as {@link #read} reads them. */
    final String columns() {
        return columns;
    }

    /** Starts a select of whole rows, as {@link #read} reads them; a condition follows. */
    final String select() {
        return select;
    }

    /** The rows whose first key column is among these. */
    final List<R> find(Session session, Collection<String> keys) throws SQLException {
        return keys.isEmpty()
                ? List.of()
                : session.query(select + "where " + key + " = any (?)", p -> p.texts(keys), this::read);
    }

    /** Versions only, locked. */
    final List<Stamp> lockVersions(Session session, Collection<String> keys) throws SQLException {
        return keys.isEmpty()
                ? List.of()
                : session.query(
                        "select " + key + ", version from " + name + " where " + key + " = any (?) order by " + key
                                + " for update",
                        p -> p.texts(keys),
                        row -> new Stamp(row.text(), row.bigNumber()));
    }

    /** A row's key and version. */
    record Stamp(String key, long version) {}

    /** Compare-and-set of all of them; false, with some of it done, where one has another version. */
    final boolean write(Session session, Collection<R> rows) throws SQLException {
        List<R> fresh = new ArrayList<>();
        List<R> known = new ArrayList<>();
        for (R row : rows) {
            (version(row) == 0 ? fresh : known).add(row);
        }
        known.sort(lockOrder());
        fresh.sort(lockOrder());
        for (int changed : session.batch(update, known, (params, row) -> {
            bindNew(params, row);
            params.number(version(row));
        })) {
            if (changed == 0) {
                return false;
            }
        }
        session.batch(insert, fresh, this::bindNew);
        inserted(session, fresh);
        return true;
    }

    /** What follows for other rows from new ones. */
    void inserted(Session session, List<R> fresh) throws SQLException {}

    private void bindNew(Params params, R row) throws SQLException {
        bindColumns(params, row);
        params.number(version(row) + 1);
        bindKey(params, row);
    }
}
