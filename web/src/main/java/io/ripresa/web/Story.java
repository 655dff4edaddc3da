package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.model.Breaker;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Gate;
import io.ripresa.model.Incident;
import io.ripresa.model.IncidentState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The moment in one sentence.
 *
 * @param mood how it stands
 * @param text the sentence
 * @param until what the sentence waits for, to be counted down, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Story(Mood mood, String text, @Nullable Instant until) {

    private static final int ENOUGH_FOR_A_PACE = 10;

    enum Mood {
        /** Nothing was ever submitted. */
        EMPTY,
        /** Nothing stands still. */
        QUIET,
        /** A cause is there and tasks wait for it. */
        OUTAGE,
        /** Tasks are coming back. */
        RECOVERING,
        /** Nothing moves by itself; people are asked. */
        PERSON,
        /** The kill switch is on. */
        STOPPED
    }

    /**
     * @param tasks all tasks
     * @param needsPerson of them, those that need a person
     * @param ratePerSecond how fast tasks came back lately; 0 while not known
     */
    record Figures(long tasks, long needsPerson, double ratePerSecond) {}

    static Story tell(Control control, List<Incident> open, Map<String, Gate> gates, Figures figures) {
        if (control.stopped()) {
            return new Story(
                    Mood.STOPPED,
                    "Stopped by " + control.actor() + ": " + control.reason()
                            + ". Nothing is re-run until somebody resumes.",
                    null);
        }
        if (figures.tasks() == 0) {
            return new Story(Mood.EMPTY, "Waiting for the first task.", null);
        }
        List<Incident> moving = open.stream()
                .filter(i -> i.counts().pending() > 0)
                .filter(i -> i.state() == IncidentState.OPEN
                        || i.state() == IncidentState.PROBING
                        || i.state() == IncidentState.RECOVERING)
                .toList();
        Optional<Incident> largest =
                moving.stream().max(Comparator.comparingInt(i -> i.counts().pending()));
        if (largest.isPresent()) {
            Incident told = largest.get();
            long others = moving.stream().filter(i -> !sameDependency(i, told)).count();
            return ofIncident(told, gates.get(told.cause().id()), others, figures);
        }
        long waiting = open.stream().mapToLong(i -> i.counts().pending()).sum();
        if (figures.needsPerson() > 0 || waiting > 0) {
            return new Story(
                    Mood.PERSON,
                    ofPeople(figures.needsPerson(), waiting) + " Everything else is done or running.",
                    null);
        }
        return new Story(Mood.QUIET, "All is well: no task waits, none is held.", null);
    }

    /** A rate limit beside an outage of the same dependency is part of the same story. */
    private static boolean sameDependency(Incident one, Incident other) {
        return one.cause() instanceof Cause.Gated a
                && other.cause() instanceof Cause.Gated b
                && a.gate().dependency().equals(b.gate().dependency());
    }

    private static Story ofIncident(Incident incident, @Nullable Gate gate, long others, Figures figures) {
        Incident.Counts counts = incident.counts();
        String about = gate == null
                ? "“" + incident.headline().title() + "”"
                : gate.key().dependency().name();
        String more =
                others <= 0 ? "" : others == 1 ? " (and one more incident)" : " (and " + others + " more incidents)";
        long comingBack = (long) counts.pending() + counts.recovered();
        if (incident.state() == IncidentState.RECOVERING) {
            StringBuilder text =
                    new StringBuilder((gate == null ? "Coming back after " : "Recovering from an outage of ") + about
                            + more + ": " + counts.recovered() + " of " + comingBack + " back");
            // The first few say nothing about the pace.
            if (figures.ratePerSecond() >= 0.05 && counts.recovered() >= ENOUGH_FOR_A_PACE) {
                double rate = figures.ratePerSecond();
                text.append(", ")
                        .append(rate >= 10 ? Long.toString(Math.round(rate)) : oneDigit(rate))
                        .append("/s");
                text.append(", about ").append(eta(counts.pending() / rate)).append(" to go");
            }
            return new Story(Mood.RECOVERING, text.append('.').toString(), null);
        }
        if (incident.state() == IncidentState.PROBING) {
            return new Story(
                    Mood.RECOVERING,
                    "Trying " + about + " out" + more + ": first tasks are on their way, " + counts.pending()
                            + " wait.",
                    null);
        }
        if (gate == null) {
            return new Story(Mood.OUTAGE, tasks(counts.pending()) + " wait after " + about + more + ".", null);
        }
        Instant next =
                gate.breaker() == Breaker.HALF_OPEN ? null : gate.canaries().nextAt();
        return new Story(
                Mood.OUTAGE,
                about + " is in trouble" + more + ": " + tasks(counts.pending())
                        + (counts.pending() == 1 ? " waits." : " wait."),
                next);
    }

    private static String ofPeople(long needPerson, long waitForFix) {
        String person = tasks(needPerson) + (needPerson == 1 ? " needs a person" : " need a person");
        if (waitForFix == 0) {
            return person + ".";
        }
        String fix = (waitForFix == 1 ? " waits" : " wait") + " for a fix.";
        return needPerson == 0 ? tasks(waitForFix) + fix : person + ", " + (waitForFix == 1 ? "one" : waitForFix) + fix;
    }

    private static String tasks(long n) {
        return n == 1 ? "One task" : n + " tasks";
    }

    private static String oneDigit(double rate) {
        long tenths = Math.round(rate * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }

    private static String eta(double seconds) {
        long s = Math.max(1, Math.round(seconds));
        if (s < 90) {
            return s + " s";
        }
        long minutes = Math.round(s / 60.0);
        return minutes < 90 ? minutes + " min" : Math.round(minutes / 60.0) + " h";
    }
}
