package io.ripresa.simulation.scenario;

import io.ripresa.model.SideEffects;
import io.ripresa.simulation.Scenario;
import io.ripresa.simulation.VirtualTime;
import io.ripresa.simulation.scenario.QueueingDependency.Answer;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tasks, what they call, and what runs them. Keeps the truth and the tally; what makes failed tasks run again is told
 * through {@link Mechanism} and asks through {@link Surroundings}. Everything happens in virtual time, on one thread.
 */
final class World implements Surroundings {

    private static final long NOTICEABLE = 1_000_000;

    private final OutageScenario scenario;
    private final OutageScenario.Setting setting;
    private final VirtualTime time = new VirtualTime(Scenario.START);
    private final List<ScenarioTask> tasks;
    private final List<QueueingDependency> dependencies = new ArrayList<>();
    private final RandomGenerator random;
    private final Tally tally = new Tally();
    private final ArrayDeque<ScenarioTask> waiting = new ArrayDeque<>();
    private Mechanism mechanism = NOBODY;
    private final long countFrom;
    private int running;
    private int open;

    private static final Mechanism NOBODY = new Mechanism() {
        @Override
        public void succeeded(int task, int run) {}

        @Override
        public void failed(int task, int run, Trouble trouble) {}

        @Override
        public boolean isAtRest() {
            return true;
        }
    };

    World(OutageScenario scenario, long seed) {
        this.scenario = scenario;
        Rehearsals rehearsals = new Rehearsals(scenario);
        this.tasks = TaskDraw.draw(scenario, rehearsals, seed);
        this.setting = scenario.setting().shifted(rehearsals.begins(rehearsals.tellings() - 1));
        this.countFrom = Timeline.micros(rehearsals.begins(rehearsals.tellings() - 1));
        SplittableRandom seeds = new SplittableRandom(Chance.mix(seed));
        this.random = seeds.split();
        for (DependencyProfile profile : scenario.dependencies()) {
            dependencies.add(
                    new QueueingDependency(rehearsals.of(profile), seeds.split(), seeds.nextLong(), countFrom));
        }
        this.open = tasks.size();
    }

    /** Lets the tasks arrive, under the care of a mechanism. */
    void begin(Mechanism caretaker) {
        mechanism = caretaker;
        for (ScenarioTask task : tasks) {
            time.atMicros(task.arrival, () -> arrive(task));
        }
    }

    OutageScenario scenario() {
        return scenario;
    }

    VirtualTime time() {
        return time;
    }

    List<ScenarioTask> all() {
        return Collections.unmodifiableList(tasks);
    }

    ScenarioTask task(int number) {
        return tasks.get(number);
    }

    List<QueueingDependency> dependencies() {
        return Collections.unmodifiableList(dependencies);
    }

    QueueingDependency dependencyOf(ScenarioTask task) {
        return dependencies.get(task.dependency);
    }

    /** When the telling begins that counts. */
    long countFrom() {
        return countFrom;
    }

    Tally tally() {
        return tally;
    }

    /** Whether every task that could succeed has, and nothing is at work. */
    boolean isOver() {
        return open == 0 && running == 0 && waiting.isEmpty();
    }

    // --- what a mechanism may do ---

    @Override
    public int tasks() {
        return tasks.size();
    }

    @Override
    public InstantSource clock() {
        return time;
    }

    @Override
    public long micros() {
        return time.micros();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public void at(long micros, Runnable action) {
        time.atMicros(micros, action);
    }

    @Override
    public void rerun(int number) {
        order(tasks.get(number), null);
    }

    @Override
    public void rerun(int number, boolean released) {
        order(tasks.get(number), released);
    }

    @Override
    public void giveUp(int number) {
        tasks.get(number).givenUp = true;
        close(tasks.get(number));
    }

    /** Nothing more is to be waited for from this task. */
    private void close(ScenarioTask task) {
        if (!task.closed) {
            task.closed = true;
            open--;
        }
    }

    @Override
    public void start(int number) {
        ScenarioTask task = tasks.get(number);
        if (task.state == ScenarioTask.State.HELD) {
            releaseHeld(task);
        }
    }

    /** A moment in a queue is no hold. */
    private void releaseHeld(ScenarioTask task) {
        task.wasHeld = micros() - task.arrival > NOTICEABLE;
        enqueue(task);
    }

    @Override
    public Standing standing(int number) {
        return switch (tasks.get(number).state) {
            case EXPECTED, SCHEDULED -> Standing.SCHEDULED;
            case HELD -> Standing.HELD;
            case RUNNING -> Standing.RUNNING;
            case FAILED -> Standing.FAILED;
            case SUCCEEDED -> Standing.SUCCEEDED;
        };
    }

    @Override
    public boolean isCounted(int number) {
        return tasks.get(number).counted;
    }

    @Override
    public int runs(int number) {
        return tasks.get(number).runs;
    }

    @Override
    public Declared declared(int number) {
        ScenarioTask task = tasks.get(number);
        return new Declared(
                dependencyOf(task).profile().name(),
                task.sideEffects,
                scenario.mix().keyValidFor());
    }

    @Override
    public OutageScenario.Setting setting() {
        return setting;
    }

    @Override
    public List<String> dependencyNames() {
        return scenario.dependencies().stream().map(DependencyProfile::name).toList();
    }

    @Override
    public boolean probe(String name) {
        return dependencies.stream()
                .filter(d -> d.profile().name().equals(name))
                .anyMatch(d -> d.probe(micros()));
    }

    @Override
    public void onTraffic(TrafficListener listener) {
        if (scenario.setting().evidence().contains(EvidenceSource.FOREGROUND)) {
            tellTraffic(listener, 0);
        }
    }

    private void tellTraffic(TrafficListener listener, int second) {
        time.atMicros((second + 1) * 1_000_000L, () -> {
            for (QueueingDependency dependency : dependencies) {
                ForegroundTraffic foreground = dependency.foregroundAt(micros());
                int succeeded = foreground.succeededIn(second);
                int failed = foreground.failedIn(second);
                if (succeeded + failed > 0) {
                    listener.traffic(dependency.profile().name(), succeeded, failed);
                }
            }
            tellTraffic(listener, second + 1);
        });
    }

    private void order(ScenarioTask task, @Nullable Boolean released) {
        if (task.state != ScenarioTask.State.FAILED && task.state != ScenarioTask.State.HELD) {
            return;
        }
        task.released = released;
        if (task.state == ScenarioTask.State.HELD) {
            releaseHeld(task);
            return;
        }
        boolean keyOver = task.sideEffects == SideEffects.KEYED
                && micros() - task.firstStartedAt
                        >= Timeline.micros(scenario.mix().keyValidFor());
        if (task.counted && task.effectPossible && (task.sideEffects == SideEffects.UNSAFE || keyOver)) {
            tally.unsafeReleases++;
        }
        tally.attempt(micros(), task);
        enqueue(task);
    }

    // --- the way of a run ---

    private void arrive(ScenarioTask task) {
        if (mechanism.holds(task.number)) {
            task.state = ScenarioTask.State.HELD;
        } else {
            enqueue(task);
        }
    }

    private void enqueue(ScenarioTask task) {
        task.state = ScenarioTask.State.SCHEDULED;
        if (running < scenario.setting().slots()) {
            begin(task);
        } else {
            waiting.add(task);
        }
    }

    private void begin(ScenarioTask task) {
        running++;
        task.state = ScenarioTask.State.RUNNING;
        task.runs++;
        long now = micros();
        task.runStartedAt = now;
        if (task.firstStartedAt < 0) {
            task.firstStartedAt = now;
        }
        mechanism.started(task.number, task.runs);
        long callAt = now + task.work / 2;
        if (task.failsBeforeCall()) {
            time.atMicros(callAt, () -> end(task, task.hidden));
        } else if (mechanism.guardsCalls()) {
            time.atMicros(callAt, () -> guarded(task));
        } else if (dependencyOf(task).isOutAt(callAt)) {
            // Nothing that happens until then changes the answer: one look ahead spares half the steps of a long
            // outage.
            call(task, callAt);
        } else {
            time.atMicros(callAt, () -> call(task, micros()));
        }
    }

    private void guarded(ScenarioTask task) {
        if (mechanism.lets(task.number)) {
            call(task, micros());
        } else {
            end(task, Trouble.NOT_PERMITTED);
        }
    }

    private void call(ScenarioTask task, long now) {
        Answer answer = dependencyOf(task).call(now, task.hidden);
        Trouble trouble = answer.trouble();
        long end = trouble == null ? answer.at() + task.work / 2 : answer.at();
        time.atMicros(end, () -> end(task, trouble));
    }

    private void end(ScenarioTask task, @Nullable Trouble trouble) {
        running--;
        if (trouble == null) {
            succeed(task);
        } else {
            fail(task, trouble);
        }
        ScenarioTask next = waiting.poll();
        if (next != null) {
            begin(next);
        }
    }

    private void succeed(ScenarioTask task) {
        task.state = ScenarioTask.State.SUCCEEDED;
        close(task);
        if (task.runs > 1 || task.wasHeld) {
            task.recoveredAt = micros();
        }
        if (task.counted && Boolean.TRUE.equals(task.released)) {
            tally.released++;
        }
        mechanism.succeeded(task.number, task.runs);
    }

    private void fail(ScenarioTask task, Trouble trouble) {
        task.state = ScenarioTask.State.FAILED;
        boolean ofDependency = trouble.isOfDependency();
        boolean newOutage = ofDependency
                && dependencyOf(task)
                                .timeline()
                                .outageBetween(
                                        task.runStartedAt,
                                        micros(),
                                        dependencyOf(task).timeline().at(task.runStartedAt))
                        >= 0;
        if (task.runs == 1) {
            task.failedAt = micros();
            task.struckByOutage = ofDependency;
            task.lostToSafety = task.sideEffects == SideEffects.UNSAFE && trouble.leavesEffectPossible();
            if (task.isHopeless() || task.lostToSafety) {
                close(task);
            }
        }
        if (task.counted) {
            tally.failed(task, ofDependency, newOutage);
        }
        task.effectPossible |= trouble.leavesEffectPossible();
        mechanism.failed(task.number, task.runs, trouble);
    }

    /** Jumps to what is due next, as long as something is and a time is not reached. */
    boolean step(long until) {
        var next = time.next();
        return next != null && !next.isAfter(time.instantAt(until)) && time.advanceToNext();
    }
}
