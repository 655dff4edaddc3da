package io.ripresa.simulation.recovery;

import io.ripresa.Ripresa;
import io.ripresa.model.Dependency;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.Policy;
import io.ripresa.model.TaskEvent;
import io.ripresa.orchestrate.TickReport;
import io.ripresa.simulation.scenario.EvidenceSource;
import io.ripresa.simulation.scenario.Mechanism;
import io.ripresa.simulation.scenario.OutageScenario.Fault;
import io.ripresa.simulation.scenario.Surroundings;
import io.ripresa.simulation.scenario.Trouble;
import io.ripresa.spi.RecoveryListener;
import io.ripresa.spi.RecoveryReadModel.DispositionCount;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSystem.RerunOrder;
import io.ripresa.spi.TrafficReport;
import io.ripresa.store.InMemoryRecoveryStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The real Ripresa, put together by the facade that users have, on the in-memory store. */
public final class RipresaMechanism implements Mechanism {

    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;

    private final Surroundings surroundings;
    private final Policy policy;
    private final Onlooker onlooker;
    private final FaultPlan faults;
    private final RecoveryStore store;
    private final RecoveryStore storeOfNodes;
    private final ReportingTaskSystem system;
    private final Reports reports = new Reports();
    private final SplittableRandom seeds;
    private final List<NodeClockwork> nodes = new ArrayList<>();
    /** Each node sees the traffic of the applications that it lives in: here the first sees all of it. */
    private @Nullable TrafficReport reporter;

    private final List<Closing> closings = new ArrayList<>();
    private final Set<String> ramping = new LinkedHashSet<>();
    private final Judge judge;

    private RipresaMechanism(Surroundings surroundings, Policy policy, Onlooker onlooker) {
        this.surroundings = surroundings;
        this.policy = policy;
        this.onlooker = onlooker;
        this.faults = new FaultPlan(surroundings.setting().faults());
        this.store = new InMemoryRecoveryStore(surroundings.clock());
        this.storeOfNodes = faults.has(Fault.Kind.STORE_DOWN)
                ? UnreachableStore.behind(() -> faults.isOn(Fault.Kind.STORE_DOWN, surroundings.micros()), store)
                : store;
        this.judge = new Judge(surroundings, store, policy);
        this.system = new ReportingTaskSystem(surroundings, faults, this::ordered, onlooker.told());
        this.seeds = new SplittableRandom(surroundings.random().nextLong());
        for (int i = 0; i < surroundings.setting().nodes(); i++) {
            nodes.add(begin(i));
        }
        for (Fault fault : faults.faults()) {
            surroundings.at(FaultPlan.from(fault), () -> strike(fault));
            surroundings.at(FaultPlan.to(fault), () -> mend(fault));
        }
        surroundings.onTraffic(this::traffic);
    }

    private NodeClockwork begin(int index) {
        Ripresa ripresa = node("node-" + (index + 1), seeds.split());
        if (index == 0) {
            reporter = ripresa.traffic();
        }
        return new NodeClockwork(surroundings, ripresa::tick, this::ticked);
    }

    private void strike(Fault fault) {
        switch (fault.kind()) {
            case CRASH -> nodes.get(fault.node() - 1).stop();
            case PAUSE -> nodes.get(fault.node() - 1).pauseUntil(FaultPlan.to(fault));
            case STORE_DOWN, EVENTS_LATE, EVENTS_TWICE -> {
                // Whoever asks in the meantime finds it so.
            }
        }
    }

    private void mend(Fault fault) {
        if (fault.kind() == Fault.Kind.CRASH) {
            nodes.set(fault.node() - 1, begin(fault.node() - 1));
        }
        nodes.forEach(NodeClockwork::wake);
    }

    /** With the documented policy. */
    public static Mechanism start(Surroundings surroundings) {
        return new RipresaMechanism(surroundings, Policy.DEFAULT, Onlooker.NOBODY);
    }

    /** With another policy. */
    public static Mechanism.Factory by(Policy policy) {
        return surroundings -> new RipresaMechanism(surroundings, policy, Onlooker.NOBODY);
    }

    /** The same, with somebody who sees what is written to the journal and what is told. */
    static Mechanism watched(Surroundings surroundings, RecoveryListener journal, Consumer<TaskEvent> told) {
        return new RipresaMechanism(surroundings, Policy.DEFAULT, new Onlooker(journal, told));
    }

    private record Onlooker(RecoveryListener journal, Consumer<TaskEvent> told) {
        static final Onlooker NOBODY = new Onlooker(entry -> {}, event -> {});
    }

    private Ripresa node(String name, SplittableRandom random) {
        Ripresa.Builder builder = Ripresa.builder()
                .node(name)
                .store(storeOfNodes)
                .taskSystem(system)
                .policy(policy)
                .listener(onlooker.journal())
                .random(random);
        if (surroundings.setting().evidence().contains(EvidenceSource.PROBE)) {
            for (String dependency : surroundings.dependencyNames()) {
                builder.probe(new EndpointProbe(new Dependency(dependency), () -> surroundings.probe(dependency)));
            }
        }
        return builder.build();
    }

    @Override
    public boolean holds(int task) {
        boolean held = system.park(task);
        if (held) {
            judge.held(task);
            news();
        }
        return held;
    }

    @Override
    public void started(int task, int run) {
        judge.started(task);
        @Nullable String attempt = run > 1 || system.orderOf(task) != null ? system.orderOf(task) : null;
        system.tell(task, run, new TaskEvent.Started("worker", attempt));
        news();
    }

    @Override
    public void succeeded(int task, int run) {
        judge.ended(task);
        system.tell(task, run, new TaskEvent.Succeeded());
        news();
    }

    @Override
    public void failed(int task, int run, Trouble trouble) {
        judge.ended(task);
        String dependency = surroundings.declared(task).dependency();
        system.tell(task, run, new TaskEvent.Failed(reports.of(trouble, dependency)));
        news();
    }

    private void traffic(String dependency, int succeeded, int failed) {
        TrafficReport first = reporter;
        if (first != null) {
            first.report(new Dependency(dependency), succeeded, failed);
        }
        // In quiet times counts wait for the end of their minute: looks in the middle of it would find nothing.
        boolean newMinute = surroundings.micros() % MINUTE <= SECOND;
        if (newMinute || !store.restlessGates().isEmpty()) {
            nodes.get(0).news();
        }
    }

    private void news() {
        nodes.forEach(NodeClockwork::news);
    }

    private boolean ordered(int task, RerunOrder order) {
        return judge.ordered(
                task, order, store.attempts(List.of(order.attemptId())).get(order.attemptId()));
    }

    private void ticked(TickReport report) {
        for (String trouble : report.troubles()) {
            if (trouble.startsWith("defect") || trouble.contains("left out")) {
                judge.report(trouble);
            }
        }
        if (report.events() == 0) {
            return;
        }
        for (Gate gate : store.restlessGates()) {
            String name = gate.key().dependency().name();
            if (!gate.key().isReachability()) {
                continue;
            }
            if (gate.ramp() == null) {
                ramping.remove(name);
            } else if (ramping.add(name)) {
                closings.add(new Closing(name, surroundings.micros(), members(gate)));
            }
        }
    }

    private int members(Gate gate) {
        String id = gate.episode().incidentId();
        return id == null
                ? 0
                : store.incidents(List.of(id)).values().stream()
                        .mapToInt(i -> i.counts().total())
                        .sum();
    }

    @Override
    public boolean isAtRest() {
        return count(Disposition.WAITING) + count(Disposition.HELD) + count(Disposition.IN_ATTEMPT) == 0;
    }

    @Override
    public Account account() {
        Map<Disposition, Long> counts = judge.close();
        return new Account(
                counts.getOrDefault(Disposition.ESCALATED, 0L),
                counts.getOrDefault(Disposition.QUARANTINED, 0L),
                counts.getOrDefault(Disposition.NOT_NEEDED, 0L),
                closings,
                judge.violations());
    }

    private long count(Disposition disposition) {
        return store.dispositionCounts().stream()
                .filter(c -> c.disposition() == disposition)
                .mapToLong(DispositionCount::tasks)
                .sum();
    }
}
