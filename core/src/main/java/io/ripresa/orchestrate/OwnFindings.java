package io.ripresa.orchestrate;

import io.ripresa.health.WorkspaceHealthManager;
import io.ripresa.model.Facts;
import io.ripresa.model.Finding.Level;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.model.JournalEntry.Subject;
import io.ripresa.spi.Changes;
import io.ripresa.spi.Changes.CursorMove;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was critically wrong with Ripresa itself: nobody looked, or a task system could not be asked. Kept with the time
 * of the latest look, so that whichever node looks next says what has begun and ended since.
 *
 * @param lookedAt when somebody looked last, or null before the first time
 * @param away the task systems that could not be asked then
 * @param position as the store has it
 */
record OwnFindings(
        @Nullable Instant lookedAt,
        TreeSet<String> away,
        @Nullable String position) {

    /** Nobody looked for so long: no node was at work, or none could. */
    static final Duration UNATTENDED = WorkspaceHealthManager.INTERVAL.multipliedBy(3);

    static OwnFindings of(@Nullable String position) {
        TreeSet<String> away = position == null
                ? new TreeSet<>()
                : position.lines().skip(1).collect(Collectors.toCollection(TreeSet::new));
        return new OwnFindings(WorkspaceHealthManager.lookedAt(position), away, position);
    }

    /** Writes that somebody looked now, and what has changed since the last time; what is known from then on. */
    OwnFindings write(Changes changes, Instant now, Collection<String> awayNow) {
        StringBuilder next = new StringBuilder(now.toString());
        awayNow.forEach(system -> next.append('\n').append(system));
        changes.cursor(new CursorMove(WorkspaceHealthManager.POSITION, position, next.toString()));
        Instant last = lookedAt;
        if (last == null) {
            changes.journal(JournalEntry.of(
                    now,
                    Kind.HEALTH,
                    Subject.NONE,
                    "From now on somebody looks how workspaces are.",
                    Map.of(Facts.EVENT, Facts.BEGAN)));
        }
        if (last != null && last.plus(UNATTENDED).isBefore(now)) {
            changes.journal(line(
                    now,
                    "UNATTENDED",
                    Facts.ENDED,
                    "Nobody looked from " + last + " to " + now + ": no recovery loop was at work.",
                    last));
        }
        for (String system : away) {
            if (!awayNow.contains(system)) {
                changes.journal(
                        line(now, finding(system), Facts.ENDED, "Task system " + system + " answers again.", null));
            }
        }
        for (String system : awayNow) {
            if (!away.contains(system)) {
                changes.journal(
                        line(now, finding(system), Facts.BEGAN, "Task system " + system + " cannot be asked.", null));
            }
        }
        return new OwnFindings(now, new TreeSet<>(awayNow), next.toString());
    }

    private static String finding(String system) {
        return "SYSTEM_AWAY " + system;
    }

    private static JournalEntry line(Instant now, String finding, String event, String text, @Nullable Instant since) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(Facts.FINDING, finding);
        facts.put(Facts.LEVEL, Level.CRITICAL.name());
        facts.put(Facts.EVENT, event);
        if (since != null) {
            facts.put(Facts.SINCE_MILLIS, Long.toString(since.toEpochMilli()));
        }
        return JournalEntry.of(now, Kind.HEALTH, Subject.NONE, text, facts);
    }
}
