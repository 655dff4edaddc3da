package io.ripresa.simulation;

import io.ripresa.model.FailureReport;
import io.ripresa.model.RunKey;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskEvent;
import io.ripresa.simulation.SimulatedDependency.Answer;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.TaskSystem.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The worker processes of the simulated task system: they take queued runs into their slots and carry them out. */
final class Workers {

    private static final Duration BEAT = Duration.ofSeconds(3);
    /** A dead worker is noticed after four missed beats. */
    private static final Duration LEASE = BEAT.multipliedBy(4);

    private final SimulatedTaskSystem system;
    private final VirtualTime time;
    private final RandomGenerator random;
    private final int slots;
    private final int[] busy;
    private final Instant[] downUntil;
    private final List<WorkerMemory> memories = new ArrayList<>();
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private final List<RunTruth> aboard = new ArrayList<>();
    private boolean dispatchDue;

    private record Queued(TaskTruth task, @Nullable String attemptId) {}

    Workers(SimulatedTaskSystem system, Site site, VirtualTime time, RandomGenerator random) {
        this.system = system;
        this.time = time;
        this.random = random;
        this.slots = site.crew().slots();
        this.busy = new int[site.workers()];
        this.downUntil = new Instant[site.workers()];
        Arrays.fill(downUntil, Instant.MIN);
        for (int i = 0; i < site.workers(); i++) {
            int worker = i;
            List<Site.Shortage> shortages = site.crew().shortages().stream()
                    .filter(shortage -> shortage.worker() == worker)
                    .toList();
            memories.add(new WorkerMemory(name(worker), shortages, time));
        }
    }

    void queue(TaskTruth task, @Nullable String attemptId) {
        if (task.state != TaskStatus.State.RUNNING) {
            task.state = TaskStatus.State.SCHEDULED;
        }
        queue.add(new Queued(task, attemptId));
        wake(Duration.ofMillis(random.nextInt(5, 200)));
    }

    void unqueue(TaskTruth task) {
        queue.removeIf(queued -> queued.task() == task);
    }

    boolean isIdle() {
        return queue.isEmpty() && aboard.isEmpty();
    }

    private void wake(Duration delay) {
        if (!dispatchDue) {
            dispatchDue = true;
            time.after(delay, this::dispatch);
        }
    }

    private void dispatch() {
        dispatchDue = false;
        while (!queue.isEmpty()) {
            int worker = free();
            if (worker < 0) {
                return;
            }
            Queued next = queue.remove();
            if (!system.lapses(next.task(), next.attemptId())) {
                begin(next.task(), next.attemptId(), worker);
            }
        }
    }

    private int free() {
        int first = random.nextInt(busy.length);
        for (int i = 0; i < busy.length; i++) {
            int worker = (first + i) % busy.length;
            if (busy[worker] < slots && !time.instant().isBefore(downUntil[worker])) {
                return worker;
            }
        }
        return -1;
    }

    private void begin(TaskTruth task, @Nullable String attemptId, int worker) {
        RunTruth run = new RunTruth(
                new RunKey(task.descriptor.key(), task.latestRun() + 1), attemptId, time.instant(), worker);
        task.runs.add(run);
        task.state = TaskStatus.State.RUNNING;
        busy[worker]++;
        aboard.add(run);
        system.publish(task, run.key.number(), new TaskEvent.Started(name(worker), attemptId));
        system.began(task, run);
        if (system.reportsProgress()) {
            time.after(BEAT, () -> beat(task, run));
        }
        Duration half = task.hidden.runTime().dividedBy(2);
        time.after(half, () -> prepare(task, run));
    }

    private void beat(TaskTruth task, RunTruth run) {
        if (run.isLive() && !run.hung()) {
            system.publish(task, run.key.number(), new TaskEvent.Heartbeat());
            time.after(BEAT, () -> beat(task, run));
        }
    }

    /** Everything before the first outward call. */
    private void prepare(TaskTruth task, RunTruth run) {
        if (gone(run)) {
            return;
        }
        TaskPlan.Hidden hidden = task.hidden;
        if (memory(run.worker).isShort()) {
            lackMemory(task, run);
            return;
        }
        boolean struck = run.key.number() <= hidden.runs();
        switch (hidden.cause()) {
            case MALFORMED -> failForGood(task, run, FailureTexts.malformed());
            case BUG_BEFORE_CALL -> failForGood(task, run, FailureTexts.bug());
            case MISCONFIGURED -> failForGood(task, run, FailureTexts.misconfigured());
            case UNSAID -> failForGood(task, run, FailureTexts.unsaid());
            case TOO_LARGE -> lackMemory(task, run);
            case CONFLICT -> strikeOr(struck, () -> fail(task, run, FailureTexts.conflict(), null), task, run);
            case HANG_BEFORE_CALL -> strikeOr(struck, () -> hang(task, run), task, run);
            case KILLS_WORKER -> strikeOr(struck, () -> kill(run.worker, Duration.ofSeconds(20)), task, run);
            case NONE, REJECTED_INPUT, BUG_AFTER_CALL, REVOKED, HANG_AFTER_CALL -> act(task, run);
        }
    }

    private void strikeOr(boolean struck, Runnable strike, TaskTruth task, RunTruth run) {
        if (struck) {
            strike.run();
        } else {
            act(task, run);
        }
    }

    private void act(TaskTruth task, RunTruth run) {
        if (task.hidden.calls() == 0) {
            finish(task, run);
        } else {
            call(task, run, 1);
        }
    }

    private void call(TaskTruth task, RunTruth run, int number) {
        if (gone(run)) {
            return;
        }
        if (system.reportsProgress()) {
            run.stages++;
            system.publish(task, run.key.number(), new TaskEvent.StageEntered(run.stages, "call", true));
        }
        TaskPlan.Hidden hidden = task.hidden;
        String method = task.plan.declared().sideEffects() == SideEffects.IDEMPOTENT ? "PUT" : "POST";
        Answer answer = system.dependencyOf(task).call(run.key, method, hidden.cause());
        run.acted |= answer.processed();
        time.after(answer.took(), () -> answered(task, run, number, answer));
    }

    private void answered(TaskTruth task, RunTruth run, int number, Answer answer) {
        if (gone(run)) {
            return;
        }
        FailureReport failure = answer.failure();
        if (failure != null) {
            run.hopeless = answer.hopeless();
            fail(task, run, failure, answer.notBefore());
        } else if (number < task.hidden.calls()) {
            call(task, run, number + 1);
        } else {
            time.after(task.hidden.runTime().dividedBy(2), () -> finish(task, run));
        }
    }

    private void finish(TaskTruth task, RunTruth run) {
        if (gone(run)) {
            return;
        }
        TaskPlan.Hidden hidden = task.hidden;
        if (hidden.cause() == HiddenCause.BUG_AFTER_CALL) {
            failForGood(task, run, FailureTexts.bug());
        } else if (hidden.cause() == HiddenCause.HANG_AFTER_CALL && run.key.number() <= hidden.runs()) {
            hang(task, run);
        } else {
            end(task, run, true, null, null);
        }
    }

    /**
     * Some hangs end after all, long after anybody counted on it. Where nobody can fence, all do: somebody restarts the
     * worker in the end.
     */
    private void hang(TaskTruth task, RunTruth run) {
        run.hangs = true;
        if (random.nextBoolean() || !system.capabilities().fencing()) {
            time.after(Duration.ofMinutes(random.nextInt(2, 40)), () -> {
                if (!gone(run)) {
                    endHang(task, run, random.nextBoolean());
                }
            });
        }
    }

    /** A hanging run ends after all; if well, it acted. */
    void endHang(TaskTruth task, RunTruth run, boolean well) {
        run.acted |= well;
        end(task, run, well, well ? null : FailureTexts.reset(target(task), "POST"), null);
    }

    private String target(TaskTruth task) {
        return system.dependencyOf(task).dependency().name();
    }

    private void failForGood(TaskTruth task, RunTruth run, FailureReport failure) {
        run.hopeless = true;
        fail(task, run, failure, null);
    }

    private void lackMemory(TaskTruth task, RunTruth run) {
        run.lackedMemory = !run.fenced;
        fail(task, run, FailureTexts.outOfMemory(), null);
    }

    private void fail(TaskTruth task, RunTruth run, FailureReport failure, @Nullable Instant notBefore) {
        end(task, run, false, failure, notBefore);
    }

    private void end(
            TaskTruth task,
            RunTruth run,
            boolean succeeded,
            @Nullable FailureReport error,
            @Nullable Instant notBefore) {
        FailureReport failure = error == null ? null : memory(run.worker).marked(error, run.lackedMemory);
        run.endedAt = time.instant();
        run.succeeded = succeeded;
        run.failure = failure;
        run.notBefore = notBefore;
        leave(run);
        int number = run.key.number();
        if (run.fenced) {
            system.publish(task, number, new TaskEvent.LateResult(succeeded));
            return;
        }
        if (task.latest() == run && task.state == TaskStatus.State.RUNNING) {
            task.state = succeeded ? TaskStatus.State.SUCCEEDED : TaskStatus.State.FAILED;
        }
        system.publish(task, number, failure == null ? new TaskEvent.Succeeded() : new TaskEvent.Failed(failure));
    }

    /** Whether the run can do nothing any more. A fenced one still can: what it does outside cannot be taken back. */
    private static boolean gone(RunTruth run) {
        return run.dead || run.endedAt != null;
    }

    /** Gives the run's slot back. */
    void leave(RunTruth run) {
        if (aboard.remove(run)) {
            busy[run.worker]--;
            wake(Duration.ofMillis(5));
        }
    }

    void kill(int worker, Duration downFor) {
        Instant back = time.instant().plus(downFor);
        if (downUntil[worker].isBefore(back)) {
            downUntil[worker] = back;
        }
        memory(worker).died();
        for (RunTruth run : List.copyOf(aboard)) {
            if (run.worker == worker) {
                run.dead = true;
                leave(run);
                if (system.reportsProgress()) {
                    time.after(LEASE, () -> orphaned(run));
                }
            }
        }
        time.at(back, () -> wake(Duration.ZERO));
    }

    private void orphaned(RunTruth run) {
        TaskTruth task = system.truth(run.key.task());
        if (task == null || run.fenced) {
            return;
        }
        run.endedAt = time.instant();
        if (task.latest() == run && task.state == TaskStatus.State.RUNNING) {
            task.state = TaskStatus.State.FAILED;
        }
        system.publish(task, run.key.number(), new TaskEvent.Orphaned(name(run.worker)));
    }

    WorkerMemory memory(int worker) {
        return memories.get(worker);
    }

    /** What can be asked of the workers. */
    List<DependencyProbe> probes() {
        List<DependencyProbe> probes = new ArrayList<>(0);
        memories.forEach(memory -> probes.addAll(memory.probes()));
        return probes;
    }

    /** Of one site; what another calls the same is another. */
    private String name(int worker) {
        return system.name() + "-w-" + worker;
    }
}
