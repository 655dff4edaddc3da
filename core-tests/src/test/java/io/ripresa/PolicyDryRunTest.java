package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.health.PolicyDryRun;
import io.ripresa.health.PolicyDryRun.Report;
import io.ripresa.health.PolicyDryRun.Withheld;
import io.ripresa.model.Attempt;
import io.ripresa.model.AttemptState;
import io.ripresa.model.Category;
import io.ripresa.model.Decision.Rung;
import io.ripresa.model.Disposition;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Outcome;
import io.ripresa.model.Policy;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskKey;
import io.ripresa.policy.PolicyBook;
import io.ripresa.policy.PolicyKey;
import io.ripresa.policy.PolicyOverride;
import io.ripresa.policy.PolicyScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What other policies would have done, against a recount of the attempts themselves. */
class PolicyDryRunTest {

    private static final PolicyScope QUIET = new PolicyScope("quiet", null, null, null);

    private final RecoveryWorld world = new RecoveryWorld();

    private Report dryRun(Instant since, PolicyOverride... proposed) {
        PolicyBook present = world.ripresa.policies().book();
        return new PolicyDryRun(world.store, new PolicyBook(Policy.DEFAULT, List.of(proposed)), present).over(since);
    }

    private static PolicyOverride override(PolicyScope scope, PolicyKey key, String value) {
        return new PolicyOverride(scope, Map.of(key, value));
    }

    private static TaskKey key(String id) {
        return new TaskKey("scripted", id);
    }

    private void submit(String prefix, int tasks, String workspace) {
        for (int i = 0; i < tasks; i++) {
            TaskDescriptor like = world.task(prefix + i);
            world.system.submit(new TaskDescriptor(
                    key(prefix + i),
                    workspace,
                    "invoice",
                    like.priority(),
                    like.safety(),
                    like.timing(),
                    like.dependencies()));
        }
    }

    /** Everything is refused for a quarter of an hour, and each task once more after that. */
    private void outage() {
        Instant end = world.instant().plus(Duration.ofMinutes(15));
        world.system.script(run -> world.instant().isBefore(end)
                        || run.number() == 2 && run.task().externalId().endsWith("0")
                ? RecoveryWorld.refused()
                : null);
    }

    private long attempts(String prefix, int tasks, Predicate<Attempt> which) {
        return IntStream.range(0, tasks)
                .mapToObj(i -> world.store.attemptsOf(key(prefix + i)))
                .flatMap(List::stream)
                .filter(attempt -> attempt.state() == AttemptState.VERIFIED)
                .filter(which)
                .count();
    }

    private static boolean cameBack(Attempt attempt) {
        return attempt.result() != null && attempt.result().outcome() == Outcome.RECOVERED;
    }

    @Test
    void attemptsThatWouldNotHaveGoneAreCountedWithWhatBecameOfThem() {
        outage();
        submit("q", 30, "quiet");
        submit("o", 30, "orders");
        world.pass(Duration.ofHours(3));
        long all = attempts("q", 30, a -> true) + attempts("o", 30, a -> true);
        assertThat(attempts("q", 30, PolicyDryRunTest::cameBack)).isEqualTo(30);

        Report same = dryRun(RecoveryWorld.START);
        Report quiet = dryRun(RecoveryWorld.START, override(QUIET, PolicyKey.MODE, "OBSERVE"));
        Report once = dryRun(
                RecoveryWorld.START,
                override(new PolicyScope(null, null, Category.NETWORK, null), PolicyKey.ATTEMPTS_LIMIT, "1"));
        Report asked = dryRun(RecoveryWorld.START, override(QUIET, PolicyKey.MODE, "SUGGEST"));

        assertThat(same.attempts()).isEqualTo(all);
        assertThat(same.recovered()).isEqualTo(60);
        assertThat(same.withheld()).isEmpty();
        assertThat(same.complete()).isTrue();
        assertThat(quiet.withheld()).isEqualTo(Map.of(Rung.MODE, new Withheld(attempts("q", 30, a -> true), 30)));
        assertThat(asked.withheld().get(Rung.APPROVAL))
                .isEqualTo(quiet.withheld().get(Rung.MODE));
        Predicate<Attempt> later = attempt -> attempt.order().ordinal() > 1;
        Predicate<Attempt> inVain = later.and(PolicyDryRunTest::cameBack);
        assertThat(attempts("q", 30, later)).isPositive();
        assertThat(once.withheld())
                .isEqualTo(Map.of(
                        Rung.ATTEMPTS_SPENT,
                        new Withheld(
                                attempts("q", 30, later) + attempts("o", 30, later),
                                attempts("q", 30, inVain) + attempts("o", 30, inVain))));
    }

    @Test
    void whatIsOlderIsLeftOut() {
        outage();
        submit("o", 20, "orders");
        world.pass(Duration.ofHours(3));

        Report since = dryRun(world.instant().minus(Duration.ofMinutes(1)));

        assertThat(since.attempts()).isZero();
        assertThat(since.complete()).isTrue();
    }

    @Test
    void tasksThatWouldBeTakenUpOrLeftAloneAreCounted() {
        world.ripresa.policies().accept(List.of(override(QUIET, PolicyKey.MODE, "OBSERVE")), "ann");
        world.system.script(run -> RecoveryWorld.refused());
        submit("q", 7, "quiet");
        submit("o", 11, "orders");
        world.pass(Duration.ofMinutes(2));
        long waiting = IntStream.range(0, 11)
                .mapToObj(i -> key("o" + i))
                .map(this::disposition)
                .filter(d -> d == Disposition.WAITING || d == Disposition.HELD)
                .count();

        Report all = dryRun(RecoveryWorld.START);
        Report none = dryRun(
                RecoveryWorld.START,
                override(QUIET, PolicyKey.MODE, "OBSERVE"),
                override(new PolicyScope("orders", null, null, null), PolicyKey.ROLLOUT_PERCENT, "0"));

        assertThat(all.takenUp()).isEqualTo(7);
        assertThat(all.leftAlone()).isZero();
        assertThat(none.takenUp()).isZero();
        assertThat(none.leftAlone()).isEqualTo(waiting).isPositive();
    }

    @Test
    void whatAPersonOrderedIsNotThePoliciesDoing() {
        world.system.script(
                run -> run.number() == 1 ? FailureReport.of("java.lang.NullPointerException", "name is null") : null);
        submit("o", 1, "orders");
        world.pass(Duration.ofMinutes(1));
        world.ripresa.operator().retry(key("o0"), "ann", "mended by hand");
        world.pass(Duration.ofMinutes(10));
        assertThat(disposition(key("o0"))).isEqualTo(Disposition.RECOVERED);

        Report report = dryRun(
                RecoveryWorld.START, override(new PolicyScope("orders", null, null, null), PolicyKey.MODE, "OFF"));

        assertThat(report.attempts()).isZero();
        assertThat(report.byPerson()).isEqualTo(1);
        assertThat(report.withheld()).isEmpty();
    }

    private Disposition disposition(TaskKey key) {
        return world.store.tasks(List.of(key)).get(key).disposition();
    }
}
