package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.analyze.RecoveryAnalysisEngine;
import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import io.ripresa.spi.DependencyProbe;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a worker is short of, as a dependency like any other. */
class ResourceGateTest {

    private static final Dependency MEMORY = Dependency.resource(Dependency.MEMORY, "w-1");

    private final RecoveryWorld world = new RecoveryWorld();
    private boolean enough;
    private int asked;

    private static FailureReport outOfMemory() {
        return FailureReport.of("java.lang.OutOfMemoryError", "Java heap space");
    }

    private static FailureReport whileShort() {
        return outOfMemory().with(FailureReport.SHORT_OF, "disk@w-1 memory@w-1");
    }

    private Diagnosis diagnosis(FailureReport failure) {
        return RecoveryAnalysisEngine.create()
                .analyze(world.task("a"), null, failure, FailureKind.REPORTED, world.instant());
    }

    /** Readings of the worker, as its task system gives them. */
    private void watch() {
        world.ripresa = Ripresa.builder()
                .store(world.store)
                .taskSystem(world.system)
                .random(new SplittableRandom(1))
                .probe(new DependencyProbe() {
                    @Override
                    public Dependency dependency() {
                        return MEMORY;
                    }

                    @Override
                    public Duration period() {
                        return Duration.ofSeconds(5);
                    }

                    @Override
                    public ProbeResult probe() {
                        asked++;
                        return new ProbeResult(enough, enough ? "40 % in use." : "95 % in use.");
                    }
                })
                .build();
    }

    @Test
    void aLackOfMemoryClearsByItselfOnlyWhereTheReadingsSaidSo() {
        Diagnosis alone = diagnosis(outOfMemory());
        assertThat(alone.recoverability()).isEqualTo(Recoverability.AFTER_FIX);
        assertThat(alone.source().dependency()).isNull();

        Diagnosis shortOf = diagnosis(whileShort());
        assertThat(shortOf.category()).isEqualTo(Category.RESOURCE_EXHAUSTED);
        assertThat(shortOf.recoverability()).isEqualTo(Recoverability.AUTO);
        assertThat(shortOf.source().dependency()).isEqualTo(MEMORY);
        assertThat(shortOf.fingerprint()).as("the same error").isEqualTo(alone.fingerprint());

        Diagnosis other = diagnosis(outOfMemory().with(FailureReport.SHORT_OF, "disk@w-1"));
        assertThat(other.recoverability()).as("short of something else").isEqualTo(Recoverability.AFTER_FIX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.io.IOException          | No space left on device                                 | disk",
                "java.net.SocketException     | Too many open files                                     | file-descriptors",
                "java.lang.OutOfMemoryError   | unable to create native thread: possibly out of memory  | threads",
                "java.sql.SQLTransientException | HikariPool-1 - Connection is not available, request timed out after 30000ms | connections",
                "ChildProcessError            | command exited with code 137                            | memory"
            })
    void eachErrorPointsToWhatItSaysIsMissing(String type, String message, String resource) {
        FailureReport failure = FailureReport.of(type, message)
                .with(FailureReport.SHORT_OF, "memory@w-1 disk@w-1 file-descriptors@w-1 threads@w-1 connections@w-1");

        assertThat(diagnosis(failure).source().dependency()).isEqualTo(new Dependency(resource + "@w-1"));
        assertThat(diagnosis(failure).recoverability()).isEqualTo(Recoverability.AUTO);
    }

    @Test
    void anErrorOfSomethingElseHasNothingToDoWithWhatIsShort() {
        FailureReport refused = RecoveryWorld.refused().with(FailureReport.SHORT_OF, "memory@w-1");
        assertThat(diagnosis(refused).source().dependency()).isEqualTo(RecoveryWorld.PAYMENTS);

        FailureReport theirs = FailureReport.of("java.io.IOException", "No space left on device")
                .with(FailureReport.TARGET, RecoveryWorld.PAYMENTS.name())
                .with(FailureReport.SHORT_OF, "disk@w-1");
        assertThat(diagnosis(theirs).source().dependency())
                .as("the far side's disk")
                .isEqualTo(RecoveryWorld.PAYMENTS);
    }

    @Test
    void tasksWaitForMemoryAndComeBackWhenTheReadingsSayThatThereIsEnough() {
        watch();
        world.system.script(run -> enough ? null : whileShort());
        for (int i = 0; i < 8; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.pass(Duration.ofMinutes(20));
        assertThat(asked).as("asked for free").isGreaterThan(100);
        for (int i = 0; i < 8; i++) {
            assertThat(world.runs("t" + i))
                    .as("no attempt while memory is short")
                    .isEqualTo(1);
        }

        enough = true;
        world.pass(Duration.ofMinutes(2));

        for (int i = 0; i < 8; i++) {
            assertThat(world.disposition("t" + i)).isEqualTo(Disposition.RECOVERED);
            assertThat(world.runs("t" + i)).isEqualTo(2);
        }
    }

    @Test
    void aTaskThatLacksMemoryAgainThoughThereIsEnoughIsLeftToAPerson() {
        watch();
        enough = true;
        world.system.script(run -> whileShort());
        world.system.submit(world.task("huge"));

        world.pass(Duration.ofDays(2));

        assertThat(world.runs("huge")).as("one attempt").isEqualTo(2);
        assertThat(world.disposition("huge")).isEqualTo(Disposition.ESCALATED);
        assertThat(world.record("huge").note()).contains("not enough memory again");
    }
}
