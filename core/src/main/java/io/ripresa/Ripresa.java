package io.ripresa;

import io.ripresa.analyze.RecoveryAnalysisEngine;
import io.ripresa.health.FiguresReader;
import io.ripresa.health.HealthMonitor;
import io.ripresa.health.HealthReport;
import io.ripresa.health.WorkspaceHealthManager;
import io.ripresa.model.Policy;
import io.ripresa.orchestrate.AutoRecoveryOrchestrator;
import io.ripresa.orchestrate.Operator;
import io.ripresa.orchestrate.PolicyLedger;
import io.ripresa.orchestrate.RecoveryLoop;
import io.ripresa.orchestrate.TickReport;
import io.ripresa.policy.PolicyBook;
import io.ripresa.policy.Preset;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.RecoveryListener;
import io.ripresa.spi.RecoveryReadModel;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Resources;
import io.ripresa.spi.Signal;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TrafficReport;
import io.ripresa.store.InMemoryRecoveryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Recovery of failed tasks, put together: give it task systems and a store, and start it.
 *
 * <p>{@link #start()} runs it on a thread of its own; {@link #tick()} is for those who drive time themselves: use one of
 * the two. Everything else is safe for use by many threads.
 */
public final class Ripresa implements AutoCloseable {

    /** Longest time between two looks where nobody tells of news. */
    private static final Duration IDLE = Duration.ofMillis(250);

    /** The same where news are told: what is missed, because a process died before it told, is found so late. */
    private static final Duration IDLE_WHERE_TOLD = Duration.ofSeconds(5);

    private final RecoveryStore store;
    private final Signal signal;
    private Signal.@Nullable Listening listening;
    private final List<TaskSystem> systems;
    private final AutoRecoveryOrchestrator orchestrator;
    private final RecoveryLoop loop;
    private final Operator operator;
    private final HealthMonitor health;
    private final FiguresReader figures;
    private final WorkspaceHealthManager workspaces;
    private final PolicyLedger ledger;
    private final Resources resources;

    private Ripresa(Builder b) {
        this.store = b.store == null ? new InMemoryRecoveryStore(InstantSource.system()) : b.store;
        this.systems = List.copyOf(b.systems);
        this.ledger = new PolicyLedger(store, b.book(), b.listeners);
        RecoveryPolicyManager policies = new RecoveryPolicyManager(ledger::book);
        this.orchestrator = new AutoRecoveryOrchestrator(
                new AutoRecoveryOrchestrator.Parts(store, b.analysis, systems, policies, b.probes, b.listeners),
                b.node,
                b.random == null ? new SplittableRandom() : b.random,
                b.probing,
                this::wake);
        this.signal = b.signal;
        this.resources = b.resources;
        this.loop = new RecoveryLoop(store, this::tick, b.idle == null ? idle(signal) : b.idle, b.threads);
        Map<String, TaskSystem> byName = new LinkedHashMap<>();
        systems.forEach(s -> byName.put(s.name(), s));
        List<RecoveryListener> listeners = new ArrayList<>(b.listeners);
        // What a person orders is carried out at once, on whatever node it is due.
        listeners.add(entry -> {
            loop.wake();
            signal.ring(Signal.Topic.NEWS);
        });
        this.operator = new Operator(store, byName, policies, listeners);
        this.health = new HealthMonitor(
                store, systems, loop::isStarted, loop::trouble, orchestrator::unansweredOrders, policies);
        this.figures = new FiguresReader(store);
        this.workspaces = new WorkspaceHealthManager(store, policies.defaults().liveness());
    }

    private static Duration idle(Signal signal) {
        return signal.isPrompt() ? IDLE_WHERE_TOLD : IDLE;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Starts recovering, on a thread of its own. Once. */
    public void start() {
        loop.start();
        listening = signal.listen(Signal.Topic.NEWS, loop::wake);
    }

    /** Something may be due, for instance because a task has just failed: do not wait for the next look. */
    public void wake() {
        loop.wake();
    }

    /** One step, on the caller's thread. */
    public TickReport tick() {
        ledger.follow();
        return orchestrator.tick();
    }

    /**
     * Where the application reports how its own calls to dependencies go: evidence that costs no attempt. What is
     * reported counts on this node, and for all through the gate.
     */
    public TrafficReport traffic() {
        return orchestrator.traffic();
    }

    /** What is known. */
    public RecoveryReadModel read() {
        return store;
    }

    public List<TaskSystem> taskSystems() {
        return systems;
    }

    /** What a person can order. */
    public Operator operator() {
        return operator;
    }

    /** How recovery is done, by whom it was said so, and where to say otherwise. */
    public PolicyLedger policies() {
        return ledger;
    }

    /** How Ripresa itself is. */
    public HealthReport health() {
        HealthReport report = health.check().with(workspaces.check()).with(resources);
        PolicyLedger.Version present = ledger.present();
        String trouble = ledger.trouble();
        if (trouble == null && present.number() == 0) {
            return report;
        }
        String version = "Version " + present.number() + " applies"
                + (present.author() == null ? "." : ", by " + present.author() + " since " + present.at() + ".");
        return report.with(new HealthReport.Check(
                "policies", trouble == null, trouble == null ? version : trouble + " " + version));
    }

    /** How workspaces are, and why. */
    public WorkspaceHealthManager workspaces() {
        return workspaces;
    }

    /** How well recovery does its work, counted from the journal. */
    public FiguresReader figures() {
        return figures;
    }

    /** Lets the present step end and stops. Task systems and store are left open: they belong to who made them. */
    @Override
    public void close() {
        Signal.Listening present = listening;
        if (present != null) {
            present.close();
        }
        loop.close();
    }

    /** Collects the parts. Not safe for use by many threads. */
    public static final class Builder {

        private @Nullable RecoveryStore store;
        private final List<TaskSystem> systems = new ArrayList<>();
        private final List<DependencyProbe> probes = new ArrayList<>();
        private final List<RecoveryListener> listeners = new ArrayList<>();
        private RecoveryAnalysisEngine analysis = RecoveryAnalysisEngine.create();
        private @Nullable Policy policy;
        private @Nullable Preset preset;
        private String node = "node";
        private @Nullable RandomGenerator random;
        private Executor probing = Runnable::run;
        private @Nullable Duration idle;
        private Signal signal = Signal.NONE;
        private Resources resources = Resources.NONE;
        private ThreadFactory threads = Builder::daemon;

        private Builder() {}

        private static Thread daemon(Runnable work) {
            Thread thread = new Thread(work, "ripresa");
            thread.setDaemon(true);
            return thread;
        }

        /** Where everything is remembered; in memory by default, which forgets at the end of the process. */
        public Builder store(RecoveryStore value) {
            store = value;
            return this;
        }

        /** A task system to stand beside; at least one, each with a name of its own. */
        public Builder taskSystem(TaskSystem value) {
            systems.add(value);
            return this;
        }

        /** What finds out why a run failed; goes by the built-in rules by default. */
        public Builder analysis(RecoveryAnalysisEngine value) {
            analysis = value;
            return this;
        }

        /** How recovery is done where {@link Ripresa#policies()} do not say otherwise; {@link Policy#DEFAULT} by default. */
        public Builder policy(Policy value) {
            policy = value;
            return this;
        }

        /** Figures that {@link #policy} is taken from where none is given, and that explanations name. */
        public Builder preset(Preset value) {
            preset = value;
            return this;
        }

        private PolicyBook book() {
            Policy chosen = preset == null ? Policy.DEFAULT : preset.policy();
            return new PolicyBook(policy == null ? chosen : policy, preset, List.of());
        }

        /** A dependency that can be asked without a task. */
        public Builder probe(DependencyProbe value) {
            probes.add(value);
            return this;
        }

        /** Who hears what was written to the journal. */
        public Builder listener(RecoveryListener value) {
            listeners.add(value);
            return this;
        }

        /** Name of this node among those that share the store. */
        public Builder node(String value) {
            node = value;
            return this;
        }

        /** Where jitter comes from. */
        public Builder random(RandomGenerator value) {
            random = value;
            return this;
        }

        /** How much this process and its machine have left of what every process needs; nothing is told by default. */
        public Builder resources(Resources value) {
            resources = value;
            return this;
        }

        /** Where probes run; by default on the thread of recovery, which waits for them. */
        public Builder probing(Executor value) {
            probing = value;
            return this;
        }

        /** How processes on the same database tell each other of news; by default they do not, and look often. */
        public Builder signal(Signal value) {
            signal = value;
            return this;
        }

        /**
         * Longest time between two looks at the task systems while nothing is due; by default 250 ms, and 5 s where a
         * signal tells of news.
         */
        public Builder idle(Duration value) {
            idle = value;
            return this;
        }

        /** Makes the one thread; a daemon thread named {@code ripresa} by default. */
        public Builder threads(ThreadFactory value) {
            threads = value;
            return this;
        }

        public Ripresa build() {
            if (systems.isEmpty()) {
                throw new IllegalArgumentException("no task system is given; call taskSystem(..) at least once");
            }
            return new Ripresa(this);
        }
    }
}
