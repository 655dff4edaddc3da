package io.ripresa.worker;

import io.ripresa.model.ExecutionStage;
import io.ripresa.model.GateKey;
import io.ripresa.model.Policy;
import io.ripresa.model.RunKey;
import io.ripresa.policy.Preset;
import io.ripresa.spi.Resources;
import io.ripresa.spi.Signal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Describes a {@link NativeTaskSystem}. Everything but the database has a default. Used by one thread. */
public final class NativeTaskSystemBuilder {

    private final DataSource dataSource;
    private final Map<TaskType, TaskHandler> handlers = new LinkedHashMap<>();
    private HttpTargets httpTargets = HttpTargets.NONE;
    private SecretSource secrets = SecretSource.environment();
    private CallersTransaction callers = CallersTransaction.NONE;
    private int threads = 10;
    private @Nullable String givenId;
    private InstantSource clock = InstantSource.system();
    private Pace pace =
            new Pace(Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(1));
    private Duration retention = Retention.DEFAULT;
    private Guards guards = Guards.DEFAULT;
    private Duration hungAfter = Policy.Liveness.DEFAULT.hungAfter();
    private Signal signal = Signal.NONE;
    private Resources resources = Resources.NONE;
    private @Nullable ThreadFactory threadFactory;
    private @Nullable Executor handlerExecutor;

    /**
     * How fast things go.
     *
     * @param poll how often triggers that nobody told of are looked for
     * @param beat how often the lease is renewed
     * @param shutdownWait how long runs may finish at shutdown
     * @param grace how long an interrupted handler may take to stop
     */
    record Pace(Duration poll, Duration beat, Duration shutdownWait, Duration grace) {}

    NativeTaskSystemBuilder(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Measures how long runs take, and is the time of an embedded H2; the system's clock by default. On PostgreSQL
     * everything that processes compare goes by the database's clock.
     */
    public NativeTaskSystemBuilder clock(InstantSource newClock) {
        clock = newClock;
        return this;
    }

    /**
     * A type of task and what runs it. This process takes tasks of the types it has handlers for and leaves the others
     * to others.
     */
    public NativeTaskSystemBuilder handler(TaskType type, TaskHandler handler) {
        handlers.put(type, handler);
        return this;
    }

    /** Where tasks of the built-in type {@code http} may call; nowhere by default. */
    public NativeTaskSystemBuilder httpTargets(HttpTargets targets) {
        httpTargets = targets;
        return this;
    }

    /** Where secrets come from that HTTP tasks refer to; by default the environment. */
    public NativeTaskSystemBuilder secrets(SecretSource source) {
        secrets = source;
        return this;
    }

    /** Transactions that submissions may join; none by default. */
    public NativeTaskSystemBuilder callersTransaction(CallersTransaction transaction) {
        callers = transaction;
        return this;
    }

    /**
     * How many runs at once in this process; 10 by default. With 0 it takes tasks and orders, holds and tells what
     * happened, and looks after the other processes, but runs nothing itself.
     */
    public NativeTaskSystemBuilder threads(int runsAtOnce) {
        if (runsAtOnce < 0 || runsAtOnce > 1_000) {
            throw new IllegalArgumentException(
                    "threads is " + runsAtOnce + "; give 1 to 1000, or 0 where this process is to run nothing");
        }
        threads = runsAtOnce;
        return this;
    }

    /**
     * Name of this worker, stable over restarts, 1 to 100 characters; by default made of the host's name. Of two
     * processes that are given the same, the second does not start as long as the first lives.
     */
    public NativeTaskSystemBuilder workerId(String id) {
        if (id.isBlank() || id.length() > 100) {
            throw new IllegalArgumentException(
                    "workerId \"" + id + "\" has " + id.length() + " characters; give it 1 to 100");
        }
        givenId = id;
        return this;
    }

    /**
     * How often due work is looked for that this process was not told of, where the signal does not tell of it promptly;
     * 250 ms by default. With a prompt signal it is every 5 s.
     */
    public NativeTaskSystemBuilder pollInterval(Duration interval) {
        pace = new Pace(positive("pollInterval", interval), pace.beat(), pace.shutdownWait(), pace.grace());
        return this;
    }

    /**
     * How processes on the same database tell each other that something is due or has happened; by default they do not,
     * and look often.
     */
    public NativeTaskSystemBuilder signal(Signal newSignal) {
        signal = newSignal;
        return this;
    }

    /**
     * How much this process and its machine have left of what every process needs; nothing is told by default. A run
     * that fails for want of something that is short here waits until there is enough.
     */
    public NativeTaskSystemBuilder resources(Resources readings) {
        resources = readings;
        return this;
    }

    /**
     * How long tasks are kept after they ended, 30 days by default, at least 1 minute. The same id submitted after that
     * is a new task. All processes of a task system should be given the same.
     */
    public NativeTaskSystemBuilder retention(Duration keep) {
        if (keep.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("retention is " + keep + "; give at least 1 minute");
        }
        retention = keep;
        return this;
    }

    /**
     * What keeps tasks from running in circles and one workspace from taking all threads. All processes of a task system
     * should be given the same.
     */
    public NativeTaskSystemBuilder guards(Guards newGuards) {
        guards = newGuards;
        return this;
    }

    /**
     * Threads, guards and time in a stage as this preset has them. What is given after it wins.
     */
    public NativeTaskSystemBuilder preset(Preset preset) {
        Preset.Worker figures = preset.worker();
        return threads(figures.threads())
                .guards(guards.of(figures))
                .hungAfter(preset.policy().liveness().hungAfter());
    }

    /**
     * How long a run may be in one stage without progress where neither its type nor the stage nor their history says
     * otherwise, 180 s by default. Goes for runs that report stages, or whose types declare some.
     */
    public NativeTaskSystemBuilder hungAfter(Duration limit) {
        ExecutionStage.requireLimit("hungAfter", limit);
        hungAfter = limit;
        return this;
    }

    /** How often the lease is renewed, 2 s by default; a process that misses four is taken for dead. */
    public NativeTaskSystemBuilder heartbeatInterval(Duration interval) {
        pace = new Pace(pace.poll(), positive("heartbeatInterval", interval), pace.shutdownWait(), pace.grace());
        return this;
    }

    /** How long {@link NativeTaskSystem#close()} lets runs finish, 10 s by default. */
    public NativeTaskSystemBuilder shutdownWait(Duration wait) {
        pace = new Pace(pace.poll(), pace.beat(), wait, pace.grace());
        return this;
    }

    /** How long an interrupted handler may take to stop before its thread is left, 1 s by default. */
    public NativeTaskSystemBuilder interruptGrace(Duration grace) {
        pace = new Pace(pace.poll(), pace.beat(), pace.shutdownWait(), grace);
        return this;
    }

    /** Makes all threads; by default daemon threads named after the worker. */
    public NativeTaskSystemBuilder threadFactory(ThreadFactory factory) {
        threadFactory = factory;
        return this;
    }

    /** Where handlers run; must never make a handler wait for another. By default a thread of the factory each. */
    public NativeTaskSystemBuilder handlerExecutor(Executor executor) {
        handlerExecutor = executor;
        return this;
    }

    /** Creates or updates the tables and builds the system. It does not run tasks before it is started. */
    public NativeTaskSystem build() {
        InstantSource time = clock;
        String workerId = givenId == null ? "worker-" + hostName() : givenId;
        Database database = Database.of(dataSource, time);
        database.migrate();
        WorkerTables tables = WorkerTables.of(NativeTaskSystem.NAME, database);
        Map<TaskType, TaskHandler> all = new LinkedHashMap<>(handlers);
        if (handlers.keySet().stream().noneMatch(type -> type.name().equals(HttpHandler.NAME))) {
            all.put(HttpHandler.type(), new HttpHandler(httpTargets, secrets, time));
        }
        Handlers known = new Handlers(all);
        List<String> runs = runnable(known);
        HoldBook holds = new HoldBook(database, new Departures(tables.triggers()));
        AtomicReference<NativeTaskSystem> system = new AtomicReference<>();
        ResourceWatch watched = new ResourceWatch(resources, workerId, time);
        Shared shared = new Shared(
                tables,
                known,
                runs,
                holds,
                new StageTimes(runs, hungAfter),
                watched,
                (made, maker) -> Objects.requireNonNull(system.get()).take(made, maker));
        ThreadFactory factory = threadFactory == null ? WorkerThreads.factory(workerId) : threadFactory;
        NativeTaskSystem built = new NativeTaskSystem(
                tables,
                new NativeTaskSystem.Taking(
                        new Intake(tables, known, callers, guards), known, guards, care(tables, system)),
                new Orders(tables),
                holds,
                signal,
                new NativeTaskSystem.Questions(new LostWorkers(database, pace.beat(), time), watched),
                new WorkerLife(
                        () -> worker(shared, workerId, factory),
                        givenId != null,
                        signal,
                        time,
                        WorkerThreads.keeper(factory)));
        system.set(built);
        return built;
    }

    private Care care(WorkerTables tables, AtomicReference<NativeTaskSystem> system) {
        // Where nothing runs and nothing is said, nobody here knows how many runs the others allow.
        boolean knowsLimit = threads > 0 || guards.runsPerWorkspace() != null;
        return new Care(
                tables,
                () -> knowsLimit ? Objects.requireNonNull(system.get()).limit() : null,
                new Retention(tables.database(), tables.outbox(), retention),
                retention,
                () -> Objects.requireNonNull(system.get()).due());
    }

    /** What all workers of a process use, one after the other. */
    private record Shared(
            WorkerTables tables,
            Handlers known,
            List<String> runs,
            HoldBook holds,
            StageTimes stageTimes,
            ResourceWatch resources,
            LiveRun.Taker taker) {}

    /** A worker that has not begun: another one each time, with threads of its own. */
    private Worker worker(Shared shared, String workerId, ThreadFactory factory) {
        InstantSource time = clock;
        WorkerTables tables = shared.tables();
        List<String> runs = shared.runs();
        WorkerThreads pool = new WorkerThreads(threads, factory, handlerExecutor);
        Processes.Identity self = Processes.Identity.of(workerId, hostName(), time.instant());
        WorkspaceLimit limit =
                new WorkspaceLimit(tables.database().dialect(), threads, guards.runsPerWorkspaceOf(threads));
        GateKey startsHeld = guards.starts().isNone() ? null : GateKey.starts(NativeTaskSystem.NAME);
        RunLauncher launcher = new RunLauncher(
                tables,
                shared.known(),
                self,
                pool,
                new RunEnds(tables, self, pool.ends(), signal, time, shared.resources()),
                new RunLauncher.Settings(
                        pace.grace(), signal, time, limit, startsHeld, shared.taker(), shared.stageTimes()));
        TriggerWatch watch = runs.isEmpty()
                ? null
                : new TriggerWatch(
                        tables,
                        launcher,
                        pool,
                        self,
                        new TriggerWatch.Settings(threads, runs, pace.poll(), signal, limit));
        Housekeeping housekeeping = new Housekeeping(
                tables,
                new Processes(self, runs, pace.beat(), time, tables, limit),
                new RunningHere(launcher, watch),
                shared.holds(),
                new Retention(tables.database(), tables.outbox(), retention),
                signal,
                time);
        return new Worker(
                self, new Worker.Runs(launcher, watch, limit, shared.resources()), housekeeping, pool, pace, time);
    }

    /** What this process runs. The built-in type that may call nowhere is left to processes where it may. */
    private List<String> runnable(Handlers known) {
        if (threads == 0) {
            return List.of();
        }
        boolean idle = httpTargets == HttpTargets.NONE
                && handlers.keySet().stream().noneMatch(type -> type.name().equals(HttpHandler.NAME));
        return known.names().stream()
                .filter(name -> !idle || !name.equals(HttpHandler.NAME))
                .toList();
    }

    /** What housekeeping is told of the runs here. */
    private record RunningHere(
            RunLauncher launcher, @Nullable TriggerWatch watch) implements Housekeeping.Running {

        @Override
        public Map<RunKey, LiveRun> live() {
            return launcher.live();
        }

        @Override
        public void stop(RunKey run) {
            launcher.stop(run, LiveRun.Reason.FENCED);
        }

        @Override
        public boolean isInHand(Triggers.Name trigger) {
            return watch != null && watch.isInHand(trigger);
        }

        @Override
        public void minutely() {
            launcher.exchangeStageTimes();
        }

        @Override
        public void writeUnwritten() {
            if (launcher.writeUnwritten()) {
                wake();
            }
        }

        @Override
        public void wake() {
            if (watch != null) {
                watch.wake();
            }
        }
    }

    private static Duration positive(String field, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(field + " is " + value + "; give more than zero");
        }
        return value;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
