package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.model.Attempt;
import io.ripresa.model.Dependency;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Mode;
import io.ripresa.model.Outcome;
import io.ripresa.model.Policy;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.ReportedChange.Kind;
import io.ripresa.model.ReportedChange.Scope;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What somebody changes outside and reports, and what becomes of the tasks that waited for it. */
class ReportedChangeTest {

    private static final Scope ORDERS = new Scope("orders", List.of(), null);

    private final RecoveryWorld world = new RecoveryWorld();
    private boolean fixed;

    private void failing(FailureReport failure, int tasks) {
        world.system.script(run -> fixed ? null : failure);
        for (int i = 0; i < tasks; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.settle();
        world.pass(Duration.ofMinutes(1));
    }

    private static FailureReport unauthorized() {
        return RecoveryWorld.http(401, Map.of());
    }

    private ReportedChange report(Kind kind, Scope scope) {
        return report(null, kind, scope, null);
    }

    private ReportedChange report(@Nullable String id, Kind kind, Scope scope, @Nullable Instant at) {
        return world.ripresa.operator().report(id, kind, scope, "a new token", at, "ann");
    }

    private Incident incident() {
        return world.incidents().get(0);
    }

    private long count(Disposition disposition) {
        return world.store.dispositionCounts().stream()
                .filter(count -> count.disposition() == disposition)
                .mapToLong(count -> count.tasks())
                .sum();
    }

    private List<Attempt> attempts() {
        return world.store.latestAttempts(1_000);
    }

    @Test
    void withoutAChangeNothingIsRunAgainAndAfterADayAPersonIsAsked() {
        failing(unauthorized(), 20);

        assertThat(incident().state()).isEqualTo(IncidentState.AWAITING_FIX);
        world.pass(Duration.ofHours(25));

        assertThat(world.system.runs()).isEqualTo(20);
        assertThat(count(Disposition.ESCALATED)).isEqualTo(20);
    }

    @Test
    void afterAChangeOneGoesFirstAndTheOthersFollow() {
        failing(unauthorized(), 20);
        fixed = true;

        report(Kind.CREDENTIAL, ORDERS);
        world.settle();
        // The first came back well, and one may follow at once.
        assertThat(world.system.runs()).isBetween(21, 22);
        assertThat(incident().state()).isEqualTo(IncidentState.RECOVERING);
        world.pass(Duration.ofMinutes(1));

        assertThat(count(Disposition.RECOVERED)).isEqualTo(20);
        assertThat(incident().state()).isEqualTo(IncidentState.RESOLVED);
        assertThat(attempts().stream().filter(a -> a.passage().trial())).hasSize(1);
        assertThat(world.system.runs()).isEqualTo(40);
    }

    @Test
    void theOthersFollowAtThePaceOfTheRamp() {
        failing(unauthorized(), 200);
        fixed = true;
        report(Kind.CREDENTIAL, ORDERS);

        world.pass(Duration.ofSeconds(5));

        assertThat(count(Disposition.RECOVERED)).isBetween(10L, 80L);
        world.pass(Duration.ofMinutes(5));
        assertThat(count(Disposition.RECOVERED)).isEqualTo(200);
    }

    @Test
    void aChangeThatDoesNotHelpCostsOneAttemptAndTheNextOneIsTried() {
        failing(unauthorized(), 20);

        report(Kind.CREDENTIAL, ORDERS);
        world.pass(Duration.ofHours(1));

        assertThat(world.system.runs()).isEqualTo(21);
        assertThat(attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.result())
                        .satisfies(result -> assertThat(result.outcome()).isEqualTo(Outcome.FAILED_AGAIN)));
        assertThat(incident().state()).isEqualTo(IncidentState.AWAITING_FIX);

        fixed = true;
        report(Kind.DEPLOY, ORDERS);
        world.pass(Duration.ofMinutes(1));
        assertThat(count(Disposition.RECOVERED)).isEqualTo(20);
    }

    @Test
    void aChangeReportedAgainChangesNothing() {
        failing(unauthorized(), 20);
        Instant at = world.instant();
        ReportedChange first = report("rotation-7", Kind.CREDENTIAL, ORDERS, at);
        world.pass(Duration.ofMinutes(10));
        List<JournalEntry> journal = journal();

        assertThat(report("rotation-7", Kind.CREDENTIAL, ORDERS, world.instant()))
                .isEqualTo(first);
        world.pass(Duration.ofMinutes(10));

        assertThat(world.system.runs()).isEqualTo(21);
        assertThat(journal()).isEqualTo(journal);
        assertThat(world.store.latestReportedChanges(10)).containsExactly(first);
    }

    /** Without what time alone changes: what is found wrong in a workspace, and in Ripresa. */
    private List<JournalEntry> journal() {
        return world.store.journalAfter(0, 10_000).stream()
                .filter(line -> line.kind() != JournalEntry.Kind.WORKSPACE && line.kind() != JournalEntry.Kind.HEALTH)
                .toList();
    }

    @Test
    void anIdBelongsToOneChange() {
        report("c-1", Kind.CREDENTIAL, ORDERS, null);

        assertThatThrownBy(() -> report("c-1", Kind.DEPLOY, ORDERS, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("c-1")
                .hasMessageContaining("CREDENTIAL");
    }

    @Test
    void aChangeOlderThanTheFailureOrYetToComeIsNone() {
        Instant before = world.instant().minusSeconds(10);
        failing(unauthorized(), 5);

        report("old", Kind.CREDENTIAL, ORDERS, before);
        world.pass(Duration.ofHours(1));
        assertThat(world.system.runs()).isEqualTo(5);

        assertThatThrownBy(() ->
                        report("new", Kind.CREDENTIAL, ORDERS, world.instant().plusSeconds(600)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in the future");
    }

    @Test
    void aFailureThatBecomesKnownAfterTheChangeIsTriedToo() {
        world.system.script(run -> fixed ? null : unauthorized());
        world.system.submit(world.task("t0"));
        world.turnTo(world.instant().plusSeconds(30));
        fixed = true;
        report(Kind.CREDENTIAL, ORDERS);

        world.pass(Duration.ofMinutes(1));

        assertThat(world.disposition("t0")).isEqualTo(Disposition.RECOVERED);
    }

    @Test
    void aChangeOfAnotherScopeOrKindIsNotTried() {
        failing(unauthorized(), 5);

        report(Kind.CREDENTIAL, new Scope("stock", List.of(), null));
        report(Kind.CREDENTIAL, new Scope(null, List.of("letter"), null));
        report(Kind.CREDENTIAL, new Scope(null, List.of(), new Dependency("other.example:443")));
        report(Kind.LIMIT, ORDERS);
        world.pass(Duration.ofHours(1));
        assertThat(world.system.runs()).isEqualTo(5);

        fixed = true;
        report(Kind.CREDENTIAL, new Scope(null, List.of("invoice"), RecoveryWorld.PAYMENTS));
        world.pass(Duration.ofMinutes(1));
        assertThat(count(Disposition.RECOVERED)).isEqualTo(5);
    }

    @Test
    void whatWasLeftToAPersonForWantOfAChangeComesBack() {
        failing(unauthorized(), 20);
        world.pass(Duration.ofHours(30));
        assertThat(incident().state()).isEqualTo(IncidentState.NEEDS_PERSON);
        fixed = true;

        report(Kind.CREDENTIAL, ORDERS);
        world.pass(Duration.ofMinutes(1));

        assertThat(count(Disposition.RECOVERED)).isEqualTo(20);
    }

    @Test
    void attemptsCountAndAreThreeAtMost() {
        failing(unauthorized(), 1);
        for (int i = 0; i < 5; i++) {
            report(Kind.CREDENTIAL, ORDERS);
            world.pass(Duration.ofMinutes(10));
        }

        assertThat(world.runs("t0")).isEqualTo(4);
        assertThat(world.disposition("t0")).isEqualTo(Disposition.ESCALATED);
    }

    @Test
    void aDefectIsSuggestedToAPersonAfterADeploy() {
        failing(FailureReport.of("java.lang.NullPointerException", "Cannot invoke \"a.b()\""), 5);
        fixed = true;

        report(Kind.DEPLOY, ORDERS);
        world.pass(Duration.ofHours(1));
        assertThat(world.system.runs()).isEqualTo(5);
        assertThat(incident().headline().reason()).contains("Deploy of workspace orders", "A person may approve");

        world.ripresa.operator().retry(new TaskKey("scripted", "t0"), "ann", "2.1 is out");
        world.pass(Duration.ofMinutes(1));
        assertThat(world.disposition("t0")).isEqualTo(Disposition.RECOVERED);
        assertThat(world.system.runs()).isEqualTo(6);
    }

    @Test
    void badDataIsNeverRunAgain() {
        failing(RecoveryWorld.http(422, Map.of()), 5);
        for (Kind kind : Kind.values()) {
            report(kind, ORDERS);
        }

        world.pass(Duration.ofHours(1));

        assertThat(world.system.runs()).isEqualTo(5);
        assertThat(count(Disposition.QUARANTINED)).isEqualTo(5);
    }

    @Test
    void theKillSwitchAndAPauseComeBeforeAnyChange() {
        failing(unauthorized(), 5);
        fixed = true;
        world.ripresa.operator().stop("ann", "drill", false);
        report(Kind.CREDENTIAL, ORDERS);
        world.pass(Duration.ofMinutes(30));
        assertThat(world.system.runs()).isEqualTo(5);

        world.ripresa.operator().pause(incident().id(), "ann", "not yet");
        world.ripresa.operator().resume("ann", "over");
        world.pass(Duration.ofMinutes(30));
        assertThat(world.system.runs()).isEqualTo(5);

        world.ripresa.operator().unpause(incident().id(), "ann", "now");
        world.pass(Duration.ofMinutes(1));
        assertThat(count(Disposition.RECOVERED)).isEqualTo(5);
    }

    @Test
    void whereAPersonApprovesAChangeIsSuggestedAndWhereNothingIsTouchedItIsNotEvenThat() {
        world.ripresa = world.build(Policy.DEFAULT.withMode(Mode.SUGGEST));
        failing(unauthorized(), 3);
        report(Kind.CREDENTIAL, ORDERS);
        world.pass(Duration.ofHours(1));
        assertThat(world.system.runs()).isEqualTo(3);
        assertThat(incident().headline().reason()).contains("A person may approve");

        world.ripresa = world.build(Policy.DEFAULT.withMode(Mode.OBSERVE));
        report(Kind.DEPLOY, ORDERS);
        world.pass(Duration.ofHours(1));
        assertThat(world.system.runs()).isEqualTo(3);
    }

    @Test
    void aTaskThatMayNotBeRunTwiceIsNoCanaryWhereAnotherIsThere() {
        world.system.script(run -> fixed ? null : unauthorized());
        world.system.submit(world.task("a", SideEffects.UNSAFE, null));
        world.system.submit(world.task("b"));
        world.pass(Duration.ofMinutes(1));

        report(Kind.CREDENTIAL, ORDERS);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.runs("a")).isEqualTo(1);
        assertThat(world.runs("b")).isEqualTo(2);
    }

    @Test
    void aCanaryThatFailsOtherwiseSaysNothingAndAnotherGoes() {
        failing(unauthorized(), 5);
        world.system.script(run -> run.task().externalId().equals("t0")
                ? FailureReport.of("java.lang.NullPointerException", "Cannot invoke \"a.b()\"")
                : null);

        report(Kind.CREDENTIAL, ORDERS);
        world.pass(Duration.ofMinutes(1));

        assertThat(count(Disposition.RECOVERED)).isEqualTo(4);
        assertThat(world.disposition("t0")).isEqualTo(Disposition.HELD);
    }

    @Test
    void aChangeIsEvidenceForTheGateOfItsDependency() {
        world.system.script(run -> fixed ? null : RecoveryWorld.refused());
        for (int i = 0; i < 8; i++) {
            world.system.submit(world.task("t" + i));
        }
        // Long enough for the canaries of a small incident to be minutes apart.
        world.pass(Duration.ofMinutes(40));
        fixed = true;
        Instant changed = world.instant();

        report(Kind.DEPLOY, new Scope(null, List.of(), RecoveryWorld.PAYMENTS));
        world.pass(Duration.ofSeconds(20));

        assertThat(count(Disposition.RECOVERED)).isPositive();
        assertThat(world.store.journalAfter(0, 10_000))
                .filteredOn(entry -> entry.kind() == JournalEntry.Kind.EVIDENCE)
                .anySatisfy(entry -> {
                    assertThat(entry.at()).isEqualTo(changed);
                    assertThat(entry.text()).contains("Deploy of dependency payments.example:443");
                });
    }
}
