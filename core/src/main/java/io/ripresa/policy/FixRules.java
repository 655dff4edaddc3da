package io.ripresa.policy;

import io.ripresa.model.Breaker;
import io.ripresa.model.Category;
import io.ripresa.model.Cause;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Evidence;
import io.ripresa.model.Gate;
import io.ripresa.model.Gate.Canaries;
import io.ripresa.model.Gate.Episode;
import io.ripresa.model.Gate.Streak;
import io.ripresa.model.Gate.Traffic;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.Observation;
import io.ripresa.model.Recoverability;
import io.ripresa.model.ReportedChange;
import io.ripresa.model.ReportedChange.Kind;
import io.ripresa.model.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a reported change does about what only somebody's fix can cure. A change that may have mended an incident gives it
 * a gate, half-open: one canary goes. If it succeeds, the gate closes and the others follow by the ramp, as they would
 * after an outage; if it fails by the same cause, the gate is put away and the incident waits for the next change. Pure.
 */
public final class FixRules {

    /** How long a change that nobody could try is still worth a canary. */
    private static final Duration WORTH_TRYING = Duration.ofHours(24);

    /** How long a change is evidence that a dependency works again: it takes effect soon, or not at all. */
    private static final Duration TELLS_FOR = Duration.ofMinutes(5);

    private FixRules() {}

    /** What follows from a change for an incident. */
    public enum Answer {
        /** It has nothing to do with it, or nothing may follow. */
        NOTHING,
        /** A person may now approve re-runs. */
        SUGGEST,
        /** One canary goes. */
        TRY
    }

    /** What follows from a change for an incident, by kind, scope and category; times are another matter. */
    public static Answer answer(ReportedChange change, Incident incident) {
        if (!(incident.cause() instanceof Cause.Ungated cause)
                || incident.headline().recoverability() != Recoverability.AFTER_FIX
                || !mends(change.kind(), incident.headline().category())) {
            return Answer.NOTHING;
        }
        String workspace = change.scope().workspace();
        boolean concerns = (workspace == null || workspace.equals(cause.workspace()))
                && incident.reach().meets(change.scope());
        if (!concerns) {
            return Answer.NOTHING;
        }
        return incident.headline().category() == Category.LOGIC_ERROR ? Answer.SUGGEST : Answer.TRY;
    }

    /** Whether a kind of change can mend a category of failures. */
    static boolean mends(Kind kind, Category category) {
        return switch (category) {
            case AUTH -> kind != Kind.LIMIT;
            case CONFIGURATION -> kind == Kind.CONFIGURATION || kind == Kind.DEPLOY;
            case RESOURCE_EXHAUSTED, RATE_LIMIT -> kind != Kind.CREDENTIAL;
            case LOGIC_ERROR -> kind == Kind.DEPLOY;
            case NETWORK, SERVICE_UNAVAILABLE, TIMEOUT, CONCURRENCY_CONFLICT ->
                kind == Kind.CONFIGURATION || kind == Kind.DEPLOY;
            case DATA_CORRUPTION, UNKNOWN -> false;
        };
    }

    /** Whether a change may have ended what a gate of the availability family waits for. */
    public static boolean concerns(ReportedChange change, GateKey gate) {
        ReportedChange.Scope scope = change.scope();
        if (gate.isAfterFix()) {
            return false;
        }
        if (gate.dependency().equals(scope.dependency())) {
            return gate.isReachability()
                    || scope.workspace() == null
                    || gate.scope().equals(scope.workspace());
        }
        return false;
    }

    /** Whether a member of an incident that a change concerns is within its scope itself. */
    public static boolean isWithin(ReportedChange.Scope scope, TaskRecord task) {
        if (!scope.types().isEmpty()
                && !scope.types().contains(task.descriptor().type())) {
            return false;
        }
        TaskRecord.Trouble trouble = task.trouble();
        Diagnosis diagnosis = trouble == null ? null : trouble.diagnosis();
        Dependency needed = diagnosis == null ? null : diagnosis.source().dependency();
        return scope.dependency() == null
                || scope.dependency().equals(needed)
                || needed == null && task.descriptor().dependencies().contains(scope.dependency());
    }

    /** A change as evidence that a gate's dependency works again. */
    public static Observation evidence(ReportedChange change, Instant now) {
        return new Observation(Observation.Kind.CHANGE, true, change.at(), now.plus(TELLS_FOR), sentence(change));
    }

    /** What was reported, a sentence for people. */
    public static String sentence(ReportedChange change) {
        String text = change.description().isEmpty() ? "" : " (" + change.description() + ")";
        return capitalised(change.kind()) + " of " + change.scope() + text + " reported by " + change.actor() + ".";
    }

    private static String capitalised(Kind kind) {
        return kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** The gate through which an incident is tried out after a change, or null where it is none of those. */
    public static @Nullable GateKey gateOf(Incident incident) {
        return incident.cause() instanceof Cause.Ungated cause
                        && incident.headline().recoverability() == Recoverability.AFTER_FIX
                ? GateKey.afterFix(cause)
                : null;
    }

    /** Whether a gate lets members of an incident pass, or tries whether it may. */
    public static boolean isFor(@Nullable Gate gate, Incident incident) {
        return gate != null && incident.id().equals(gate.episode().incidentId());
    }

    /** When the change took effect that is tried out, or null where none is. */
    public static @Nullable Instant changedAt(@Nullable Gate gate) {
        Observation seen =
                gate == null || !gate.key().isAfterFix() || gate.episode().incidentId() == null
                        ? null
                        : gate.evidence().latest(Observation.Kind.CHANGE);
        return seen == null ? null : seen.since();
    }

    /**
     * A change came that may have mended an incident. One that is no newer than the latest says nothing new: then the
     * gate stays as it is.
     */
    public static Gate changed(Gate gate, Incident incident, ReportedChange change, Instant now) {
        Observation former = gate.evidence().latest(Observation.Kind.CHANGE);
        if (former != null && !change.at().isAfter(former.since())) {
            return gate;
        }
        Observation seen =
                new Observation(Observation.Kind.CHANGE, true, change.at(), now.plus(WORTH_TRYING), sentence(change));
        Gate told = gate.withEvidence(gate.evidence().with(seen));
        if (isFor(gate, incident)) {
            // A canary, or the return, is under way: should that fail, this one is tried next.
            return told;
        }
        return trying(told.withEpisode(new Episode(incident.number(), incident.id(), now)), now);
    }

    /** Starts were made by what is known: the latest change is being tried now. */
    public static Gate tried(Gate gate, Instant now) {
        Observation seen = gate.evidence().latest(Observation.Kind.CHANGE);
        Evidence tried = seen == null || !seen.isFresh(now)
                ? gate.evidence()
                : gate.evidence().with(new Observation(seen.kind(), seen.works(), seen.since(), now, seen.detail()));
        return gate.withEvidence(tried);
    }

    /** The cause is still there: the next change is tried if one came meanwhile, else the gate is put away. */
    static Gate failed(Gate gate, Instant now) {
        Observation seen = gate.evidence().latest(Observation.Kind.CHANGE);
        return seen != null && seen.isFresh(now) ? trying(gate, now) : putAway(gate, now);
    }

    private static Gate trying(Gate gate, Instant now) {
        Gate open = gate.breaker() == Breaker.OPEN ? gate : gate.moved(Breaker.OPEN, now);
        return open.moved(Breaker.HALF_OPEN, now)
                .withRamp(null)
                .withCanaries(Canaries.from(now, now))
                .withNextActionAt(now);
    }

    /** Nobody is left to pass: the gate restrains nothing until the next change. */
    public static Gate putAway(Gate gate, Instant now) {
        Gate half = gate.breaker() == Breaker.OPEN ? gate.moved(Breaker.HALF_OPEN, now) : gate;
        Gate closed = half.breaker() == Breaker.HALF_OPEN ? half.moved(Breaker.CLOSED, now) : half;
        return closed.withStreak(Streak.NONE)
                .withRamp(null)
                .withCanaries(Canaries.NONE)
                .withEpisode(new Episode(gate.episode().number(), null, null))
                .withTraffic(new Traffic(gate.traffic().inFlight(), false, List.of()))
                .withNextActionAt(null);
    }
}
