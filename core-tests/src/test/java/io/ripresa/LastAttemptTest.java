package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Dependency;
import io.ripresa.model.Disposition;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.spi.DependencyProbe;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The third attempt: kept back where somebody else can still tell, for a day at most; spent by the clock where not. */
class LastAttemptTest {

    private final RecoveryWorld world = new RecoveryWorld();
    private boolean works;
    private boolean probePasses;

    private void submit(int tasks) {
        world.system.script(run -> works ? null : RecoveryWorld.refused());
        for (int i = 0; i < tasks; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.settle();
    }

    private void withProbe() {
        world.ripresa = Ripresa.builder()
                .store(world.store)
                .taskSystem(world.system)
                .random(new SplittableRandom(1))
                .probe(new DependencyProbe() {
                    @Override
                    public Dependency dependency() {
                        return RecoveryWorld.PAYMENTS;
                    }

                    @Override
                    public Duration period() {
                        return Duration.ofSeconds(60);
                    }

                    @Override
                    public ProbeResult probe() {
                        return new ProbeResult(probePasses, "scripted");
                    }
                })
                .build();
    }

    /** A tick a minute, as a loop makes that probes, for so long. */
    private void watch(Duration time) {
        for (long minutes = time.toMinutes(); minutes > 0; minutes--) {
            world.pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void whereNobodyCanTellTheClockSpendsIt() {
        submit(1);

        world.pass(Duration.ofHours(3));

        assertThat(world.runs("t0")).isEqualTo(4);
        assertThat(world.disposition("t0")).isEqualTo(Disposition.ESCALATED);
    }

    @Test
    void whereAProbeSaysThatItDoesNotWorkItIsKeptForADayAndThenAPersonIsAsked() {
        withProbe();
        submit(1);
        watch(Duration.ofHours(26));

        assertThat(world.runs("t0")).isEqualTo(3);
        assertThat(world.disposition("t0")).isEqualTo(Disposition.HELD);
        watch(Duration.ofHours(12));

        assertThat(world.runs("t0")).isEqualTo(3);
        assertThat(world.disposition("t0")).isEqualTo(Disposition.ESCALATED);
        assertThat(world.record("t0").note()).contains("kept back for 24 h");
    }

    @Test
    void whenTheProbePassesItIsSpent() {
        withProbe();
        submit(1);
        watch(Duration.ofHours(20));
        works = true;
        probePasses = true;

        watch(Duration.ofMinutes(10));

        assertThat(world.runs("t0")).isEqualTo(4);
        assertThat(world.disposition("t0")).isEqualTo(Disposition.RECOVERED);
    }

    @Test
    void aProbeThatDoesNotSeeWhatIsWrongKeepsNothingBack() {
        withProbe();
        probePasses = true;
        submit(1);

        watch(Duration.ofHours(6));

        assertThat(world.runs("t0")).isEqualTo(4);
        assertThat(world.disposition("t0")).isEqualTo(Disposition.ESCALATED);
    }

    @Test
    void whereCallsOfOthersFailItIsKept() {
        submit(1);
        for (int minute = 0; minute < 600; minute++) {
            world.ripresa.traffic().report(RecoveryWorld.PAYMENTS, 0, 5);
            world.pass(Duration.ofMinutes(1));
        }
        assertThat(world.runs("t0")).isLessThanOrEqualTo(3);
        works = true;

        for (int second = 0; second < 120; second++) {
            world.ripresa.traffic().report(RecoveryWorld.PAYMENTS, 5, 0);
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(world.disposition("t0")).isEqualTo(Disposition.RECOVERED);
    }

    @Test
    void whereAnotherMemberHasMoreAttemptsItIsKept() {
        submit(1);
        world.pass(Duration.ofMinutes(25));
        assertThat(world.runs("t0")).isEqualTo(3);
        world.pass(Duration.ofMinutes(35));
        world.system.submit(world.task("young"));

        // Its own wait is over; the young one's is not, but it may still tell.
        world.pass(Duration.ofMinutes(14));
        assertThat(world.runs("young")).isEqualTo(2);
        assertThat(world.runs("t0")).isEqualTo(3);

        world.pass(Duration.ofHours(3));
        assertThat(world.runs("t0")).isEqualTo(4);
    }

    @Test
    void aPauseDoesNotKeepItForEver() {
        submit(1);
        world.pass(Duration.ofMinutes(25));
        assertThat(world.runs("t0")).isEqualTo(3);
        Incident incident = world.incidents().get(0);
        world.ripresa.operator().pause(incident.id(), "ann", "maintenance");

        world.pass(Duration.ofHours(23));
        assertThat(world.disposition("t0")).isEqualTo(Disposition.HELD);
        world.pass(Duration.ofHours(2));

        assertThat(world.runs("t0")).isEqualTo(3);
        assertThat(world.disposition("t0")).isEqualTo(Disposition.ESCALATED);
        assertThat(world.incidents().get(0).state()).isEqualTo(IncidentState.PAUSED);
    }

    @Test
    void theKillSwitchDoesNotUseItUp() {
        submit(1);
        world.pass(Duration.ofMinutes(25));
        world.ripresa.operator().stop("ann", "drill", false);
        world.pass(Duration.ofHours(30));
        assertThat(world.disposition("t0")).isEqualTo(Disposition.HELD);

        works = true;
        world.ripresa.operator().resume("ann", "over");
        world.pass(Duration.ofMinutes(30));
        assertThat(world.disposition("t0")).isEqualTo(Disposition.RECOVERED);
    }
}
