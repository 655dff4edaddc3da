package io.ripresa.jdbc;

import io.ripresa.model.Category;
import io.ripresa.model.Cause;
import io.ripresa.model.Dependency;
import io.ripresa.model.Incident;
import io.ripresa.model.Incident.Group;
import io.ripresa.model.Incident.Reach;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Recoverability;
import io.ripresa.model.TaskRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code ripresa_incident}. {@link Packed} are the cause ({@code gate} and its key, or {@code error}, workspace and
 * fingerprint), the groups (fingerprint, category, failures, samples, example of each in turn) and the reach (whether
 * it is partial, then, packed each, the types, the dependencies, and workspaces with their members in turn; null in rows of a version before).
 */
final class IncidentTable extends VersionedTable<Incident> {

    private static final String COLUMNS = """
            cause, state, category, recoverability, title, reason, workspace, previous, waiting, held, in_attempt,
            recovered, not_needed, needs_person, error_groups, reach, opened_at, changed_at, resolved_at; cause_id, resolved, emptied""";

    IncidentTable() {
        super("ripresa_incident", "id", COLUMNS);
    }

    @Override
    void bindKey(Params params, Incident row) throws SQLException {
        params.text(row.id());
    }

    @Override
    void bindColumns(Params params, Incident row) throws SQLException {
        params.text(text(row.cause()))
                .name(row.state())
                .name(row.headline().category())
                .name(row.headline().recoverability())
                .text(row.headline().title())
                .text(row.headline().reason())
                .text(row.headline().workspace())
                .text(row.headline().previous())
                .number(row.counts().waiting())
                .number(row.counts().held())
                .number(row.counts().inAttempt())
                .number(row.counts().recovered())
                .number(row.counts().notNeeded())
                .number(row.counts().needsPerson())
                .text(text(row.groups()))
                .text(text(row.reach()))
                .time(row.times().openedAt())
                .time(row.times().changedAt())
                .time(row.times().resolvedAt())
                .text(row.cause().id())
                .flag(row.state() == IncidentState.RESOLVED)
                .flag(false);
    }

    @Override
    Incident read(Row row) throws SQLException {
        return new Incident(
                row.text(),
                cause(row.text()),
                row.name(IncidentState.class),
                new Incident.Headline(
                        row.name(Category.class),
                        row.name(Recoverability.class),
                        row.text(),
                        row.text(),
                        row.textOrNull(),
                        row.textOrNull()),
                new Incident.Counts(row.number(), row.number(), row.number(), row.number(), row.number(), row.number()),
                groups(row.text()),
                reach(row.textOrNull()),
                new Incident.Times(row.time(), row.time(), row.timeOrNull()),
                row.bigNumber());
    }

    private static String text(Cause cause) {
        Packed.Writer out = new Packed.Writer();
        if (cause instanceof Cause.Gated gated) {
            return out.add("gate").add(Keys.of(gated.gate())).toString();
        }
        Cause.Ungated ungated = (Cause.Ungated) cause;
        return out.add("error")
                .add(ungated.workspace())
                .add(ungated.fingerprint())
                .toString();
    }

    private static Cause cause(String text) {
        Packed.Reader in = new Packed.Reader(text);
        return in.next().equals("gate")
                ? new Cause.Gated(Keys.gate(in.next()))
                : new Cause.Ungated(in.next(), in.next());
    }

    private static String text(List<Group> groups) {
        Packed.Writer out = new Packed.Writer();
        groups.forEach(group -> out.add(group.fingerprint())
                .add(group.category())
                .add(group.failures())
                .add(group.samples())
                .add(group.example()));
        return out.toString();
    }

    private static List<Group> groups(String text) {
        List<Group> groups = new ArrayList<>();
        Packed.Reader in = new Packed.Reader(text);
        while (in.hasNext()) {
            groups.add(new Group(in.next(), Category.valueOf(in.next()), in.nextInt(), in.nextInt(), in.next()));
        }
        return groups;
    }

    private static String text(Reach reach) {
        Packed.Writer joined = new Packed.Writer();
        reach.joined().forEach((workspace, members) -> joined.add(workspace).add(members));
        return new Packed.Writer()
                .add(reach.partial())
                .add(Packed.list(reach.types()))
                .add(Packed.list(
                        reach.dependencies().stream().map(Dependency::name).toList()))
                .add(joined)
                .toString();
    }

    private static Reach reach(@Nullable String text) {
        if (text == null) {
            return Reach.UNKNOWN;
        }
        Packed.Reader in = new Packed.Reader(text);
        boolean partial = Boolean.parseBoolean(in.next());
        List<String> types = Packed.list(in.next());
        List<Dependency> dependencies =
                Packed.list(in.next()).stream().map(Dependency::new).toList();
        Map<String, Integer> joined = new TreeMap<>();
        Packed.Reader counts = new Packed.Reader(in.hasNext() ? in.next() : "");
        while (counts.hasNext()) {
            joined.put(counts.next(), counts.nextInt());
        }
        return new Reach(types, dependencies, partial, joined);
    }

    @Override
    long version(Incident row) {
        return row.version();
    }

    @Override
    Comparator<Incident> lockOrder() {
        return Comparator.comparing(Incident::id);
    }

    /** Those before are not the latest of their cause any more. */
    @Override
    void inserted(Session session, List<Incident> fresh) throws SQLException {
        session.batch(
                "update ripresa_incident set superseded = true where cause_id = ? and id <> ? and superseded = false",
                fresh,
                (params, incident) -> params.text(incident.cause().id()).text(incident.id()));
    }

    /** Those that get members have members again; writing an incident says so itself. */
    void getMembers(Session session, List<TaskRecord> tasks, List<Incident> written) throws SQLException {
        Set<String> ids = tasks.stream()
                .map(TaskRecord::trouble)
                .filter(Objects::nonNull)
                .map(TaskRecord.Trouble::incidentId)
                .collect(Collectors.toCollection(TreeSet::new));
        written.forEach(incident -> ids.remove(incident.id()));
        if (!ids.isEmpty()) {
            session.update(
                    "update ripresa_incident set emptied = false where id = any (?) and emptied = true",
                    params -> params.texts(ids));
        }
    }

    /** The one created last of each cause, with one look into the index per cause. */
    List<Incident> latest(Session session, Collection<String> causeIds) throws SQLException {
        List<Incident> latest = new ArrayList<>();
        for (String causeId : causeIds) {
            latest.addAll(session.query(
                    select() + "where cause_id = ? order by cause_id desc, created desc limit 1",
                    params -> params.text(causeId),
                    this::read));
        }
        return latest;
    }

    /** Not resolved, and to be fixed by somebody, by id. */
    List<Incident> awaitingFix(Session session, @Nullable String after, int limit) throws SQLException {
        return session.query(
                select() + "where resolved = false and recoverability = ?" + (after == null ? "" : " and id > ?")
                        + " order by recoverability, id limit ?",
                params -> {
                    params.name(Recoverability.AFTER_FIX);
                    if (after != null) {
                        params.text(after);
                    }
                    params.number(limit);
                },
                this::read);
    }

    List<Incident> newest(Session session, boolean openOnly, int limit) throws SQLException {
        return session.query(
                select() + (openOnly ? "where resolved = false " : "")
                        + "order by resolved, opened_at desc, id limit ?",
                params -> params.number(limit),
                this::read);
    }
}
