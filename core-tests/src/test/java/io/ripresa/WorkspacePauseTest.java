package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Disposition;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pauses that come and go at random while several nodes recover: none is ever passed by, and nothing is forgotten. */
class WorkspacePauseTest {

    private static final List<String> WORKSPACES = List.of("a", "b", "c");
    private static final int TASKS = 40;

    private final RecoveryWorld world = new RecoveryWorld();
    private final Map<TaskKey, String> workspaceOf = new LinkedHashMap<>();
    private final TreeSet<String> paused = new TreeSet<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void nothingOfAPausedWorkspaceIsReservedAndAllComeBackAfterwards(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Instant end = RecoveryWorld.START.plus(Duration.ofMinutes(random.nextInt(5, 60)));
        world.system.script(run -> world.instant().isBefore(end) ? RecoveryWorld.refused() : null);
        submitAll(random);
        List<Ripresa> nodes = new ArrayList<>(List.of(world.ripresa, world.another("b"), world.another("c")));
        for (int step = 0; step < 120; step++) {
            nodes.get(random.nextInt(nodes.size())).tick();
            if (random.nextInt(3) == 0) {
                // While an order is on its way, in the middle of a step of some node.
                String workspace = WORKSPACES.get(random.nextInt(WORKSPACES.size()));
                world.system.beforeNextOrder(() -> turn(workspace));
            } else if (random.nextInt(4) == 0) {
                turn(WORKSPACES.get(random.nextInt(WORKSPACES.size())));
            }
            world.pass(Duration.ofSeconds(random.nextInt(1, 90)));
        }
        world.system.beforeNextOrder(() -> {});
        new ArrayList<>(paused).forEach(this::turn);
        world.pass(Duration.ofDays(2));

        assertNothingWasReservedWhilePaused();
        workspaceOf
                .keySet()
                .forEach(task -> assertThat(world.disposition(task.externalId()))
                        .as("seed %d, task %s", seed, task)
                        .isIn(Disposition.RECOVERED, Disposition.ESCALATED));
        assertThat(workspaceOf.keySet())
                .filteredOn(task -> world.disposition(task.externalId()) == Disposition.RECOVERED)
                .hasSizeGreaterThan(workspaceOf.size() / 2);
    }

    private void submitAll(SplittableRandom random) {
        for (int i = 0; i < TASKS; i++) {
            TaskDescriptor plain = world.task("t" + i);
            String workspace = WORKSPACES.get(random.nextInt(WORKSPACES.size()));
            workspaceOf.put(plain.key(), workspace);
            world.system.submit(new TaskDescriptor(
                    plain.key(),
                    workspace,
                    plain.type(),
                    random.nextInt(2),
                    plain.safety(),
                    plain.timing(),
                    plain.dependencies()));
        }
        world.settle();
    }

    private void turn(String workspace) {
        if (paused.add(workspace)) {
            world.ripresa.operator().pauseWorkspace(workspace, "ann", "a look");
        } else {
            paused.remove(workspace);
            world.ripresa.operator().resumeWorkspace(workspace, "ann", "seen");
        }
    }

    private void assertNothingWasReservedWhilePaused() {
        TreeSet<String> now = new TreeSet<>();
        int pauses = 0;
        for (JournalEntry line : world.store.journalAfter(0, 1_000_000)) {
            String workspace = line.data().get("workspace");
            if (line.kind() == Kind.WORKSPACE
                    && workspace != null
                    && line.data().containsKey("to")) {
                if ("PAUSED".equals(line.data().get("to"))) {
                    now.add(workspace);
                    pauses++;
                } else {
                    now.remove(workspace);
                }
            }
            TaskKey task = line.subject().task();
            if (line.kind() == Kind.RESERVED && task != null) {
                assertThat(now).as("paused at %s", line).doesNotContain(workspaceOf.get(task));
            }
        }
        assertThat(pauses).isGreaterThanOrEqualTo(5);
    }
}
