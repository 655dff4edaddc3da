package io.ripresa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ripresa.Ripresa;
import io.ripresa.jdbc.JdbcRecoveryStore;
import io.ripresa.model.Dependency;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.spi.DependencyProbe;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.Resources;
import io.ripresa.spi.Resources.Resource;
import io.ripresa.spi.Resources.Use;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker is short of, from its readings to the gate and back. */
class ResourceWatchTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final FailureReport PLAIN = FailureReport.of("java.lang.OutOfMemoryError", "Java heap space");

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private volatile double memory = 0.5;

    private List<Use> read() {
        return List.of(new Use(Resource.MEMORY, memory, "of 1000 MB"), new Use(Resource.DISK, 0.5, ""));
    }

    @Test
    void aFailureIsMarkedWithWhatIsShortAndNothingElse() {
        ResourceWatch watch = new ResourceWatch(this::read, "w 1", clock);
        assertThat(watch.marked(PLAIN)).isSameAs(PLAIN);
        assertThat(watch.probes()).as("nothing was short").isEmpty();

        memory = 0.95;
        assertThat(watch.marked(PLAIN).attribute(FailureReport.SHORT_OF)).isEqualTo("memory@w-1");
        assertThat(new ResourceWatch(Resources.NONE, "w-1", clock).marked(PLAIN))
                .isSameAs(PLAIN);
    }

    @Test
    void itAnswersWhetherThereIsEnoughAgain() {
        ResourceWatch watch = new ResourceWatch(this::read, "w-1", clock);
        memory = 0.95;
        watch.look();
        DependencyProbe probe = watch.probes().get(0);
        assertThat(watch.probes()).hasSize(1);
        assertThat(probe.dependency()).isEqualTo(new Dependency("memory@w-1"));
        assertThat(probe.probe().passed()).isFalse();

        memory = 0.4;
        assertThat(probe.probe().passed()).as("not long enough").isFalse();
        clock.advance(Duration.ofSeconds(10));
        assertThat(probe.probe())
                .isEqualTo(
                        new DependencyProbe.ProbeResult(true, "40 % in use (of 1000 MB), below its limit for 10 s."));
    }

    @Test
    void readingsThatCannotBeReadAreLeftOut() {
        ResourceWatch watch = new ResourceWatch(
                () -> {
                    throw new IllegalStateException("no reading");
                },
                "w-1",
                clock);
        assertThat(watch.marked(PLAIN)).isSameAs(PLAIN);
    }

    @Test
    void aRunThatFailedForWantOfMemoryComesBackWhenThereIsEnough() {
        memory = 0.95;
        TaskKey task = new TaskKey(NativeTaskSystem.NAME, "t1");
        try (TestDatabase database = TestDatabase.Kind.H2.open(directory);
                NativeTaskSystem system = NativeTaskSystem.builder(database.dataSource())
                        .clock(InstantSource.system())
                        .workerId("w-1")
                        .heartbeatInterval(Duration.ofMillis(200))
                        .resources(this::read)
                        .handler(TaskType.of("heavy"), run -> {
                            if (memory > 0.9) {
                                throw new OutOfMemoryError("Java heap space");
                            }
                        })
                        .build()) {
            RecoveryStore store = JdbcRecoveryStore.open(database.dataSource());
            try (Ripresa ripresa = Ripresa.builder()
                    .store(store)
                    .taskSystem(system)
                    .node("n-1")
                    .build()) {
                system.start();
                ripresa.start();
                system.submit(List.of(new Submission("t1", "team", "heavy", "", Options.DEFAULT)));
                await().atMost(LONG).until(() -> {
                    TaskRecord record = store.tasks(List.of(task)).get(task);
                    return record != null && record.trouble() != null;
                });
                TaskRecord.Trouble trouble = Objects.requireNonNull(
                        Objects.requireNonNull(store.tasks(List.of(task)).get(task))
                                .trouble());
                assertThat(trouble.diagnosis().source().dependency()).isEqualTo(new Dependency("memory@w-1"));

                memory = 0.4;

                await().atMost(LONG)
                        .until(() -> Objects.requireNonNull(
                                                store.tasks(List.of(task)).get(task))
                                        .disposition()
                                == Disposition.RECOVERED);
            }
        }
    }
}
