package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Attempt;
import io.ripresa.model.Disposition;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workspaces that share a dependency come back side by side, however many tasks each has. */
class FairnessTest {

    private final RecoveryWorld world = new RecoveryWorld();
    private boolean works;

    private void submit(String workspace, int tasks, int priority) {
        for (int i = 0; i < tasks; i++) {
            TaskDescriptor plain = world.task(workspace + "-" + i);
            world.system.submit(new TaskDescriptor(
                    plain.key(),
                    workspace,
                    plain.type(),
                    priority,
                    TaskDescriptor.Safety.of(SideEffects.IDEMPOTENT),
                    plain.timing(),
                    plain.dependencies()));
        }
        world.settle();
    }

    /** The workspaces of all that were run again after a time, in the order in which they were. */
    private List<String> order(int skip) {
        List<Attempt> attempts = new ArrayList<>(world.store.latestAttempts(100_000));
        Collections.reverse(attempts);
        return attempts.stream()
                .skip(skip)
                .map(attempt -> attempt.task().externalId().replaceAll("-.*", ""))
                .toList();
    }

    @Test
    void aFewTasksDoNotWaitForTenThousandOfAnother() {
        world.system.script(run -> works ? null : RecoveryWorld.refused());
        submit("big", 10_000, 0);
        submit("small", 10, 0);
        world.pass(Duration.ofSeconds(3));
        works = true;
        int before = world.store.latestAttempts(100_000).size();

        for (int i = 0; i < 400 && smallOnesBack() < 10; i++) {
            world.pass(Duration.ofSeconds(1));
        }

        assertThat(smallOnesBack()).isEqualTo(10);
        assertThat(order(before).stream().filter("big"::equals).count()).isLessThan(60);
    }

    private long smallOnesBack() {
        long back = 0;
        for (int i = 0; i < 10; i++) {
            TaskKey key = new TaskKey("scripted", "small-" + i);
            back += world.store.tasks(List.of(key)).get(key).disposition() == Disposition.RECOVERED ? 1 : 0;
        }
        return back;
    }

    @Test
    void whoComesLaterIsNotBehindWhoWasFirst() {
        world.system.script(run -> works ? null : RecoveryWorld.refused());
        submit("a", 30, 0);
        submit("b", 30, 0);
        submit("c", 30, 0);
        works = true;
        int before = world.store.latestAttempts(1_000).size();
        world.pass(Duration.ofMinutes(10));

        List<String> order = order(before);
        assertThat(order).hasSizeGreaterThanOrEqualTo(85);
        for (int i = 12; i + 12 <= 72; i += 12) {
            List<String> release = order.subList(i, i + 12);
            for (String workspace : List.of("a", "b", "c")) {
                assertThat(Collections.frequency(release, workspace))
                        .as("%s in %s", workspace, release)
                        .isBetween(2, 6);
            }
        }
    }

    @Test
    void priorityGoesBeforeFairness() {
        world.system.script(run -> works ? null : RecoveryWorld.refused());
        submit("low", 20, 0);
        submit("high", 20, 5);
        works = true;
        int before = world.store.latestAttempts(1_000).size();
        world.pass(Duration.ofMinutes(10));

        List<String> order = order(before);
        assertThat(Collections.frequency(order.subList(0, 20), "high")).isGreaterThanOrEqualTo(17);
    }

    @Test
    void inEachRoundTheAilingWorkspaceGoesFirst() {
        world.system.script(
                run -> works || run.task().externalId().startsWith("fine-ok") ? null : RecoveryWorld.refused());
        submit("fine", 30, 0);
        for (int i = 0; i < 300; i++) {
            TaskDescriptor plain = world.task("fine-ok" + i);
            world.system.submit(new TaskDescriptor(
                    plain.key(), "fine", plain.type(), 0, plain.safety(), plain.timing(), plain.dependencies()));
        }
        world.pass(Duration.ofSeconds(3));
        submit("ill", 30, 0);
        world.pass(Duration.ofSeconds(31));
        works = true;
        int before = world.store.latestAttempts(1_000).size();
        world.pass(Duration.ofMinutes(10));

        List<Attempt> attempts = new ArrayList<>(world.store.latestAttempts(1_000));
        Collections.reverse(attempts);
        List<String> order = attempts.stream()
                .skip(before)
                .map(attempt -> attempt.task().externalId())
                .toList();
        // One of each may have gone as canary before.
        int illFirst = 0;
        for (int i = 2; i < 30; i++) {
            illFirst += order.indexOf("ill-" + i) < order.indexOf("fine-" + i) ? 1 : 0;
        }
        assertThat(order).contains("ill-29", "fine-29");
        assertThat(illFirst).as("ill first in %s", order).isGreaterThanOrEqualTo(26);
    }

    /** Successes that close the breaker do not come from one workspace alone where another takes part. */
    @Test
    void theTrialsAreOfAllWhoTakePart() {
        world.system.script(run -> works ? null : RecoveryWorld.refused());
        submit("big", 200, 0);
        submit("small", 50, 0);
        works = true;
        int before = world.store.latestAttempts(1_000).size();
        world.pass(Duration.ofMinutes(10));

        List<Attempt> attempts = new ArrayList<>(world.store.latestAttempts(1_000));
        Collections.reverse(attempts);
        List<String> trials = attempts.stream()
                .skip(before)
                .filter(attempt -> attempt.passage().trial())
                .map(attempt -> attempt.task().externalId().replaceAll("-.*", ""))
                .toList();
        assertThat(trials).hasSizeGreaterThanOrEqualTo(10);
        assertThat(Collections.frequency(trials, "small")).isBetween(trials.size() / 2 - 1, trials.size() / 2 + 1);
    }
}
