package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.health.HealthReport;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Breaker;
import io.ripresa.model.Disposition;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Processes that share a store: what one of them knew before it was stopped counts for nothing afterwards. */
class SeveralNodesTest {

    private final RecoveryWorld world = new RecoveryWorld();

    private void oneFailedTask() {
        world.system.script(run -> run.number() == 1 ? RecoveryWorld.refused() : null);
        world.system.submit(world.task("a"));
        world.ripresa.tick();
    }

    @Test
    void aNodeThatIsStoppedBetweenOrderAndTaskSystemStartsNothingWhenItGoesOn() {
        oneFailedTask();
        Ripresa other = world.another("other");
        world.system.beforeNextOrder(() -> {
            world.turnTo(world.instant().plus(Duration.ofMinutes(2)));
            other.operator().stop("ann", "drill", false);
        });

        world.pass(Duration.ofHours(1));
        assertThat(world.runs("a")).isEqualTo(1);

        other.operator().resume("ann", "drill is over");
        world.pass(Duration.ofHours(1));
        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.record("a").runs().attempts()).isEqualTo(1);
    }

    @Test
    void anOrderThatCameTooLateIsGivenAgainAndCountsOnce() {
        oneFailedTask();
        world.system.beforeNextOrder(() -> world.turnTo(world.instant().plus(Duration.ofSeconds(6))));

        world.pass(Duration.ofMinutes(3));

        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.store.attemptsOf(new TaskKey("scripted", "a"))).hasSize(1);
    }

    @Test
    void whatADeadNodeHadReservedIsTakenOverWithinFifteenSeconds() {
        oneFailedTask();
        Ripresa other = world.another("other");
        world.system.beforeNextOrder(() -> {
            throw new Death();
        });
        try {
            world.pass(Duration.ofMinutes(3));
        } catch (Death expected) {
            assertThat(world.store.attemptsOf(new TaskKey("scripted", "a")))
                    .singleElement()
                    .satisfies(attempt -> assertThat(attempt.state()).isEqualTo(AttemptState.ISSUED));
        }
        world.ripresa = other;
        world.pass(Duration.ofSeconds(15));

        assertThat(world.runs("a")).isEqualTo(2);
        assertThat(world.disposition("a")).isEqualTo(Disposition.RECOVERED);
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A run that began before the outage ended says nothing about now, whatever its system's clock shows. */
    @Test
    void aTaskSystemsClockThatIsWrongDoesNotDateAnEpoch() {
        for (Duration wrong : List.of(Duration.ofMinutes(-10), Duration.ZERO, Duration.ofMinutes(10))) {
            RecoveryWorld skewed = new RecoveryWorld();
            skewed.system.clockAhead(wrong);
            skewed.system.script(run -> RecoveryWorld.refused());
            for (int i = 0; i < 5; i++) {
                skewed.system.submit(skewed.task("t" + i));
            }
            skewed.settle();

            GateKey payments = GateKey.reachability(RecoveryWorld.PAYMENTS);
            Gate gate = skewed.store.gates(List.of(payments)).get(payments);
            assertThat(gate.breaker()).as("clock ahead by %s", wrong).isEqualTo(Breaker.OPEN);
            skewed.system.script(run -> null);
            skewed.pass(Duration.ofMinutes(10));
            assertThat(skewed.disposition("t4")).as("clock ahead by %s", wrong).isEqualTo(Disposition.RECOVERED);
        }
    }

    @Test
    void eventsThatNobodyReadsAreSeenInHealth() {
        world.system.script(run -> null);
        world.system.submit(world.task("a"));
        assertThat(intake().healthy()).isTrue();
        world.turnTo(world.instant().plusSeconds(61));

        assertThat(intake().healthy()).isFalse();
        assertThat(intake().detail()).contains("3 events are unread, the oldest since 61 s");

        world.settle();
        assertThat(intake().healthy()).isTrue();
    }

    private HealthReport.Check intake() {
        return world.ripresa.health().checks().stream()
                .filter(check -> check.name().equals("intake of scripted"))
                .findFirst()
                .orElseThrow();
    }

    /** One signal in one process: rings are heard at once. */
    private static final class Bell implements Signal {
        private final Map<Topic, List<Runnable>> ears = new EnumMap<>(Topic.class);
        private final LinkedBlockingQueue<Topic> rung = new LinkedBlockingQueue<>();

        @Override
        public void ring(Topic topic) {
            rung.add(topic);
            List.copyOf(ears.getOrDefault(topic, List.of())).forEach(Runnable::run);
        }

        @Override
        public Listening listen(Topic topic, Runnable heard) {
            ears.computeIfAbsent(topic, t -> new ArrayList<>()).add(heard);
            return () -> ears.get(topic).remove(heard);
        }

        @Override
        public boolean isPrompt() {
            return true;
        }
    }

    @Test
    void aRingWakesALoopThatWouldHaveSleptForSeconds() throws InterruptedException {
        Bell bell = new Bell();
        LinkedBlockingQueue<String> read = new LinkedBlockingQueue<>();
        try (Ripresa node = Ripresa.builder()
                .store(world.store)
                .taskSystem(world.system)
                .signal(bell)
                .idle(Duration.ofDays(1))
                .listener(entry -> {
                    // What a node finds of itself at its first look may come before or after.
                    if (entry.kind() != JournalEntry.Kind.HEALTH) {
                        read.add(entry.kind().name());
                    }
                })
                .build()) {
            node.start();
            assertThat(bell.ears.get(Signal.Topic.NEWS)).hasSize(1);
            world.system.script(run -> null);
            world.system.submit(world.task("a"));

            bell.ring(Signal.Topic.NEWS);

            assertThat(read.poll(20, TimeUnit.SECONDS)).isEqualTo("TASK_KNOWN");
            bell.rung.clear();
            node.operator().stop("ann", "drill", false);
            assertThat(bell.rung).contains(Signal.Topic.NEWS);
        }
        assertThat(bell.ears.get(Signal.Topic.NEWS)).isEmpty();
    }
}
