package io.ripresa.spring;

import io.ripresa.model.JournalEntry;
import io.ripresa.model.JournalEntry.Kind;
import io.ripresa.spi.RecoveryListener;
import java.util.EnumSet;
import java.util.Set;

/** Writes what people want to follow to the log: one line per event, with task, incident and what happens next. */
final class JournalLog implements RecoveryListener {

    private static final System.Logger LOG = System.getLogger("io.ripresa.journal");

    private static final Set<Kind> TOLD = EnumSet.of(
            Kind.INCIDENT_OPENED,
            Kind.INCIDENT_MOVED,
            Kind.GATE_MOVED,
            Kind.WARNING,
            Kind.LATE_RESULT,
            Kind.CONTROL,
            Kind.WORKSPACE,
            Kind.HEALTH,
            Kind.PERSON);

    @Override
    public void journalled(JournalEntry entry) {
        System.Logger.Level level = TOLD.contains(entry.kind()) ? System.Logger.Level.INFO : System.Logger.Level.DEBUG;
        if (LOG.isLoggable(level)) {
            LOG.log(level, line(entry));
        }
    }

    /** One line: whatever control characters came from outside stay outside. */
    static String line(JournalEntry entry) {
        StringBuilder line = new StringBuilder();
        JournalEntry.Subject subject = entry.subject();
        if (subject.task() != null) {
            line.append("task ").append(subject.task()).append(' ');
        }
        if (subject.incidentId() != null) {
            line.append("incident ").append(subject.incidentId()).append(' ');
        }
        if (subject.gate() != null) {
            line.append("gate ").append(subject.gate()).append(' ');
        }
        if (!line.isEmpty()) {
            line.setLength(line.length() - 1);
            line.append(": ");
        }
        return line.append(entry.text()).toString().replaceAll("\\p{Cntrl}+", " ");
    }
}
