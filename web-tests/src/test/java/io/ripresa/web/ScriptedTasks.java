package io.ripresa.web;

import io.ripresa.model.FailureReport;
import io.ripresa.model.Finding;
import io.ripresa.model.GateKey;
import io.ripresa.model.RunKey;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskEvent;
import io.ripresa.model.TaskKey;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.spi.TaskSubmitter;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.WorkspaceCare;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A task system whose runs end as the payload says: {@code down} fails while the far side is down, {@code bad} always. */
final class ScriptedTasks implements TaskSystem, TaskSubmitter {

    static final String NAME = "script";

    private final List<TaskEvent> events = new ArrayList<>();
    private final Map<TaskKey, TaskDescriptor> tasks = new LinkedHashMap<>();
    private final Map<TaskKey, String> payloads = new LinkedHashMap<>();
    private final Map<TaskKey, Integer> runs = new TreeMap<>();
    private boolean up = true;
    private Backlog backlog = new Backlog(0, null);

    /** What it says is unread. */
    synchronized void backlog(Backlog unread) {
        backlog = unread;
    }

    @Override
    public synchronized Backlog backlog(@Nullable String cursor) {
        return backlog;
    }

    synchronized void farSide(boolean isUp) {
        up = isUp;
    }

    synchronized int known() {
        return tasks.size();
    }

    @Override
    public synchronized List<Accepted> submit(List<Submission> submissions) {
        submissions.forEach(s -> {
            if (!types().contains(s.type())) {
                throw new IllegalArgumentException(
                        "type \"" + s.type() + "\" has no handler; known types: " + types() + ".");
            }
        });
        List<Accepted> answers = new ArrayList<>();
        for (Submission s : submissions) {
            TaskKey key = new TaskKey(NAME, s.id());
            boolean created = !tasks.containsKey(key);
            if (created) {
                TaskDescriptor descriptor = new TaskDescriptor(
                        key,
                        s.workspace(),
                        s.type(),
                        s.options().priority(),
                        new TaskDescriptor.Safety(SideEffects.IDEMPOTENT, true, Duration.ofHours(24)),
                        new TaskDescriptor.Timing(
                                Instant.now(),
                                Duration.ofSeconds(30),
                                s.options().expiresAt()),
                        s.options().dependencies());
                tasks.put(key, descriptor);
                payloads.put(key, s.payload());
                add(key, 0, new TaskEvent.Submitted());
                run(key, null);
            }
            answers.add(new Accepted(key, created));
        }
        return answers;
    }

    /** In the workspace "repeating" there are duplicates. */
    @Override
    public WorkspaceCare care() {
        return new WorkspaceCare() {
            @Override
            public List<Need> needs() {
                synchronized (ScriptedTasks.this) {
                    return tasks.values().stream()
                                    .anyMatch(task -> task.workspace().equals("repeating"))
                            ? List.of(new Need("repeating", Finding.Kind.DUPLICATES, 2, "2 tasks repeat others."))
                            : List.of();
                }
            }

            @Override
            public String carryOut(WorkspaceStrategy strategy, String workspace) {
                return "2 duplicates are set aside.";
            }

            @Override
            public boolean letGo(TaskKey task) {
                return task.externalId().equals("ws-aside");
            }
        };
    }

    private void run(TaskKey key, @Nullable String attempt) {
        int number = runs.merge(key, 1, Integer::sum);
        add(key, number, new TaskEvent.Started("worker-1", attempt));
        String payload = payloads.getOrDefault(key, "");
        if (payload.contains("bad")) {
            add(
                    key,
                    number,
                    new TaskEvent.Failed(FailureReport.http(
                            422,
                            "quantity must be positive <img src=x onerror=alert(1)>",
                            Map.of(FailureReport.TARGET, "depot:9090"))));
        } else if (payload.contains("down") && !up) {
            add(
                    key,
                    number,
                    new TaskEvent.Failed(FailureReport.of("java.net.ConnectException", "Connection refused: depot:9090")
                            .with(FailureReport.TARGET, "depot:9090")));
        } else {
            add(key, number, new TaskEvent.Succeeded());
        }
    }

    private void add(TaskKey key, int run, TaskEvent.Detail detail) {
        TaskDescriptor descriptor = tasks.get(key);
        if (descriptor != null) {
            events.add(new TaskEvent(descriptor, run, Instant.now(), detail));
        }
    }

    @Override
    public boolean cancel(TaskKey task, String reason) {
        return false;
    }

    @Override
    public List<String> types() {
        return List.of("call");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, false, false);
    }

    @Override
    public SystemCheck check() {
        return new SystemCheck(true, "Works.");
    }

    @Override
    public synchronized EventBatch poll(@Nullable String cursor, int limit) {
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        int to = Math.min(events.size(), from + limit);
        return new EventBatch(events.subList(from, to), Integer.toString(to), to < events.size());
    }

    @Override
    public synchronized TaskStatus status(TaskKey task) {
        Integer latest = runs.get(task);
        return latest == null
                ? new TaskStatus(TaskStatus.State.MISSING, 0, null)
                : new TaskStatus(TaskStatus.State.FAILED, latest, null);
    }

    @Override
    public synchronized Receipt retry(RerunOrder order) {
        Integer latest = runs.get(order.task());
        if (latest == null || latest != order.expectedRun()) {
            return Receipt.refused("run " + order.expectedRun() + " is not the latest");
        }
        run(order.task(), order.attemptId());
        return Receipt.ACCEPTED;
    }

    @Override
    public FenceResult fence(RunKey run) {
        return FenceResult.ENDED;
    }

    @Override
    public void quarantine(TaskKey task, String reason) {}

    @Override
    public void complete(TaskKey task, String actor, String reason) {}

    @Override
    public void hold(GateKey gate) {}

    @Override
    public void release(GateKey gate, double startsPerSecond) {}

    @Override
    public Set<GateKey> holds() {
        return Set.of();
    }
}
