package io.ripresa.jdbc;

import io.ripresa.model.Disposition;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.spi.RecoveryStore.CandidateQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a candidate queues: members of an incident that a query takes or leaves as a whole are in one lane, and in a
 * lane they stand in the order in which they go. So a query reads the first rows of a few index ranges, however many
 * members the incident has. In the column: the incident, a tab, and a letter or {@code -} for each of granted, backing
 * off, unsafe.
 */
record Lane(boolean granted, boolean backingOff, boolean unsafe) {

    /** First starts stand before all others, whatever attempts those have spent. */
    private static final int FIRST_START = -1_000_000;

    private static final int FEW = 500;

    private static final Comparator<TaskRecord> ORDER = Comparator.comparingInt(Lane::turn)
            .thenComparing(task -> task.descriptor().priority(), Comparator.reverseOrder())
            .thenComparing(task -> Objects.requireNonNull(task.trouble()).share())
            .thenComparing(task -> Objects.requireNonNull(task.trouble()).since())
            .thenComparing(TaskRecord::key);

    /** The lane's text, or null for what is no candidate. */
    static @Nullable String of(TaskRecord task) {
        Trouble trouble = task.trouble();
        if (trouble == null || (task.disposition() != Disposition.WAITING && task.disposition() != Disposition.HELD)) {
            return null;
        }
        return new Lane(
                        task.runs().granted() > 0,
                        trouble.notBefore() != null,
                        task.descriptor().safety().sideEffects() == SideEffects.UNSAFE)
                .text(trouble.incidentId());
    }

    static int turn(TaskRecord task) {
        return task.runs().attempts() + (task.isFirstStart() ? FIRST_START : 0);
    }

    static List<TaskRecord> candidates(Session session, TaskTable tasks, CandidateQuery query) throws SQLException {
        List<TaskRecord> found = new ArrayList<>();
        List<Lane> inOrder = new ArrayList<>();
        for (Lane lane : lanes(query)) {
            List<TaskRecord> over = lane.isFiltered(query) ? lane.over(session, tasks, query) : List.of();
            if (lane.isFiltered(query) && over.size() < FEW) {
                over.stream()
                        .filter(task -> task.runs().attempts()
                                < query.maxAttempts() + task.runs().granted())
                        .forEach(found::add);
            } else {
                inOrder.add(lane);
            }
        }
        found.addAll(session.query(
                inOrder.stream().map(lane -> lane.sql(tasks, query)).collect(Collectors.joining(" union all ")),
                params -> {
                    for (Lane lane : inOrder) {
                        lane.bind(params, query);
                    }
                },
                tasks::read));
        return found.stream().sorted(ORDER).limit(query.limit()).toList();
    }

    /**
     * Members whose back-off is over, at most {@link #FEW}. Where they are few they are read by time and then ordered;
     * where they are many, reading in order finds them soon. Either way a query does not pass over the whole incident.
     */
    private List<TaskRecord> over(Session session, TaskTable tasks, CandidateQuery query) throws SQLException {
        return session.query(
                tasks.select() + "where lane = ? and not_before <= ?" + except(query)
                        + " order by lane, not_before limit ?",
                params -> {
                    params.text(text(query.incidentId())).time(query.now());
                    bindExcept(params, query).number(FEW);
                },
                tasks::read);
    }

    private static List<Lane> lanes(CandidateQuery query) {
        List<Boolean> either = List.of(false, true);
        List<Lane> lanes = new ArrayList<>();
        for (boolean granted : either) {
            for (boolean backingOff : either) {
                Stream.of(false, true)
                        .filter(unsafe -> !unsafe || !query.excludeUnsafe())
                        .forEach(unsafe -> lanes.add(new Lane(granted, backingOff, unsafe)));
            }
        }
        return lanes;
    }

    private String text(String incidentId) {
        return incidentId + '\t' + (granted ? 'g' : '-') + (backingOff ? 'b' : '-') + (unsafe ? 'u' : '-');
    }

    private String sql(TaskTable tasks, CandidateQuery query) {
        return "(" + tasks.select() + "where lane = ? and turn < ? and attempts < ? + granted"
                + (isFiltered(query) ? " and not_before <= ?" : "")
                + except(query)
                + " order by lane, turn, priority desc, share, trouble_since, task limit ?)";
    }

    private void bind(Params params, CandidateQuery query) throws SQLException {
        params.text(text(query.incidentId()))
                .number(granted ? Integer.MAX_VALUE : query.maxAttempts())
                .number(query.maxAttempts());
        if (isFiltered(query)) {
            params.time(query.now());
        }
        bindExcept(params, query).number(query.limit());
    }

    private static String except(CandidateQuery query) {
        return query.except().isEmpty() ? "" : " and not (workspace = any (?))";
    }

    private static Params bindExcept(Params params, CandidateQuery query) throws SQLException {
        return query.except().isEmpty() ? params : params.texts(query.except());
    }

    private boolean isFiltered(CandidateQuery query) {
        return backingOff && !query.ignoreNotBefore();
    }
}
