package io.ripresa.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.Breaker;
import io.ripresa.model.Category;
import io.ripresa.model.Cause;
import io.ripresa.model.Dependency;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import io.ripresa.model.Policy;
import io.ripresa.model.Recoverability;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.ReportedChange.Kind;
import io.ripresa.model.ReportedChange.Scope;
import io.ripresa.policy.FixRules.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FixRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Dependency API = new Dependency("api.example:443");
    private static final Cause.Ungated CAUSE = new Cause.Ungated("acme", "v1:ab");
    private static final Scope ACME = new Scope("acme", List.of(), null);

    private final GateRules rules = new GateRules(gate -> Policy.DEFAULT);

    private static Incident incident(Category category, Incident.Reach reach) {
        return new Incident(
                Incident.id(CAUSE, 1),
                CAUSE,
                IncidentState.AWAITING_FIX,
                new Incident.Headline(category, Recoverability.AFTER_FIX, "", "", "acme", null),
                Incident.Counts.NONE,
                List.of(),
                reach,
                new Incident.Times(NOW, NOW, null),
                1);
    }

    private static Incident incident() {
        return incident(Category.AUTH, new Incident.Reach(List.of("mail"), List.of(API), false, Map.of()));
    }

    private static ReportedChange change(Kind kind, Scope scope, Instant at) {
        return new ReportedChange("c-" + at, kind, scope, "", "ann", at, at);
    }

    private static Answer answer(Kind kind, Category category) {
        return FixRules.answer(
                change(kind, ACME, NOW),
                incident(category, new Incident.Reach(List.of("mail"), List.of(), false, Map.of())));
    }

    private static Answer answer(Scope scope) {
        return FixRules.answer(change(Kind.CREDENTIAL, scope, NOW), incident());
    }

    @Test
    void whatAChangeCanMendDependsOnItsKind() {
        assertThat(kinds(Category.AUTH, Answer.TRY)).containsExactly(Kind.DEPLOY, Kind.CREDENTIAL, Kind.CONFIGURATION);
        assertThat(kinds(Category.CONFIGURATION, Answer.TRY)).containsExactly(Kind.DEPLOY, Kind.CONFIGURATION);
        assertThat(kinds(Category.RESOURCE_EXHAUSTED, Answer.TRY))
                .containsExactly(Kind.DEPLOY, Kind.LIMIT, Kind.CONFIGURATION);
        assertThat(kinds(Category.LOGIC_ERROR, Answer.TRY)).isEmpty();
        assertThat(kinds(Category.LOGIC_ERROR, Answer.SUGGEST)).containsExactly(Kind.DEPLOY);
        assertThat(kinds(Category.DATA_CORRUPTION, Answer.NOTHING)).containsExactly(Kind.values());
    }

    private static List<Kind> kinds(Category category, Answer answer) {
        return Arrays.stream(Kind.values())
                .filter(kind -> answer(kind, category) == answer)
                .toList();
    }

    @Test
    void aChangeConcernsWhatIsWithinItsScope() {
        assertThat(answer(ACME)).isEqualTo(Answer.TRY);
        assertThat(answer(new Scope("acme", List.of("mail", "pdf"), API))).isEqualTo(Answer.TRY);
        assertThat(answer(new Scope(null, List.of("mail"), null))).isEqualTo(Answer.TRY);
        assertThat(answer(new Scope("stock", List.of(), null))).isEqualTo(Answer.NOTHING);
        assertThat(answer(new Scope(null, List.of("pdf"), null))).isEqualTo(Answer.NOTHING);
        assertThat(answer(new Scope("acme", List.of(), new Dependency("other"))))
                .isEqualTo(Answer.NOTHING);
        assertThat(FixRules.answer(
                        change(Kind.DEPLOY, new Scope(null, List.of("pdf"), null), NOW),
                        incident(Category.AUTH, Incident.Reach.UNKNOWN)))
                .isEqualTo(Answer.TRY);
    }

    @Test
    void oneCanaryGoesAndItsSuccessBeginsTheRamp() {
        Gate trying = FixRules.changed(fresh(), incident(), change(Kind.CREDENTIAL, ACME, NOW), NOW);
        assertThat(trying.breaker()).isEqualTo(Breaker.HALF_OPEN);
        assertThat(FixRules.changedAt(trying)).isEqualTo(NOW);

        GateRules.Plan plan = rules.plan(trying, 50, NOW);
        assertThat(plan.starts()).isEqualTo(1);
        Gate tried = FixRules.tried(rules.passed(plan, 1, 50, NOW), NOW);
        assertThat(rules.plan(tried, 50, NOW.plusSeconds(600)).starts()).isZero();

        Took took = new Took(NOW, Duration.ofMillis(100));
        Gate back = rules.succeeded(rules.slotFreed(tried, NOW), took, 49, NOW);
        assertThat(back.breaker()).isEqualTo(Breaker.CLOSED);
        assertThat(back.ramp()).isNotNull();
        assertThat(back.traffic().holding()).isFalse();
    }

    @Test
    void itsFailurePutsTheGateAwayAndTheSameChangeIsNotTriedAgain() {
        Gate failed = failedCanary(tried());

        assertThat(failed.isQuiet()).isTrue();
        assertThat(FixRules.changed(failed, incident(), change(Kind.CREDENTIAL, ACME, NOW), NOW.plusSeconds(9)))
                .isEqualTo(failed);
        assertThat(FixRules.changed(failed, incident(), change(Kind.DEPLOY, ACME, NOW.minusSeconds(1)), NOW))
                .isEqualTo(failed);
        assertThat(FixRules.changed(failed, incident(), change(Kind.DEPLOY, ACME, NOW.plusSeconds(1)), NOW)
                        .breaker())
                .isEqualTo(Breaker.HALF_OPEN);
    }

    @Test
    void aChangeThatCameMeanwhileIsTriedNext() {
        Gate told = FixRules.changed(tried(), incident(), change(Kind.DEPLOY, ACME, NOW.plusSeconds(1)), NOW);

        Gate next = failedCanary(told);

        assertThat(next.breaker()).isEqualTo(Breaker.HALF_OPEN);
        assertThat(rules.plan(next, 50, NOW.plusSeconds(2)).starts()).isEqualTo(1);
    }

    private static Gate fresh() {
        return Gate.create(GateKey.afterFix(CAUSE));
    }

    private Gate tried() {
        Gate trying = FixRules.changed(fresh(), incident(), change(Kind.CREDENTIAL, ACME, NOW), NOW);
        return FixRules.tried(rules.passed(rules.plan(trying, 50, NOW), 1, 50, NOW), NOW);
    }

    private Gate failedCanary(Gate tried) {
        return rules.failed(rules.slotFreed(tried, NOW.plusSeconds(2)), null, 50, NOW.plusSeconds(2));
    }
}
