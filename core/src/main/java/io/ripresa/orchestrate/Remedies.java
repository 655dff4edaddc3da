package io.ripresa.orchestrate;

import io.ripresa.health.StrategyRules;
import io.ripresa.health.WorkspaceHealth;
import io.ripresa.health.WorkspaceHealthManager;
import io.ripresa.health.WorkspaceRules;
import io.ripresa.model.Control;
import io.ripresa.model.Facts;
import io.ripresa.model.Finding;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.Outcome;
import io.ripresa.model.OutcomeCount;
import io.ripresa.model.TaskKey;
import io.ripresa.model.Timer;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceStrategy;
import io.ripresa.model.WorkspaceStrategy.Authority;
import io.ripresa.policy.RecoveryPolicyManager;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystemException;
import io.ripresa.spi.WorkspaceCare;
import io.ripresa.spi.WorkspaceCare.Need;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What task systems find in their workspaces, and carrying out what helps: by a person's word, or by itself where
 * outcomes were measured that are good enough. Each time is journalled, and some minutes later it is counted whether the
 * finding has gone. Keeps nothing.
 */
final class Remedies {

    private static final System.Logger LOG = System.getLogger(Remedies.class.getName());

    private static final int TRIES = 10;

    /** An outcome that is looked at so much later than it should be says nothing. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private final Books books;
    private final RecoveryStore store;
    private final List<TaskSystem> systems;
    private final RecoveryPolicyManager policies;

    Remedies(Books books, Collection<TaskSystem> systems, RecoveryPolicyManager policies) {
        this.books = books;
        this.store = books.store();
        this.systems = systems.stream().filter(system -> system.care() != null).toList();
        this.policies = policies;
    }

    /** What the task systems find, or null where one cannot be asked: then what was found last stands. */
    @Nullable List<Need> needs() {
        List<Need> needs = new ArrayList<>();
        for (TaskSystem system : systems) {
            try {
                needs.addAll(needsOf(system));
            } catch (TaskSystemException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Task system {0} could not say what its workspaces need: {1}; asked again in a minute",
                        system.name(),
                        e.getMessage());
                return null;
            }
        }
        return needs;
    }

    private static List<Need> needsOf(TaskSystem system) {
        WorkspaceCare care = system.care();
        return care == null ? List.of() : care.needs();
    }

    /** Carries out what is proven to help, where that is due. */
    void act(List<WorkspaceHealth> found, Control control, @Nullable Instant lastLook, Instant now) {
        if (control.stopped()) {
            return;
        }
        for (WorkspaceHealth health : found) {
            for (Finding finding : health.findings()) {
                boolean acts = StrategyRules.actsByItself(finding, policies.modeOf(health.workspace()))
                        && !control.isPaused(health.workspace());
                if (acts && StrategyRules.isDue(finding, lastLook, now)) {
                    carryOut(
                            health.workspace(),
                            finding.strategy(),
                            WorkspaceRecord.MACHINE,
                            "it helped " + finding.confidence() + " times");
                }
            }
        }
    }

    /**
     * A person has a strategy carried out.
     *
     * @return what was done, a sentence for people
     * @throws IllegalArgumentException if the strategy is not one that a person gives the word for
     * @throws NoSuchElementException if no such workspace is known
     * @throws IllegalStateException if nothing in the workspace calls for it
     */
    String apply(String workspace, WorkspaceStrategy strategy, String actor, String reason) {
        if (strategy.authority() != Authority.MEASURED) {
            throw new IllegalArgumentException("strategy " + strategy + " is "
                    + (strategy.authority() == Authority.RULE
                            ? "carried out by rule"
                            : "a person's own work: pause, retry, complete, abandon, or mend the cause")
                    + "; one of " + WorkspaceStrategy.measured() + " can be ordered here");
        }
        String done = carryOut(workspace, strategy, actor, reason);
        if (done != null) {
            return done;
        }
        boolean known = store.workspaces().stream().anyMatch(row -> row.name().equals(workspace))
                || store.dispositionCounts().stream()
                        .anyMatch(count -> count.workspace().equals(workspace));
        if (!known) {
            throw new NoSuchElementException("workspace " + workspace + " is not known");
        }
        throw new IllegalStateException("nothing in workspace " + workspace + " calls for " + strategy + " now");
    }

    /** What was done, or null where nothing calls for it. */
    private @Nullable String carryOut(String workspace, WorkspaceStrategy strategy, String actor, String reason) {
        List<String> done = new ArrayList<>();
        for (TaskSystem system : systems) {
            WorkspaceCare care = system.care();
            boolean called = needsOf(system).stream()
                    .anyMatch(need ->
                            need.workspace().equals(workspace) && WorkspaceRules.strategy(need.kind()) == strategy);
            if (care != null && called) {
                done.add(care.carryOut(strategy, workspace));
            }
        }
        if (done.isEmpty()) {
            return null;
        }
        String what = String.join(" ", done);
        String text = "Workspace " + workspace + ": " + strategy + " by " + actor + ": " + reason + ". " + what
                + " Whether it helped is counted in " + StrategyRules.HELPS_WITHIN.toMinutes() + " minutes.";
        for (int i = 0; i < TRIES; i++) {
            Instant now = store.now();
            Changes changes = new Changes()
                    .timer(new Timer(
                            Timer.Kind.STRATEGY, strategy + " " + workspace, now.plus(StrategyRules.HELPS_WITHIN)))
                    .journal(line(workspace, strategy, actor, text, now));
            if (store.commit(changes) == CommitResult.APPLIED) {
                books.written(changes.journal());
                return what;
            }
        }
        throw new IllegalStateException(
                strategy + " was carried out in workspace " + workspace + ", and could not be written down; try again");
    }

    /** Counts whether a strategy helped. Where another node is faster nothing is counted here. */
    void measure(Timer timer) {
        int space = timer.subject().indexOf(' ');
        WorkspaceStrategy strategy = WorkspaceStrategy.valueOf(timer.subject().substring(0, space));
        String workspace = timer.subject().substring(space + 1);
        Instant now = store.now();
        Instant lookedAt = WorkspaceHealthManager.lookedAt(store.cursor(WorkspaceHealthManager.POSITION));
        WorkspaceRecord row = store.workspaces().stream()
                .filter(each -> each.name().equals(workspace))
                .findFirst()
                .orElse(null);
        boolean seen = lookedAt != null && lookedAt.isAfter(timer.dueAt().minus(StrategyRules.HELPS_WITHIN));
        Changes changes = new Changes().cancelTimer(timer.kind(), timer.subject());
        if (row == null || !seen || now.isAfter(timer.dueAt().plus(LATE))) {
            changes.journal(line(
                    workspace,
                    strategy,
                    WorkspaceRecord.MACHINE,
                    "Workspace " + workspace + ": nobody looked in time whether " + strategy
                            + " helped: it is not counted.",
                    now));
        } else {
            boolean helped = row.findings().stream().noneMatch(finding -> finding.strategy() == strategy);
            Outcome outcome = helped ? Outcome.RECOVERED : Outcome.FAILED_AGAIN;
            changes.workspace(row) // so that of two nodes one counts
                    .outcome(new OutcomeCount(StrategyRules.outcomesOf(strategy).id(), "", outcome, 1))
                    .journal(line(
                            workspace,
                            strategy,
                            WorkspaceRecord.MACHINE,
                            "Workspace " + workspace + ": " + strategy
                                    + (helped
                                            ? " helped: what called for it is gone."
                                            : " did not help within " + StrategyRules.HELPS_WITHIN.toMinutes()
                                                    + " minutes."),
                            now));
        }
        if (store.commit(changes) == CommitResult.APPLIED) {
            books.written(changes.journal());
        }
    }

    /**
     * A person lets a task go that was set aside as a duplicate.
     *
     * @throws IllegalStateException if it is not set aside
     */
    void letGo(TaskKey task, String actor, String reason) {
        boolean let = systems.stream()
                .filter(system -> system.name().equals(task.system()))
                .map(TaskSystem::care)
                .anyMatch(care -> care != null && care.letGo(task));
        if (!let) {
            throw new IllegalStateException("task " + task + " is not set aside as a duplicate");
        }
        Changes changes = new Changes()
                .journal(JournalEntry.of(
                        store.now(),
                        Kind.PERSON,
                        Subject.of(task),
                        actor + " let it go, that had been set aside as a duplicate: " + reason,
                        Map.of("actor", actor)));
        store.commit(changes);
        books.written(changes.journal());
    }

    private static JournalEntry line(
            String workspace, WorkspaceStrategy strategy, String actor, String text, Instant now) {
        return JournalEntry.of(
                now,
                Kind.WORKSPACE,
                Subject.NONE,
                text,
                Map.of(Facts.WORKSPACE, workspace, Facts.STRATEGY, strategy.name(), "actor", actor));
    }
}
