package io.ripresa.simulation.rival;

import io.ripresa.model.SideEffects;
import io.ripresa.simulation.VirtualTime;
import io.ripresa.simulation.scenario.Mechanism;
import io.ripresa.simulation.scenario.OutageScenario;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Tasks without a world: a run takes a tenth of a second and goes as the test says. */
final class HandSurroundings implements Surroundings {

    private static final long RUN = 100_000;

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final LongPredicate works;
    private final int[] runs;
    private final Standing[] standing;
    private @Nullable Mechanism mechanism;
    final List<Long> starts = new ArrayList<>();
    final TreeSet<Integer> givenUp = new TreeSet<>();
    /** A task whose input is refused once the dependency works, or -1. */
    int poison = -1;
    /** Time between two first starts, in microseconds. */
    long apart;

    /**
     * @param works whether the dependency works at a time in seconds
     */
    HandSurroundings(int tasks, LongPredicate works) {
        this.works = works;
        this.runs = new int[tasks];
        this.standing = new Standing[tasks];
        Arrays.fill(standing, Standing.SCHEDULED);
    }

    /** All tasks are started, from 0 on, under the care of a mechanism. */
    HandSurroundings begin(Mechanism.Factory factory) {
        Mechanism caretaker = factory.start(this);
        mechanism = caretaker;
        for (int i = 0; i < runs.length; i++) {
            int task = i;
            at(i * apart, () -> {
                if (caretaker.holds(task)) {
                    standing[task] = Standing.HELD;
                } else {
                    run(task);
                }
            });
        }
        return this;
    }

    void advanceTo(Duration duration) {
        time.advanceTo(Instant.EPOCH.plus(duration));
    }

    long succeeded() {
        return Arrays.stream(standing).filter(s -> s == Standing.SUCCEEDED).count();
    }

    /** Runs that began within some seconds, from inclusive, to exclusive. */
    long startsWithin(double from, double to) {
        return starts.stream().filter(t -> t >= from * 1e6 && t < to * 1e6).count();
    }

    private void run(int task) {
        Mechanism caretaker = java.util.Objects.requireNonNull(mechanism);
        runs[task]++;
        standing[task] = Standing.RUNNING;
        starts.add(micros());
        caretaker.started(task, runs[task]);
        boolean lets = caretaker.lets(task);
        at(micros() + RUN, () -> {
            boolean up = works.test(micros() / 1_000_000);
            if (lets && up && task != poison) {
                standing[task] = Standing.SUCCEEDED;
                caretaker.succeeded(task, runs[task]);
            } else {
                standing[task] = Standing.FAILED;
                Trouble trouble = !lets ? Trouble.NOT_PERMITTED : up ? Trouble.REJECTED_INPUT : Trouble.REFUSED;
                caretaker.failed(task, runs[task], trouble);
            }
        });
    }

    @Override
    public int tasks() {
        return runs.length;
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
        return new SplittableRandom(micros());
    }

    @Override
    public void at(long micros, Runnable action) {
        time.atMicros(micros, action);
    }

    @Override
    public void rerun(int task) {
        if (standing[task] == Standing.FAILED) {
            run(task);
        }
    }

    @Override
    public void rerun(int task, boolean released) {
        rerun(task);
    }

    @Override
    public void start(int task) {
        if (standing[task] == Standing.HELD) {
            run(task);
        }
    }

    @Override
    public void giveUp(int task) {
        givenUp.add(task);
    }

    @Override
    public Standing standing(int task) {
        return standing[task];
    }

    @Override
    public boolean isCounted(int task) {
        return true;
    }

    @Override
    public int runs(int task) {
        return runs[task];
    }

    @Override
    public Declared declared(int task) {
        return new Declared("pay.example:443", SideEffects.IDEMPOTENT, Duration.ofHours(24));
    }

    @Override
    public OutageScenario.Setting setting() {
        return OutageScenario.Setting.PLAIN;
    }

    @Override
    public List<String> dependencyNames() {
        return List.of("pay.example:443");
    }

    @Override
    public boolean probe(String dependency) {
        return works.test(micros() / 1_000_000);
    }

    @Override
    public void onTraffic(TrafficListener listener) {
        // No other traffic here.
    }
}
