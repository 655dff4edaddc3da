package io.ripresa.worker;

import io.ripresa.model.RunKey;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.Signal;
import io.ripresa.spi.Signal.Topic;
import io.ripresa.spi.TaskSystemException;
import io.ripresa.worker.Picks.Picked;
import io.ripresa.worker.Starts.Due;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How runs of this process begin: with the pick of their triggers, or else together with what is due at the same moment.
 * Thread-safe.
 */
final class RunStarts {

    private static final Logger LOG = System.getLogger(RunStarts.class.getName());
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);
    /** Beginning a run takes milliseconds; after this it is looked at again before its handler acts. */
    private static final Duration LONG = Duration.ofSeconds(2);
    /** How many runs begin in one transaction: it must be over soon. */
    private static final int MOST_TOGETHER = 100;

    private final WorkerTables tables;
    private final Starts starts;
    private final Processes.Identity process;
    private final LiveRuns live;
    private final Signal signal;
    private final InstantSource clock;
    private final LiveRun.Taker taker;
    private final Together<Due, Optional<LiveRun>> together;
    /** Runs that began with the pick of their triggers and are still to be launched, and when that was asked for. */
    private final Map<RunKey, Instant> withPick = new ConcurrentHashMap<>();

    /**
     * @param signal hears of starts
     * @param taker takes what runs make
     */
    RunStarts(
            WorkerTables tables,
            Starts starts,
            Processes.Identity process,
            LiveRuns live,
            Signal signal,
            InstantSource clock,
            LiveRun.Taker taker) {
        this.tables = tables;
        this.starts = starts;
        this.process = process;
        this.live = live;
        this.signal = signal;
        this.clock = clock;
        this.taker = taker;
        this.together = new Together<>(MOST_TOGETHER, this::begin);
    }

    /**
     * Picks what is due, and begins at once those first runs that nothing is in the way of: a thread that is free then
     * waits for one answer of the database instead of two. What has begun is to be launched, whatever happens.
     *
     * @param most how many
     */
    List<Picked> pick(Picks picks, int most) {
        Instant asked = clock.instant();
        List<Picked> begun = new ArrayList<>();
        Picks.Beginner beginner = new Picks.Beginner() {
            @Override
            public RunRows.Beginning beginning(@Nullable Instant now) {
                return starts.withPick(now);
            }

            @Override
            public void began(List<Picked> these) {
                begun.addAll(these);
                these.forEach(one -> enter(runOf(one.name()), Objects.requireNonNull(one.begun())));
            }

            @Override
            public void undone(List<Picked> these) {
                begun.removeAll(these);
                these.forEach(one -> live.forget(live.get(runOf(one.name()))));
            }
        };
        List<Picked> picked;
        try {
            picked = picks.pick(most, beginner);
        } catch (CancellationException e) {
            picked = List.copyOf(begun); // the worker ends; of two statements the first may have come to its end
        } catch (DatabaseAwayException e) {
            if (begun.isEmpty()) {
                throw e;
            }
            // They have begun if their transaction was committed before the database went: it is asked.
            asked = Instant.MIN;
            picked = List.copyOf(begun);
        }
        for (Picked one : begun) {
            withPick.put(runOf(one.name()), asked);
        }
        if (!begun.isEmpty()) {
            signal.ring(Topic.NEWS);
        }
        return picked;
    }

    private RunKey runOf(Triggers.Name trigger) {
        return new RunKey(new TaskKey(tables.system(), trigger.id()), trigger.run());
    }

    /** Before the commit. */
    private void enter(RunKey run, TaskRow task) {
        if (!live.enter(new LiveRun(task, run, taker, clock))) {
            throw new CancellationException("nothing begins any more");
        }
    }

    /**
     * Begins the run of a trigger that was picked, if it did not begin with the pick and is to begin. Does not throw.
     *
     * @param may whether it may begin now
     * @return null where it did not begin
     */
    @Nullable LiveRun begun(Triggers.Name trigger, BooleanSupplier may) {
        RunKey run = runOf(trigger);
        Instant asked = withPick.remove(run);
        if (asked != null) {
            return soon(live.get(run), asked);
        }
        return may.getAsBoolean() ? begin(trigger, run) : null;
    }

    private @Nullable LiveRun begin(Triggers.Name trigger, RunKey run) {
        Instant asked = clock.instant();
        try {
            LiveRun begun = together.write(new Due(trigger, run)).orElse(null);
            signal.ring(Topic.NEWS);
            return soon(begun, asked);
        } catch (DatabaseAwayException e) {
            // The run has begun if its transaction was committed before the database went.
            return ifStillRunning(live.get(run));
        } catch (CancellationException e) {
            live.forget(live.get(run));
            return null; // the worker ends
        } catch (RuntimeException e) {
            live.forget(live.get(run));
            notBegun(run, e);
            return null;
        }
    }

    /** This run, or null where it was stopped in the middle, for so long that others took this process for dead. */
    private @Nullable LiveRun soon(@Nullable LiveRun begun, Instant asked) {
        return asked.plus(LONG).isBefore(clock.instant()) ? ifStillRunning(begun) : begun;
    }

    /** Begins what is due at one moment, in one transaction; what is under way then, by the order of what was asked. */
    private List<Optional<LiveRun>> begin(List<Due> due) {
        String what = due.size() == 1 ? "start run " + due.get(0).run() : "start " + due.size() + " runs";
        tables.database().change(what, (c, now) -> {
            due.forEach(one -> live.forget(live.get(one.run()))); // of a try that was rolled back
            starts.begin(c, due, now).forEach(this::enter);
        });
        return due.stream().map(one -> Optional.ofNullable(live.get(one.run()))).toList();
    }

    private void notBegun(RunKey run, RuntimeException e) {
        if (e.getCause() instanceof SQLException refused && SqlStates.isWithoutKey(refused)) {
            LOG.log(
                    Level.WARNING,
                    "run {0} was not started: this process was taken for dead and has no lease; whoever has one starts it",
                    run);
        } else {
            LOG.log(
                    Level.WARNING,
                    "run " + run + " could not be started; its trigger is looked at again in a moment",
                    e);
        }
    }

    /** Asks the database, as soon as it answers, whether a run is under way here; null where it is not. */
    private @Nullable LiveRun ifStillRunning(@Nullable LiveRun candidate) {
        if (candidate == null) {
            return null;
        }
        RunKey run = candidate.run();
        while (true) {
            try {
                boolean begun = tables.database()
                        .read(
                                "see whether run " + run + " is under way",
                                c -> tables.tasks()
                                        .isRunning(c, run.task().externalId(), run.number(), process.incarnation()));
                if (!begun) {
                    live.forget(candidate);
                    return null;
                }
                LiveRun fresh = new LiveRun(candidate.row(), run, taker, clock); // its time begins now
                live.enter(fresh); // in place of the candidate: at no time is it taken for idle
                return fresh;
            } catch (TaskSystemException e) {
                if (live.isClosingWithin(ASK_AGAIN)) {
                    live.forget(candidate);
                    return null; // the next process with this worker's id, or any other, reports it as orphaned
                }
            }
        }
    }
}
