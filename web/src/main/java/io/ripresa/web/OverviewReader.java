package io.ripresa.web;

import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem;
import io.ripresa.web.Overview.Group;
import io.ripresa.web.Overview.Sample;
import io.ripresa.web.Overview.WorkspaceView;
import io.ripresa.web.Views.ControlView;
import io.ripresa.web.Views.GateView;
import io.ripresa.web.Views.IncidentView;
import io.ripresa.web.Views.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the whole picture from the store: a bounded number of bounded queries. For one thread at a time. */
final class OverviewReader {

    private static final int INCIDENTS = 60;
    private static final int GATES = 200;
    private static final int TASKS_READ = 200;
    private static final int TASKS_SHOWN = 5;
    private static final Duration RATE_OVER = Duration.ofSeconds(8);

    private final RecoveryStore store;
    private final Counts counts;
    private final IntakeReader intake;

    OverviewReader(RecoveryStore store, List<TaskSystem> systems, InstantSource time) {
        this.store = store;
        this.counts = new Counts(store::dispositionCounts, time);
        this.intake = new IntakeReader(store::cursor, systems, time);
    }

    /** The picture now; the past is needed to tell how fast tasks come back. */
    Overview read(List<Sample> past) {
        Instant now = store.now();
        Control control = store.control();
        Map<String, Long> totals = new LinkedHashMap<>();
        Map<String, Map<String, Long>> byWorkspace = new TreeMap<>();
        for (DispositionCount count : counts.read()) {
            if (count.tasks() > 0) {
                totals.merge(count.disposition().name(), count.tasks(), Long::sum);
                byWorkspace
                        .computeIfAbsent(count.workspace(), w -> new LinkedHashMap<>())
                        .merge(count.disposition().name(), count.tasks(), Long::sum);
            }
        }
        List<Incident> incidents = store.findIncidents(false, INCIDENTS);
        List<Incident> open = incidents.stream()
                .filter(i -> i.state() != IncidentState.RESOLVED)
                .toList();
        List<Gate> gates = gates(open);
        Map<String, Gate> gateOfCause = new LinkedHashMap<>();
        gates.forEach(g -> gateOfCause.put(new Cause.Gated(g.key()).id(), g));
        Story story = Story.tell(control, open, gateOfCause, figures(now, totals, past));
        List<TaskRecord> standing = new ArrayList<>(tasks(Disposition.WAITING));
        standing.addAll(tasks(Disposition.HELD));
        return new Overview(
                now,
                story,
                ControlView.of(control),
                totals,
                byWorkspace.entrySet().stream()
                        .map(e -> new WorkspaceView(
                                e.getKey(),
                                e.getValue(),
                                e.getValue().values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()))
                        .toList(),
                incidents.stream().map(IncidentView::of).toList(),
                gates.stream().map(GateView::of).toList(),
                intake.behind(now),
                held(open, gateOfCause, standing),
                attention(incidents, standing),
                null);
    }

    /** The point of the chart that this picture is. */
    static Sample sample(Overview overview) {
        long inAttempt = count(overview.totals(), Disposition.IN_ATTEMPT);
        long pending =
                count(overview.totals(), Disposition.WAITING) + count(overview.totals(), Disposition.HELD) + inAttempt;
        double rate = overview.gates().stream()
                .map(GateView::startsPerSecond)
                .filter(r -> r != null)
                .mapToDouble(Double::doubleValue)
                .sum();
        return new Sample(
                overview.at(),
                pending,
                inAttempt,
                count(overview.totals(), Disposition.RECOVERED),
                needsPerson(overview.totals()),
                rate);
    }

    private List<Gate> gates(List<Incident> open) {
        Map<GateKey, Gate> gates = new TreeMap<>();
        store.restlessGates().stream().limit(GATES).forEach(g -> gates.put(g.key(), g));
        store.gatesWithWarning(GATES).forEach(g -> gates.put(g.key(), g));
        List<GateKey> missing = open.stream()
                .map(Incident::cause)
                .filter(Cause.Gated.class::isInstance)
                .map(c -> ((Cause.Gated) c).gate())
                .filter(key -> !gates.containsKey(key))
                .toList();
        if (!missing.isEmpty()) {
            gates.putAll(store.gates(missing));
        }
        return new ArrayList<>(gates.values());
    }

    private static Story.Figures figures(Instant now, Map<String, Long> totals, List<Sample> past) {
        long tasks = totals.values().stream().mapToLong(Long::longValue).sum();
        return new Story.Figures(tasks, needsPerson(totals), rate(now, totals, past));
    }

    private static double rate(Instant now, Map<String, Long> totals, List<Sample> past) {
        Sample before = null;
        for (Sample sample : past) {
            if (Duration.between(sample.at(), now).compareTo(RATE_OVER) <= 0) {
                before = sample;
                break;
            }
        }
        if (before == null) {
            return 0;
        }
        double seconds = Duration.between(before.at(), now).toMillis() / 1000.0;
        long more = count(totals, Disposition.RECOVERED) - before.recovered();
        return seconds < 0.9 || more <= 0 ? 0 : more / seconds;
    }

    /** What waits for a fix is asked of people, not told here. */
    private static List<Group> held(List<Incident> open, Map<String, Gate> gates, List<TaskRecord> tasks) {
        List<Group> groups = new ArrayList<>();
        for (Incident incident : open) {
            long standing =
                    (long) incident.counts().waiting() + incident.counts().held();
            if (standing > 0 && incident.state() != IncidentState.AWAITING_FIX) {
                Gate gate = gates.get(incident.cause().id());
                List<TaskRecord> some = membersAmong(tasks, incident.id());
                groups.add(new Group(
                        incident.id(),
                        incident.headline().title(),
                        incident.headline().workspace(),
                        standing,
                        null,
                        incident.headline().reason(),
                        null,
                        incident.state() == IncidentState.RECOVERING ? null : nextAt(gate, some),
                        shown(some)));
            }
        }
        return groups;
    }

    /** Escalated and quarantined tasks, and incidents that wait for somebody's fix. */
    private List<Group> attention(List<Incident> incidents, List<TaskRecord> standing) {
        List<TaskRecord> tasks = new ArrayList<>(tasks(Disposition.ESCALATED));
        tasks.addAll(tasks(Disposition.QUARANTINED));
        Map<String, Incident> known = new LinkedHashMap<>();
        incidents.forEach(i -> known.put(i.id(), i));
        Set<String> ids = new LinkedHashSet<>();
        incidents.stream()
                .filter(i -> i.counts().needsPerson() > 0
                        || i.state() == IncidentState.AWAITING_FIX
                        || i.state() == IncidentState.NEEDS_PERSON)
                .forEach(i -> ids.add(i.id()));
        List<String> further = new ArrayList<>();
        for (TaskRecord task : tasks) {
            TaskRecord.Trouble trouble = task.trouble();
            if (trouble != null && ids.add(trouble.incidentId()) && !known.containsKey(trouble.incidentId())) {
                further.add(trouble.incidentId());
            }
        }
        if (!further.isEmpty()) {
            known.putAll(store.incidents(further));
        }
        List<Group> groups = new ArrayList<>();
        for (String id : ids) {
            Incident incident = known.get(id);
            if (incident != null) {
                groups.addAll(attention(incident, membersAmong(tasks, id), membersAmong(standing, id)));
            }
        }
        groups.sort(Comparator.comparingLong(Group::count).reversed());
        return groups;
    }

    /** Members of one incident may need a person for different reasons: told apart by the task's own note. */
    private static List<Group> attention(Incident incident, List<TaskRecord> members, List<TaskRecord> standing) {
        Map<String, List<TaskRecord>> byReason = new LinkedHashMap<>();
        for (TaskRecord task : members) {
            byReason.computeIfAbsent(task.note() + '\n' + Advice.of(task), r -> new ArrayList<>())
                    .add(task);
        }
        List<Group> groups = new ArrayList<>();
        boolean single = byReason.size() == 1;
        for (List<TaskRecord> same : byReason.values()) {
            TaskRecord first = same.get(0);
            groups.add(new Group(
                    incident.id(),
                    incident.headline().title(),
                    incident.headline().workspace(),
                    single ? Math.max(same.size(), incident.counts().needsPerson()) : same.size(),
                    example(incident, first),
                    first.note().isEmpty() ? incident.headline().reason() : first.note(),
                    Advice.of(first),
                    null,
                    shown(same)));
        }
        long pending = incident.counts().pending();
        boolean waitsForFix = incident.state() == IncidentState.AWAITING_FIX && pending > 0;
        if (waitsForFix) {
            groups.add(new Group(
                    incident.id(),
                    incident.headline().title(),
                    incident.headline().workspace(),
                    pending,
                    example(incident, null),
                    incident.headline().reason(),
                    Advice.of(incident.headline().category()),
                    null,
                    shown(standing)));
        }
        return groups;
    }

    /** The error as its sub-group shows it: the task's own where the incident has several. */
    private static @Nullable String example(Incident incident, @Nullable TaskRecord task) {
        TaskRecord.Trouble trouble = task == null ? null : task.trouble();
        String fingerprint = trouble == null || trouble.diagnosis() == null
                ? ""
                : trouble.diagnosis().fingerprint();
        return incident.groups().stream()
                .filter(g -> fingerprint.isEmpty() || g.fingerprint().equals(fingerprint))
                .map(Incident.Group::example)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Instant nextAt(@Nullable Gate gate, List<TaskRecord> tasks) {
        if (gate != null) {
            return gate.canaries().nextAt();
        }
        return tasks.stream()
                .map(TaskRecord::trouble)
                .filter(Objects::nonNull)
                .map(Views::waitsUntil)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private List<TaskRecord> tasks(Disposition disposition) {
        return store.findTasks(new TaskQuery(null, disposition, null, null, TASKS_READ));
    }

    private static List<TaskRecord> membersAmong(List<TaskRecord> tasks, String incidentId) {
        return tasks.stream()
                .filter(t -> {
                    TaskRecord.Trouble trouble = t.trouble();
                    return trouble != null && trouble.incidentId().equals(incidentId);
                })
                .toList();
    }

    private static List<TaskView> shown(List<TaskRecord> tasks) {
        return tasks.stream().limit(TASKS_SHOWN).map(TaskView::of).toList();
    }

    private static long needsPerson(Map<String, Long> totals) {
        return count(totals, Disposition.QUARANTINED) + count(totals, Disposition.ESCALATED);
    }

    private static long count(Map<String, Long> totals, Disposition disposition) {
        return totals.getOrDefault(disposition.name(), 0L);
    }
}
