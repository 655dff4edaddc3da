package io.ripresa.server.demo;

import io.ripresa.model.Disposition;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.server.depot.LedgerReading;
import io.ripresa.spi.RecoveryReadModel;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from the store what it holds of the plan's tasks. */
final class StoryReader {

    private static final int PAGE = 500;

    private final DemoPlan plan;
    private final RecoveryReadModel store;

    StoryReader(DemoPlan plan, RecoveryReadModel store) {
        this.plan = plan;
        this.store = store;
    }

    /** What the store says of each of the plan's tasks that it knows, by planned id. */
    Map<String, TaskRecord> records() {
        Map<String, TaskRecord> records = new HashMap<>();
        String prefix = plan.story() + "-";
        TaskKey after = null;
        while (true) {
            List<TaskRecord> page = store.findTasks(new TaskQuery(null, null, null, after, PAGE));
            for (TaskRecord record : page) {
                if (record.key().externalId().startsWith(prefix)) {
                    records.put(record.key().externalId(), record);
                }
            }
            if (page.size() < PAGE) {
                return records;
            }
            after = page.get(page.size() - 1).key();
        }
    }

    /** Everything that is judged. */
    List<TaskFacts> facts() {
        Map<String, TaskRecord> records = records();
        List<TaskFacts> facts = new ArrayList<>();
        for (PlannedTask planned : plan.tasks()) {
            facts.add(facts(planned, records.get(planned.id())));
        }
        return facts;
    }

    private TaskFacts facts(PlannedTask planned, @Nullable TaskRecord record) {
        if (record == null) {
            return new TaskFacts(planned, null, List.of(), List.of(), List.of());
        }
        if (record.disposition() == Disposition.UNAFFECTED && record.runs().latest() <= 1) {
            return new TaskFacts(planned, record, List.of(), List.of(), List.of());
        }
        TaskKey key = record.key();
        return new TaskFacts(planned, record, store.attemptsOf(key), store.failuresOf(key), store.runsOf(key));
    }

    /** Counts of the plan's tasks as people read them. */
    Standing standing(LedgerReading ledger) {
        Map<Disposition, Integer> counts = new EnumMap<>(Disposition.class);
        Map<String, TaskRecord> records = records();
        int settled = 0;
        int awaitingFix = 0;
        for (PlannedTask planned : plan.tasks()) {
            TaskRecord record = records.get(planned.id());
            TaskFacts facts = new TaskFacts(planned, record, List.of(), List.of(), List.of());
            if (record == null) {
                continue;
            }
            counts.merge(record.disposition(), 1, Integer::sum);
            boolean done = record.disposition() == Disposition.UNAFFECTED
                    ? ledger.succeededAt(planned.id()) != null
                    : record.disposition().isTerminal() || facts.isWithPeople();
            settled += done ? 1 : 0;
            awaitingFix += facts.awaitsFix() ? 1 : 0;
        }
        return new Standing(records.size(), settled, awaitingFix, counts);
    }

    /**
     * @param known tasks that the store knows
     * @param settled of them, those with which nothing more happens by itself
     * @param awaitingFix of them, those that wait for somebody's fix
     * @param counts tasks by disposition
     */
    record Standing(int known, int settled, int awaitingFix, Map<Disposition, Integer> counts) {

        int of(Disposition disposition) {
            return counts.getOrDefault(disposition, 0);
        }

        /** Tasks that wait for the depot. */
        int waiting() {
            return of(Disposition.WAITING) + of(Disposition.HELD) - awaitingFix;
        }

        /** Tasks that need a person. */
        int withPeople() {
            return of(Disposition.QUARANTINED) + of(Disposition.ESCALATED) + awaitingFix;
        }
    }
}
