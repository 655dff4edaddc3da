package io.ripresa;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.health.FiguresReader;
import io.ripresa.learn.RecoveryCount;
import io.ripresa.learn.RecoveryFigures;
import io.ripresa.model.Attempt;
import io.ripresa.model.Breaker;
import io.ripresa.model.Disposition;
import io.ripresa.model.Facts;
import io.ripresa.model.FailureReport;
import io.ripresa.model.IncidentState;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Measured;
import io.ripresa.model.Outcome;
import io.ripresa.model.Recoverability;
import io.ripresa.model.RunKey;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import io.ripresa.model.TaskRecord.Trouble;
import io.ripresa.spi.RecoveryReadModel.TaskQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures of recovery equal a recount of tasks and attempts. */
class RecoveryFiguresTest {

    private static final int TASKS = 120;

    private final RecoveryWorld world = new RecoveryWorld();
    private final Set<TaskKey> reRunByPerson = new LinkedHashSet<>();
    private final Map<TaskKey, TaskRecord> leftBefore = new LinkedHashMap<>();
    private long endedByPerson;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Tag("N17")
    void everyFigureIsWhatARecountOfTheLedgerGives(long seed) {
        play(new SplittableRandom(seed));

        List<TaskRecord> tasks = tasks();
        List<Attempt> attempts = tasks.stream()
                .flatMap(task -> world.store.attemptsOf(task.key()).stream())
                .filter(attempt -> attempt.result() != null)
                .toList();
        RecoveryFigures figures = figures(null, null);

        List<TaskRecord> left = left(tasks);
        List<TaskRecord> clearedLeft =
                left.stream().filter(task -> cleared(task, attempts)).toList();
        List<TaskRecord> unattended = tasks.stream()
                .filter(task -> task.disposition() == Disposition.RECOVERED && !reRunByPerson.contains(task.key()))
                .toList();
        long auto = unattended.stream().filter(RecoveryFiguresTest::isAuto).count();
        long ended = auto + clearedLeft.size();
        assertThat(figures.automaticRecovery()).isEqualTo(new Measured(auto, ended));
        long spent = clearedLeft.stream()
                .filter(task -> task.note().contains("attempts are spent"))
                .count();
        assertThat(figures.classifierFalsePositives()).isEqualTo(new Measured(spent, ended));
        assertThat(figures.releaseFalsePositives())
                .isEqualTo(new Measured(
                        attempts.stream()
                                .filter(a -> isReleased(a) && outcome(a) == Outcome.FAILED_AGAIN)
                                .count(),
                        attempts.stream().filter(this::isReleased).count()));
        assertThat(figures.unsafeReleases())
                .isEqualTo(new Measured(
                        0,
                        attempts.stream()
                                .filter(a -> outcome(a) != Outcome.REJECTED)
                                .count()));
        assertThat(figures.interventionsAvoided())
                .isEqualTo(new Measured(unattended.size(), unattended.size() + reRunByPerson.size() + endedByPerson));
        assertThat(unattended).isNotEmpty();
        assertThat(left).isNotEmpty();
        assertTimes(figures.fromFailure(), unattended);
        assertThat(figures.fromCauseEnd().count())
                .isEqualTo(unattended.stream()
                        .filter(task -> !lastAttempt(task).passage().gates().isEmpty())
                        .count());
    }

    private Attempt lastAttempt(TaskRecord task) {
        List<Attempt> attempts = world.store.attemptsOf(task.key());
        return attempts.get(attempts.size() - 1);
    }

    @Test
    void fromTheEndOfTheCauseIsCountedFromTheClosingOfTheBreaker() {
        Instant end = RecoveryWorld.START.plusSeconds(3600);
        world.system.script(run -> world.instant().isBefore(end) ? RecoveryWorld.refused() : null);
        for (int i = 0; i < 60; i++) {
            world.system.submit(world.task("t" + i));
        }
        world.pass(Duration.ofHours(5));

        Instant closedAt = world.store.journalAfter(0, 100_000).stream()
                .filter(line -> line.kind() == JournalEntry.Kind.GATE_MOVED
                        && line.text().startsWith("Breaker HALF_OPEN → CLOSED"))
                .findFirst()
                .orElseThrow()
                .at();
        List<TaskRecord> back = tasks();
        assertThat(back).allMatch(task -> task.disposition() == Disposition.RECOVERED);
        long sum = back.stream()
                .mapToLong(task ->
                        Math.max(0, Duration.between(closedAt, task.since()).toMillis()))
                .sum();
        assertThat(figures(null, null).fromCauseEnd().mean()).isEqualTo(Duration.ofMillis(Math.round(sum / 60.0)));
        assertThat(sum).isPositive();
    }

    private static void assertTimes(RecoveryFigures.Times times, List<TaskRecord> recovered) {
        List<Duration> took = recovered.stream()
                .map(task -> Duration.between(trouble(task).since(), task.since()))
                .sorted()
                .toList();
        assertThat(times.count()).isEqualTo(took.size());
        long sum = took.stream().mapToLong(Duration::toMillis).sum();
        assertThat(times.mean()).isEqualTo(Duration.ofMillis(Math.round((double) sum / took.size())));
        assertNear(times.p50(), took.get((took.size() + 1) / 2 - 1));
        assertNear(times.p90(), took.get((int) Math.ceil(0.9 * took.size()) - 1));
    }

    private static void assertNear(@Nullable Duration counted, Duration exact) {
        assertThat(Objects.requireNonNull(counted).toMillis())
                .isBetween(exact.toMillis() - 1, (long) (exact.toMillis() * 1.02) + 1);
    }

    @Test
    void whatNothingWasCountedForIsUnknown() {
        world.system.submit(world.task("a"));
        world.settle();

        RecoveryFigures figures = figures(null, null);

        assertThat(figures.automaticRecovery().isKnown()).isFalse();
        assertThat(figures.releaseFalsePositives().isKnown()).isFalse();
        assertThat(figures.fromFailure()).isEqualTo(new RecoveryFigures.Times(0, null, null, null));
    }

    @Test
    void aWorkspaceAndATimeNarrowWhatIsCounted() {
        world.system.script(run -> run.number() == 1 ? RecoveryWorld.refused() : null);
        world.system.submit(world.task("a"));
        world.pass(Duration.ofHours(3));

        assertThat(figures("orders", RecoveryWorld.START).automaticRecovery()).isEqualTo(new Measured(1, 1));
        assertThat(figures("others", null).automaticRecovery().isKnown()).isFalse();
        assertThat(figures("orders", world.instant()).automaticRecovery().isKnown())
                .isFalse();
    }

    @Test
    void theSameIsCountedHoweverOftenAndByWhomeverItIsAsked() {
        FiguresReader often = world.ripresa.figures();
        Instant end = RecoveryWorld.START.plusSeconds(1200);
        world.system.script(run -> world.instant().isBefore(end) ? RecoveryWorld.refused() : null);
        for (int i = 0; i < 30; i++) {
            world.system.submit(world.task("t" + i));
            world.pass(Duration.ofMinutes(1));
            often.read(null, null);
        }
        world.pass(Duration.ofHours(8));

        FiguresReader.Reading reading = often.read(null, null);

        assertThat(reading.complete()).isTrue();
        assertThat(reading).isEqualTo(new FiguresReader(world.store).read(null, null));
        assertThat(reading.figures().automaticRecovery().successes()).isEqualTo(20);
    }

    @Test
    void aReRunThatTheTableForbidsIsCountedUnlessAPersonOrderedIt() {
        FailureReport timeout = FailureReport.of("java.net.SocketTimeoutException", "Read timed out")
                .with(FailureReport.TARGET, RecoveryWorld.PAYMENTS.name());
        world.system.script(run -> run.number() == 1 ? timeout : null);
        world.system.submit(world.task("a", SideEffects.UNSAFE, null));
        world.pass(Duration.ofHours(1));
        world.ripresa.operator().retry(new TaskKey("scripted", "a"), "ann", "it did not happen");
        world.pass(Duration.ofHours(1));

        assertThat(figures(null, null).unsafeReleases()).isEqualTo(new Measured(0, 1));
        assertThat(figures(null, null).interventionsAvoided()).isEqualTo(new Measured(0, 1));
        RecoveryCount unasked = new RecoveryCount();
        world.store.journalAfter(0, 10_000).stream()
                .filter(line -> line.kind() != JournalEntry.Kind.PERSON)
                .forEach(unasked::add);
        assertThat(unasked.figures(null, null).unsafeReleases()).isEqualTo(new Measured(1, 1));
    }

    @Test
    void aLateMemberThatGoesWithoutEvidenceIsNotReleased() {
        FailureReport timeout = FailureReport.of("java.net.SocketTimeoutException", "Read timed out")
                .with(FailureReport.TARGET, RecoveryWorld.PAYMENTS.name());
        world.system.silent(true);
        world.system.submit(world.task("late"));
        world.settle();
        world.system.silent(false);
        world.system.script(run -> timeout);
        world.turnTo(world.instant().plusSeconds(1));
        // Nobody is left to try whether the cause is gone: the incident is over at once.
        world.system.submit(world.task("unsafe", SideEffects.UNSAFE, null));
        world.settle();
        assertThat(world.incidents()).singleElement().matches(incident -> incident.state() == IncidentState.RESOLVED);

        world.turnTo(world.instant().plusSeconds(1));
        world.system.failTheRunning(timeout);
        world.pass(Duration.ofSeconds(10));

        assertThat(world.store.attemptsOf(new TaskKey("scripted", "late")))
                .as("it went by the ramp, and failed again")
                .isNotEmpty()
                .first()
                .matches(attempt -> !attempt.passage().trial() && outcome(attempt) == Outcome.FAILED_AGAIN);
        assertThat(figures(null, null).releaseFalsePositives()).isEqualTo(new Measured(0, 0));
    }

    @Test
    void linesWithoutFactsArePassedOver() {
        world.system.script(run -> run.number() == 1 ? RecoveryWorld.refused() : null);
        world.system.submit(world.task("a"));
        world.pass(Duration.ofHours(3));
        RecoveryCount count = new RecoveryCount();

        world.store.journalAfter(0, 10_000).stream()
                .map(line -> JournalEntry.of(line.at(), line.kind(), line.subject(), line.text()))
                .forEach(count::add);

        assertThat(count.figures(null, null)).isEqualTo(new RecoveryCount().figures(null, null));
    }

    /** Two outages of one dependency, errors of all kinds, tasks that may not run twice, and people who step in. */
    private void play(SplittableRandom random) {
        Instant end = RecoveryWorld.START.plusSeconds(random.nextInt(600, 7200));
        Instant again = end.plusSeconds(random.nextInt(60, 3600));
        Instant over = again.plusSeconds(random.nextInt(60, 1800));
        world.system.script(run -> failure(run, end, again, over));
        for (int i = 0; i < TASKS; i++) {
            SideEffects effects = random.nextInt(5) == 0 ? SideEffects.UNSAFE : SideEffects.IDEMPOTENT;
            world.system.submit(world.task("t" + i, effects, null));
            world.pass(Duration.ofSeconds(random.nextInt(1, 60)));
            if (random.nextInt(6) == 0) {
                stepIn(random);
            }
        }
        world.pass(Duration.ofDays(3));
        for (int i = 0; i < 20; i++) {
            stepIn(random);
        }
        world.pass(Duration.ofDays(3));
    }

    private @Nullable FailureReport failure(RunKey run, Instant end, Instant again, Instant over) {
        int kind = Math.floorMod(Integer.parseInt(run.task().externalId().substring(1)) * 31, 12);
        Instant now = world.instant();
        boolean down = now.isBefore(end) || !now.isBefore(again) && now.isBefore(over);
        return switch (kind) {
            case 0 -> FailureReport.of("java.lang.NullPointerException", "Cannot invoke \"Order.total()\"");
            case 1 -> FailureReport.of(null, "it went wrong");
            // Says that it clears, and does not.
            case 2 -> RecoveryWorld.refused();
            case 3 ->
                run.number() == 1
                        ? FailureReport.of("java.net.SocketTimeoutException", "Read timed out")
                                .with(FailureReport.TARGET, RecoveryWorld.PAYMENTS.name())
                        : null;
            default -> down ? RecoveryWorld.refused() : null;
        };
    }

    /** Somebody takes a task that is not done in hand. */
    private void stepIn(SplittableRandom random) {
        List<TaskRecord> open = tasks().stream()
                .filter(task -> task.disposition() != Disposition.UNAFFECTED
                        && task.disposition() != Disposition.IN_ATTEMPT
                        && !task.disposition().isTerminal())
                .toList();
        if (open.isEmpty()) {
            return;
        }
        TaskRecord task = open.get(random.nextInt(open.size()));
        if (Disposition.NEEDS_PERSON.contains(task.disposition()) && !reRunByPerson.contains(task.key())) {
            leftBefore.put(task.key(), task);
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                world.ripresa.operator().retry(task.key(), "ann", "by hand");
                reRunByPerson.add(task.key());
            }
            case 1 -> {
                world.ripresa.operator().complete(task.key(), "ann", "done by hand");
                endedByPerson += reRunByPerson.contains(task.key()) ? 0 : 1;
            }
            default -> {
                world.ripresa.operator().abandon(task.key(), "ann", "not worth it");
                endedByPerson += reRunByPerson.contains(task.key()) ? 0 : 1;
            }
        }
        world.settle();
    }

    /** Tasks as they were left to people who had not touched them, if they failed by what clears by itself. */
    private List<TaskRecord> left(List<TaskRecord> tasks) {
        List<TaskRecord> left = new ArrayList<>(leftBefore.values());
        tasks.stream()
                .filter(task ->
                        Disposition.NEEDS_PERSON.contains(task.disposition()) && !reRunByPerson.contains(task.key()))
                .forEach(left::add);
        return left.stream().filter(RecoveryFiguresTest::isAuto).toList();
    }

    private static boolean cleared(TaskRecord task, List<Attempt> attempts) {
        return attempts.stream()
                .anyMatch(a -> outcome(a) == Outcome.RECOVERED
                        && a.passage().incidentId().equals(trouble(task).incidentId()));
    }

    private boolean isReleased(Attempt attempt) {
        return !attempt.passage().trial()
                && !attempt.passage().gates().isEmpty()
                && List.of(Outcome.RECOVERED, Outcome.FAILED_AGAIN, Outcome.FAILED_OTHERWISE)
                        .contains(outcome(attempt))
                && hadClosed(attempt);
    }

    /** Whether the last move of the breaker before the attempt was reserved, in its incident, was that it closed. */
    private boolean hadClosed(Attempt attempt) {
        List<JournalEntry> lines = world.store.journalAfter(0, 100_000);
        long reserved = lines.stream()
                .filter(line -> line.kind() == JournalEntry.Kind.RESERVED
                        && attempt.id().equals(line.subject().attemptId()))
                .mapToLong(JournalEntry::sequence)
                .max()
                .orElseThrow();
        return lines.stream()
                .filter(line -> line.sequence() < reserved
                        && line.kind() == JournalEntry.Kind.GATE_MOVED
                        && line.data().containsKey(Facts.TO)
                        && attempt.passage().incidentId().equals(line.subject().incidentId()))
                .reduce((earlier, later) -> later)
                .map(line -> line.data().get(Facts.TO).equals(Breaker.CLOSED.name()))
                .orElse(false);
    }

    private static boolean isAuto(TaskRecord task) {
        return Objects.requireNonNull(trouble(task).diagnosis()).recoverability() == Recoverability.AUTO;
    }

    private static Outcome outcome(Attempt attempt) {
        return Objects.requireNonNull(attempt.result()).outcome();
    }

    private static Trouble trouble(TaskRecord task) {
        return Objects.requireNonNull(task.trouble());
    }

    private List<TaskRecord> tasks() {
        return world.store.findTasks(new TaskQuery(null, null, null, null, 10_000));
    }

    private RecoveryFigures figures(@Nullable String workspace, @Nullable Instant since) {
        return world.ripresa.figures().read(workspace, since).figures();
    }
}
