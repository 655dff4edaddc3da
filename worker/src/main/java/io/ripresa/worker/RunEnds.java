package io.ripresa.worker;

import io.ripresa.detect.FailureDetectionEngine;
import io.ripresa.learn.StageLimit;
import io.ripresa.model.FailureReport;
import io.ripresa.model.RunKey;
import io.ripresa.model.TaskEvent;
import io.ripresa.spi.Signal;
import io.ripresa.spi.Signal.Topic;
import io.ripresa.spi.TaskSystemException;
import io.ripresa.worker.LiveRun.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What runs of this process report: stages, ends, late results. Thread-safe.
 *
 * <p>An end that cannot be stored is kept until it can. As long as there is one nothing starts, so that there are few.
 */
final class RunEnds {

    private static final Logger LOG = System.getLogger(RunEnds.class.getName());

    /** How many ends go into one transaction: it must be over soon. */
    private static final int MOST_TOGETHER = 100;
    /** How many ends may wait to be stored before the threads that bring them wait too. */
    private static final int MOST_WAITING = 20;

    private final WorkerTables tables;
    private final Processes.Identity process;
    private final Executor writer;
    private final Signal signal;
    private final InstantSource clock;
    private final ResourceWatch resources;
    private final Queue<Report> unwritten = new ConcurrentLinkedQueue<>();
    private final Together<Report, Boolean> together;

    /**
     * An end that is to be written.
     *
     * @param at when it was, by this process's clock
     * @param again whether a try before may have stored it
     */
    private record Report(LiveRun run, boolean succeeded, TaskEvent.Detail detail, Instant at, boolean again) {

        Report afterATry() {
            return new Report(run, succeeded, detail, at, true);
        }

        /** For where the database refuses what the failure says. */
        Report inShort(String reason) {
            return new Report(
                    run,
                    succeeded,
                    new TaskEvent.Failed(FailureReport.of(
                            null, "The run failed; the report of its failure could not be stored: " + reason)),
                    at,
                    again);
        }

        boolean isInShort() {
            return !(detail instanceof TaskEvent.Failed failed)
                    || failed.failure().type() == null;
        }
    }

    /**
     * @param writer gives the thread that stores ends
     * @param resources what this process has too little of
     */
    RunEnds(
            WorkerTables tables,
            Processes.Identity process,
            Executor writer,
            Signal signal,
            InstantSource clock,
            ResourceWatch resources) {
        this.writer = writer;
        this.resources = resources;
        this.tables = tables;
        this.process = process;
        this.signal = signal;
        this.clock = clock;
        this.together = new Together<>(MOST_TOGETHER, this::store);
    }

    /** Whether ends wait to be stored. */
    boolean isBehind() {
        return !unwritten.isEmpty();
    }

    /** The runs whose ends wait to be stored. */
    List<RunKey> behind() {
        return unwritten.stream().map(report -> report.run().run()).toList();
    }

    /** Reports a stage; a report that cannot be stored is left out. False where the run no longer counts. */
    boolean stage(LiveRun run, LiveRun.Stage stage) {
        TaskEvent.Detail entered = new TaskEvent.StageEntered(stage.sequence(), stage.name(), stage.outward());
        String id = run.row().id();
        int number = run.run().number();
        try {
            boolean counts = tables.database().inTransaction("report on run " + run.run(), (c, now) -> {
                if (!tables.tasks().isRunning(c, id, number, process.incarnation())) {
                    return false;
                }
                tables.outbox().append(c, id, number, now, entered);
                return true;
            });
            signal.ring(Topic.NEWS);
            return counts;
        } catch (TaskSystemException e) {
            LOG.log(
                    e instanceof DatabaseAwayException ? Level.DEBUG : Level.WARNING,
                    "stage " + stage.name() + " of run " + run.run() + " is not reported",
                    e);
            return true;
        }
    }

    /** The handler of a run that the scribe had left has ended. */
    void late(LiveRun run, boolean succeeded) {
        try {
            tables.database()
                    .change(
                            "report on run " + run.run(),
                            (c, now) -> tables.outbox()
                                    .append(
                                            c,
                                            run.row().id(),
                                            run.run().number(),
                                            now,
                                            new TaskEvent.LateResult(succeeded)));
            signal.ring(Topic.NEWS);
        } catch (TaskSystemException e) {
            LOG.log(
                    Level.WARNING,
                    "the late result of run " + run.run() + " could not be stored; nobody hears of it",
                    e);
        }
    }

    /**
     * How a run came to its end.
     *
     * @param failure why it failed, or null
     * @param stop why it was stopped, or null
     * @param hung where it made no progress, in a sentence, or null
     */
    record Why(
            @Nullable Throwable failure,
            @Nullable Reason stop,
            @Nullable String hung) {}

    /** What is told of a run that made no progress. */
    static String hung(LiveRun.Standing standing, @Nullable StageLimit limit, Instant now) {
        return "No progress for " + Duration.between(standing.since(), now).toSeconds() + " s "
                + (standing.name() == null ? "before the first stage" : "in stage \"" + standing.name() + "\"")
                + (limit == null
                        ? "."
                        : "; at most " + limit.limit().toSeconds() + " s are allowed: " + limit.why() + ".");
    }

    /**
     * Ends a run. Returns before that is stored, so that another run can begin meanwhile; unless so many ends wait that
     * this one waits with them.
     *
     * @param over hears that the end is stored
     */
    void end(LiveRun run, Why why, Consumer<LiveRun> over) {
        TaskEvent.Detail detail = why.failure() == null
                ? new TaskEvent.Succeeded()
                : new TaskEvent.Failed(resources.marked(report(run, why)));
        Report report = new Report(run, why.failure() == null, detail, clock.instant(), false);
        Together.Done<Boolean> done = stored(report, over);
        if (together.waiting() < MOST_WAITING) {
            together.later(report, writer, done);
        } else {
            try {
                done.written(together.write(report));
            } catch (TaskSystemException e) {
                done.refused(e);
            }
        }
    }

    private Together.Done<Boolean> stored(Report report, Consumer<LiveRun> over) {
        return new Together.Done<>() {
            @Override
            public void written(Boolean counted) {
                over(report.run(), counted, over);
            }

            @Override
            public void refused(RuntimeException why) {
                if (isRefusedForItsText(report, why)) {
                    Report inShort = report.inShort(reason(why));
                    together.later(inShort, writer, stored(inShort, over));
                } else {
                    keep(report, why);
                }
            }
        };
    }

    private void keep(Report report, RuntimeException why) {
        unwritten.add(report.afterATry());
        LOG.log(
                Level.WARNING,
                "the end of run {0} could not be stored: {1}. It is kept and tried again, and nothing starts in this"
                        + " process until it is stored",
                report.run().run(),
                why.getMessage());
    }

    private FailureReport report(LiveRun run, Why why) {
        Throwable failure = why.failure();
        if (why.hung() != null) {
            // Of what the handler says when it is interrupted nothing is to be learned: nobody knows what it did.
            FailureReport report = FailureReport.of(null, why.hung())
                    .with(FailureDetectionEngine.HUNG, "true")
                    .with(FailureDetectionEngine.WORKER, process.worker());
            String stage = run.standing().name();
            return stage == null ? report : report.with(FailureDetectionEngine.STAGE, stage);
        }
        if (why.stop() == Reason.TIMED_OUT) {
            TimeoutException e = new TimeoutException("run exceeded its time-out of "
                    + run.row().descriptor().timing().timeout());
            e.initCause(failure);
            return FailureReport.of(e);
        }
        if (why.stop() == Reason.SHUT_DOWN) {
            InterruptedException e =
                    new InterruptedException("run was interrupted by the shutdown of worker " + process.worker());
            e.initCause(failure);
            return FailureReport.of(e);
        }
        return failure instanceof RunFailedException structured
                ? structured.failure()
                : FailureReport.of(Objects.requireNonNull(failure));
    }

    private static boolean isRefusedForItsText(Report report, RuntimeException why) {
        return why.getCause() instanceof SQLException refused
                && SqlStates.state(refused).startsWith("22")
                && !report.isInShort();
    }

    private static String reason(RuntimeException why) {
        return why.getCause() instanceof SQLException refused ? SqlStates.reason(refused) : "";
    }

    private void over(LiveRun run, boolean counted, Consumer<LiveRun> over) {
        over.accept(run);
        signal.ring(Topic.NEWS);
        if (!counted) {
            LOG.log(Level.INFO, "run {0} had been ended by others; its own end is kept as a late result", run.run());
        }
    }

    /** Stores ends in one transaction; of each whether it counted, in their order. */
    private List<Boolean> store(List<Report> reports) {
        String what = reports.size() == 1 ? "end run " + reports.get(0).run().run() : "end " + reports.size() + " runs";
        // Rows are locked in one order everywhere, so that two batches wait for each other but do not deadlock.
        List<Report> ordered = reports.stream()
                .sorted(Comparator.comparing(report -> report.run().row().id()))
                .toList();
        List<RunRows.Ending> endings = ordered.stream().map(this::ending).toList();
        Set<Report> counted = tables.database().atAStroke(what, (c, now) -> {
            Set<Integer> ended = tables.runs().end(c, endings, process.incarnation(), now);
            Set<Report> these = Collections.newSetFromMap(new IdentityHashMap<>());
            for (int i = 0; i < endings.size(); i++) {
                Report report = ordered.get(i);
                if (ended.contains(i) || isStored(c, report)) {
                    these.add(report);
                } else {
                    RunRows.Ending late = endings.get(i);
                    Instant present = now == null ? tables.database().now(c) : now;
                    TaskEvent.Detail result = new TaskEvent.LateResult(report.succeeded());
                    tables.outbox().append(c, late.id(), late.run(), present.minus(late.ago()), result);
                }
            }
            return these;
        });
        return reports.stream().map(counted::contains).toList();
    }

    private RunRows.Ending ending(Report report) {
        // By the database's clock, as the start: the present less what has passed since.
        Duration ago = notNegative(Duration.between(report.at(), clock.instant()));
        LiveRun run = report.run();
        TaskState to = report.succeeded() ? TaskState.SUCCEEDED : TaskState.PARKED;
        return new RunRows.Ending(run.row().id(), run.run().number(), to, ago, report.detail());
    }

    /** Whether a try before was stored, and only its answer was lost. */
    private boolean isStored(Connection c, Report report) throws SQLException {
        TaskRow task =
                report.again() ? tables.tasks().find(c, report.run().row().id()) : null;
        return task != null && task.standing().fencedRun() < report.run().run().number();
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** Tries again to store ends that could not be stored; whether all are. */
    boolean writeUnwritten(Consumer<LiveRun> over) {
        int waiting = unwritten.size();
        for (int i = 0; i < waiting; i++) {
            Report report = unwritten.peek();
            if (report == null) {
                break;
            }
            try {
                over(report.run(), together.write(report), over);
            } catch (DatabaseAwayException e) {
                throw e; // the rest waits too
            } catch (TaskSystemException e) {
                boolean text = isRefusedForItsText(report, e);
                unwritten.add(text ? report.inShort(reason(e)) : report);
                LOG.log(
                        Level.WARNING,
                        "the end of run " + report.run().run() + " still cannot be stored; it is tried again"
                                + (text ? " with a shorter report" : "") + ", and nothing starts here until it is",
                        e);
            }
            unwritten.poll();
        }
        return unwritten.isEmpty();
    }
}
