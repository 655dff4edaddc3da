package io.ripresa.orchestrate;

import io.ripresa.health.WorkspaceHealth;
import io.ripresa.health.WorkspaceHealthManager;
import io.ripresa.model.Control;
import io.ripresa.model.Facts;
import io.ripresa.model.Finding;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.model.WorkspaceRecord;
import io.ripresa.model.WorkspaceState;
import io.ripresa.spi.Changes;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.RecoveryStore.CommitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of the states of workspaces: derives them now and then, writes what has changed, and each change to the
 * journal. Whichever node comes first does it; the others find it done. A person's pause is a person's to lift.
 */
final class WorkspaceStates {

    private static final int TRIES = 10;

    /** Rows written at once; the rest follows at the next look. */
    private static final int ROWS = 500;

    private final Books books;
    private final RecoveryStore store;
    private final WorkspaceHealthManager health;
    private final Remedies remedies;
    private Instant nextLook = Instant.MIN;
    /** As this node wrote it last: most often nobody else has looked since. */
    private @Nullable OwnFindings written;

    WorkspaceStates(Books books, WorkspaceHealthManager health, Remedies remedies) {
        this.remedies = remedies;
        this.books = books;
        this.store = books.store();
        this.health = health;
    }

    /**
     * Derives the states, if nobody has done so lately. Asks the store for nothing where this node knows that.
     *
     * @param away the task systems that cannot be asked
     */
    void look(RecoveryStore.Moment moment, Collection<String> away) {
        Instant now = moment.now();
        if (now.isBefore(nextLook)) {
            return;
        }
        OwnFindings own = own();
        Instant last = own.lookedAt();
        if (last != null && now.isBefore(last.plus(WorkspaceHealthManager.INTERVAL))) {
            nextLook = last.plus(WorkspaceHealthManager.INTERVAL);
            return;
        }
        Changes changes = new Changes();
        OwnFindings next = own.write(changes, now, away);
        int rows = 0;
        Control control = store.control();
        List<WorkspaceHealth> all = health.derive(control, remedies.needs());
        for (WorkspaceHealth found : all) {
            WorkspaceRecord row = found.row();
            if (rows < ROWS && !row.equals(found.stored())) {
                changes.workspace(row);
                journal(changes, found.stored(), row, now);
                rows++;
            }
        }
        // Where another node, or a person, was faster, this look is dropped: the next one sees what they did.
        if (store.commit(changes) == CommitResult.APPLIED) {
            written = next;
            books.written(changes.journal());
            remedies.act(all, control, last, now);
        }
        nextLook = now.plus(rows < ROWS ? WorkspaceHealthManager.INTERVAL : Duration.ZERO);
    }

    private OwnFindings own() {
        String position = store.cursor(WorkspaceHealthManager.POSITION);
        OwnFindings known = written;
        return known != null && Objects.equals(known.position(), position) ? known : OwnFindings.of(position);
    }

    private static void journal(Changes changes, @Nullable WorkspaceRecord before, WorkspaceRecord row, Instant now) {
        if (before == null || before.state() != row.state()) {
            changes.journal(moved(before, row, now));
        }
        List<Finding> former = before == null ? List.of() : before.findings();
        for (Finding finding : former) {
            if (level(row.findings(), finding.kind()) != finding.level()) {
                changes.journal(line(row.name(), finding, Facts.ENDED, now));
            }
        }
        for (Finding finding : row.findings()) {
            if (level(former, finding.kind()) != finding.level()) {
                changes.journal(line(row.name(), finding, Facts.BEGAN, now));
            }
        }
    }

    private static Finding.@Nullable Level level(List<Finding> findings, Finding.Kind kind) {
        return findings.stream()
                .filter(finding -> finding.kind() == kind)
                .findFirst()
                .map(Finding::level)
                .orElse(null);
    }

    private static JournalEntry moved(@Nullable WorkspaceRecord before, WorkspaceRecord row, Instant now) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(Facts.WORKSPACE, row.name());
        facts.put(Facts.TO, row.state().name());
        facts.put("actor", row.actor());
        facts.put("score", Integer.toString(row.score()));
        if (before != null) {
            facts.put(Facts.FROM, before.state().name());
        }
        String from = before == null ? "" : before.state() + " → ";
        return JournalEntry.of(
                now,
                Kind.WORKSPACE,
                Subject.NONE,
                "Workspace " + row.name() + ": " + from + row.state() + ": " + String.join(" ", row.reasons()),
                facts);
    }

    private static JournalEntry line(String workspace, Finding finding, String event, Instant now) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(Facts.WORKSPACE, workspace);
        facts.put(Facts.FINDING, finding.kind().name());
        facts.put(Facts.LEVEL, finding.level().name());
        facts.put(Facts.EVENT, event);
        return JournalEntry.of(
                now,
                Kind.WORKSPACE,
                Subject.NONE,
                "Workspace " + workspace + ": " + finding.level() + " " + finding.kind() + " " + event + ": "
                        + finding.sentence(),
                facts);
    }

    /**
     * A person pauses a workspace: nothing of it is reserved from then on, on any node. What is reserved already runs.
     *
     * @throws NoSuchElementException if no such workspace is known
     */
    WorkspaceHealth pause(String workspace, String actor, String reason) {
        return turn(workspace, true, actor, "Paused by " + actor + ": " + reason);
    }

    /**
     * A person lifts the pause; the state is what follows from the findings then.
     *
     * @throws NoSuchElementException if no such workspace is known
     * @throws IllegalStateException if it is not paused
     */
    WorkspaceHealth resume(String workspace, String actor, String reason) {
        return turn(workspace, false, actor, "Resumed by " + actor + ": " + reason);
    }

    private WorkspaceHealth turn(String workspace, boolean pause, String actor, String why) {
        for (int i = 0; i < TRIES; i++) {
            Control control = store.control();
            TreeSet<String> paused = new TreeSet<>(control.paused());
            if (!pause && !paused.contains(workspace)) {
                throw new IllegalStateException("workspace " + workspace + " is not paused");
            }
            if (pause) {
                paused.add(workspace);
            } else {
                paused.remove(workspace);
            }
            if (paused.size() > Control.MOST_PAUSED) {
                throw new IllegalStateException(
                        Control.MOST_PAUSED + " workspaces are paused; resume one of them, or turn the kill switch on");
            }
            Control next = control.withPaused(paused);
            WorkspaceHealth found = find(workspace, next);
            Instant now = store.now();
            WorkspaceRecord row = byPerson(found, actor, why, now);
            Changes changes = new Changes().control(next).workspace(row);
            changes.journal(moved(found.stored(), row, now));
            if (store.commit(changes) == CommitResult.APPLIED) {
                books.written(changes.journal());
                return Objects.requireNonNull(health.assess(workspace));
            }
        }
        throw new IllegalStateException("workspace " + workspace + " is being changed by others; try again");
    }

    private WorkspaceHealth find(String workspace, Control control) {
        return health.derive(control).stream()
                .filter(each -> each.workspace().equals(workspace) && (each.tasks() > 0 || each.stored() != null))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("workspace " + workspace + " is not known"));
    }

    /** What was found stays as it was: whether it began or ended is for the next look to say. */
    private static WorkspaceRecord byPerson(WorkspaceHealth found, String actor, String why, Instant now) {
        List<String> reasons = new ArrayList<>(List.of(why));
        if (found.state() != WorkspaceState.PAUSED) {
            reasons.addAll(found.reasons());
        }
        WorkspaceRecord before = found.stored();
        return before == null
                ? new WorkspaceRecord(
                        found.workspace(), found.state(), reasons, actor, now, WorkspaceRecord.BEST_SCORE, List.of(), 0)
                : before.moved(found.state(), reasons, actor, now);
    }
}
