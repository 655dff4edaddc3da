package io.ripresa.worker;

import static io.ripresa.worker.Sql.query;
import static io.ripresa.worker.Sql.update;
import static io.ripresa.worker.Sql.updateAll;

import io.ripresa.learn.StageLimit;
import io.ripresa.learn.TimeSpread;
import io.ripresa.model.ExecutionStage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long the stages of each type take, as the runs that succeeded in all processes tell, and how long a run may
 * therefore be in one without progress. Thread-safe.
 *
 * <p>Counted in memory and stored once a minute, where those of all processes add up; what a process has in memory when
 * it dies is lost: these are statistics. Of old times less and less is kept.
 */
final class StageTimes {

    /** Stages of a type that are learned about: names that are never the same twice teach nothing. */
    private static final int MOST_STAGES = 50;
    /** From so many runs on half of all counts goes: what was lately counts for more. */
    private static final long MANY = 10_000;

    private final List<String> types;
    private final Duration standard;
    private final Map<String, Map<String, TimeSpread>> known = new TreeMap<>();
    private final Map<String, Map<String, TimeSpread>> fresh = new TreeMap<>();

    /**
     * @param types what this process runs
     * @param standard how long a run may be in a stage where neither type nor stage nor history says otherwise
     */
    StageTimes(List<String> types, Duration standard) {
        this.types = types;
        this.standard = standard;
    }

    /** How long a run of this type may be in a stage without progress; null for as long as it may run. */
    synchronized @Nullable StageLimit limit(TaskType type, @Nullable String stage, Duration timeout) {
        ExecutionStage declared = type.progress().stages().stream()
                .filter(s -> s.name().equals(stage))
                .findFirst()
                .orElse(null);
        if (stage == null && type.progress().stages().isEmpty()) {
            return null; // nobody said that it tells how it gets on
        }
        Duration ofType = type.progress().hungAfter();
        return StageLimit.of(
                declared == null ? null : declared.hungAfter(),
                ofType == null ? standard : ofType,
                spread(known, type.name(), stage == null ? "" : stage),
                timeout);
    }

    private static TimeSpread spread(Map<String, Map<String, TimeSpread>> all, String type, String stage) {
        TimeSpread spread = all.getOrDefault(type, Map.of()).get(stage);
        return spread == null ? new TimeSpread() : spread;
    }

    /** A run of this type succeeded, and its stages took so long. */
    synchronized void succeeded(String type, Map<String, Duration> stages) {
        stages.forEach((stage, took) -> {
            count(known, type, stage, took, 1);
            count(fresh, type, stage, took, 1);
        });
    }

    private static void count(
            Map<String, Map<String, TimeSpread>> all, String type, String stage, Duration took, long runs) {
        Map<String, TimeSpread> stages = all.computeIfAbsent(type, any -> new TreeMap<>());
        if (stages.size() < MOST_STAGES || stages.containsKey(stage)) {
            stages.computeIfAbsent(stage, any -> new TimeSpread()).add(took, runs);
        }
    }

    /** Stores what is new, and reads what all processes have stored. */
    void exchange(Database database) {
        Map<String, Map<String, TimeSpread>> mine = takeFresh();
        Map<String, Map<String, TimeSpread>> stored = database.inTransaction("store how long stages take", (c, now) -> {
            store(c, mine);
            return read(c);
        });
        synchronized (this) {
            known.clear();
            known.putAll(stored);
            fresh.forEach((type, stages) -> stages.forEach(
                    (stage, spread) -> spread.steps().forEach((took, runs) -> count(known, type, stage, took, runs))));
        }
    }

    private synchronized Map<String, Map<String, TimeSpread>> takeFresh() {
        Map<String, Map<String, TimeSpread>> mine = new TreeMap<>(fresh);
        fresh.clear();
        return mine;
    }

    private static void store(Connection c, Map<String, Map<String, TimeSpread>> mine) throws SQLException {
        List<@Nullable Object[]> adds = new ArrayList<>();
        mine.forEach((type, stages) -> stages.forEach((stage, spread) -> spread.steps()
                .forEach((took, runs) -> adds.add(new @Nullable Object[] {runs, type, stage, took.toMillis()}))));
        int[] added = updateAll(
                c,
                "update ripresa_worker_stage_time set runs = runs + ? where type = ? and stage = ? and took_ms = ?",
                adds);
        List<@Nullable Object[]> first = new ArrayList<>();
        for (int i = 0; i < added.length; i++) {
            if (added[i] == 0) {
                first.add(adds.get(i));
            }
        }
        updateAll(c, "insert into ripresa_worker_stage_time (runs, type, stage, took_ms) values (?, ?, ?, ?)", first);
        for (String type : mine.keySet()) {
            update(
                    c,
                    "update ripresa_worker_stage_time set runs = runs / 2 where type = ? and stage in (select stage from"
                            + " ripresa_worker_stage_time where type = ? group by stage having sum(runs) > ?)",
                    type,
                    type,
                    MANY);
            update(c, "delete from ripresa_worker_stage_time where type = ? and runs = 0", type);
        }
    }

    private Map<String, Map<String, TimeSpread>> read(Connection c) throws SQLException {
        Map<String, Map<String, TimeSpread>> stored = new TreeMap<>();
        if (!types.isEmpty()) {
            query(
                    c,
                    "select type, stage, took_ms, runs from ripresa_worker_stage_time where type in ("
                            + Sql.marks(types.size()) + ") order by type, stage, took_ms",
                    r -> {
                        count(stored, r.getString(1), r.getString(2), Duration.ofMillis(r.getLong(3)), r.getLong(4));
                        return true;
                    },
                    types.toArray());
        }
        return stored;
    }
}
