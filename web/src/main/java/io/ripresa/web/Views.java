package io.ripresa.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ripresa.model.Attempt;
import io.ripresa.model.CallHistory;
import io.ripresa.model.Cause;
import io.ripresa.model.Control;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.Gate;
import io.ripresa.model.GateKey;
import io.ripresa.model.Incident;
import io.ripresa.model.JournalEntry;
import io.ripresa.model.Ramp;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import io.ripresa.model.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the API says of the rows of the store. Payloads and secrets are in none of them. */
final class Views {

    private Views() {}

    /** A task as it stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TaskView(
            String key,
            String system,
            String id,
            String workspace,
            String type,
            int priority,
            String sideEffects,
            List<String> dependencies,
            String disposition,
            String note,
            Instant since,
            int runs,
            int attempts,
            int granted,
            @Nullable String incident,
            @Nullable Instant failedAt,
            @Nullable Instant notBefore,
            @Nullable Instant expiresAt,
            Instant submittedAt,
            @Nullable DiagnosisView diagnosis) {

        static TaskView of(TaskRecord t) {
            TaskRecord.Trouble trouble = t.trouble();
            Diagnosis diagnosis = trouble == null ? null : trouble.diagnosis();
            return new TaskView(
                    t.key().toString(),
                    t.key().system(),
                    t.key().externalId(),
                    t.descriptor().workspace(),
                    t.descriptor().type(),
                    t.descriptor().priority(),
                    t.descriptor().safety().sideEffects().name(),
                    t.descriptor().dependencies().stream().map(Dependency::name).toList(),
                    t.disposition().name(),
                    t.note(),
                    t.since(),
                    t.runs().latest(),
                    t.runs().attempts(),
                    t.runs().granted(),
                    trouble == null ? null : trouble.incidentId(),
                    trouble == null ? null : trouble.failedAt(),
                    trouble == null ? null : waitsUntil(trouble),
                    t.descriptor().timing().expiresAt(),
                    t.descriptor().timing().submittedAt(),
                    diagnosis == null ? null : DiagnosisView.of(diagnosis));
        }
    }

    /** The time that a task waits for; what waits for a fix waits for none, its row says when it failed. */
    static @Nullable Instant waitsUntil(TaskRecord.Trouble trouble) {
        Instant notBefore = trouble.notBefore();
        return notBefore != null && notBefore.isAfter(trouble.failedAt()) ? notBefore : null;
    }

    /** Why a run failed, and the rules or precedents that said so. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DiagnosisView(
            String category,
            String recoverability,
            String effect,
            String fingerprint,
            @Nullable String dependency,
            @Nullable Instant notBefore,
            List<String> rules,
            String explanation) {

        static DiagnosisView of(Diagnosis d) {
            Dependency dependency = d.source().dependency();
            return new DiagnosisView(
                    d.category().name(),
                    d.recoverability().name(),
                    d.effect().name(),
                    d.fingerprint(),
                    dependency == null ? null : dependency.name(),
                    d.notBefore(),
                    d.reasoning().rules(),
                    d.reasoning().explanation());
        }
    }

    /**
     * Everything about one task.
     *
     * @param circumstances what else was going on when it failed last, or null where it never failed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TaskDetail(
            TaskView task,
            @Nullable CircumstancesView circumstances,
            List<RunView> runs,
            List<FailureView> failures,
            List<AttemptView> attempts,
            List<JournalView> journal) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunView(
            int run,
            String state,
            String worker,
            @Nullable String attempt,
            String stage,
            Instant startedAt,
            Instant lastSeenAt,
            @Nullable Instant endedAt) {

        static RunView of(TaskExecutionTrace t) {
            return new RunView(
                    t.run().number(),
                    t.state().name(),
                    t.worker(),
                    t.attemptId(),
                    t.progress().stage(),
                    t.startedAt(),
                    t.progress().lastSeenAt(),
                    t.endedAt());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FailureView(
            String task,
            int run,
            String kind,
            Instant at,
            String incident,
            DiagnosisView diagnosis,
            @Nullable String sample) {

        static FailureView of(FailureRecord f) {
            return new FailureView(
                    f.run().task().toString(),
                    f.run().number(),
                    f.kind().name(),
                    f.at(),
                    f.incidentId(),
                    DiagnosisView.of(f.diagnosis()),
                    f.sample());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttemptView(
            String id,
            String task,
            int ordinal,
            int run,
            String incident,
            boolean trial,
            boolean firstStart,
            String state,
            Instant reservedAt,
            @Nullable Instant issuedAt,
            @Nullable String outcome,
            @Nullable Instant verifiedAt,
            @Nullable String detail) {

        static AttemptView of(Attempt a) {
            Attempt.Result result = a.result();
            return new AttemptView(
                    a.id(),
                    a.task().toString(),
                    a.order().ordinal(),
                    a.orderedRun().number(),
                    a.passage().incidentId(),
                    a.passage().trial(),
                    a.order().isFirstStart(),
                    a.state().name(),
                    a.passage().reservedAt(),
                    a.passage().issuedAt(),
                    result == null ? null : result.outcome().name(),
                    result == null ? null : result.at(),
                    result == null ? null : result.detail());
        }
    }

    /** One line of the journal. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JournalView(
            long sequence,
            Instant at,
            String kind,
            @Nullable String task,
            @Nullable String incident,
            @Nullable String gate,
            @Nullable String attempt,
            String text,
            Map<String, String> data) {

        static JournalView of(JournalEntry e) {
            TaskKey task = e.subject().task();
            GateKey gate = e.subject().gate();
            return new JournalView(
                    e.sequence(),
                    e.at(),
                    e.kind().name(),
                    task == null ? null : task.toString(),
                    e.subject().incidentId(),
                    gate == null ? null : gate.toString(),
                    e.subject().attemptId(),
                    e.text(),
                    e.data());
        }
    }

    /** An incident, with its gate's name where it has one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IncidentView(
            String id,
            String cause,
            @Nullable String gate,
            @Nullable String dependency,
            String state,
            String category,
            String recoverability,
            String title,
            String reason,
            @Nullable String workspace,
            @Nullable String previous,
            CountsView counts,
            List<GroupView> groups,
            Instant openedAt,
            Instant changedAt,
            @Nullable Instant resolvedAt) {

        static IncidentView of(Incident i) {
            GateKey gate = i.cause() instanceof Cause.Gated gated ? gated.gate() : null;
            return new IncidentView(
                    i.id(),
                    i.cause().id(),
                    gate == null ? null : gate.toString(),
                    gate == null ? null : gate.dependency().name(),
                    i.state().name(),
                    i.headline().category().name(),
                    i.headline().recoverability().name(),
                    i.headline().title(),
                    i.headline().reason(),
                    i.headline().workspace(),
                    i.headline().previous(),
                    CountsView.of(i.counts()),
                    i.groups().stream().map(GroupView::of).toList(),
                    i.times().openedAt(),
                    i.times().changedAt(),
                    i.times().resolvedAt());
        }
    }

    record CountsView(int waiting, int held, int inAttempt, int recovered, int notNeeded, int needsPerson, int total) {
        static CountsView of(Incident.Counts c) {
            return new CountsView(
                    c.waiting(), c.held(), c.inAttempt(), c.recovered(), c.notNeeded(), c.needsPerson(), c.total());
        }
    }

    record GroupView(String fingerprint, String category, int failures, int samples, String example) {
        static GroupView of(Incident.Group g) {
            return new GroupView(g.fingerprint(), g.category().name(), g.failures(), g.samples(), g.example());
        }
    }

    /** One incident with what its failures looked like and how its attempts ended. */
    record IncidentDetail(
            IncidentView incident,
            List<FailureView> samples,
            List<OutcomeView> outcomes,
            List<TaskView> members,
            List<JournalView> journal) {}

    record OutcomeView(String fingerprint, String outcome, long count) {}

    /**
     * More calls of a dependency fail than usual.
     *
     * @param since when that was found
     * @param calls the latest calls
     * @param failed of them, those that failed
     * @param usualShare the share of calls that usually fail, 0 to 1
     * @param usually the same for people, like "1 in 150" or "none"
     */
    record WarningView(Instant since, long calls, long failed, double usualShare, String usually) {
        static @Nullable WarningView of(CallHistory history) {
            CallHistory.Warning w = history.warning();
            return w == null
                    ? null
                    : new WarningView(
                            w.since(),
                            w.calls(),
                            w.failed(),
                            history.usual().share(),
                            history.usual().inWords());
        }
    }

    /** A gate: breaker, pace and what was learned; the early warning, where there is one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GateView(
            String key,
            String dependency,
            String scope,
            String breaker,
            long epoch,
            Instant epochSince,
            int failuresInARow,
            int successesInARow,
            int canariesSpent,
            int canariesFailed,
            @Nullable Instant nextCanaryAt,
            int inFlight,
            boolean holding,
            @Nullable Double startsPerSecond,
            @Nullable Double ceiling,
            double learnedCapacity,
            double medianRunSeconds,
            List<Double> outageSeconds,
            @Nullable WarningView warning,
            @Nullable String incident,
            @Nullable Instant incidentOpenedAt,
            @Nullable Instant notBefore,
            @Nullable Instant nextActionAt) {

        static GateView of(Gate g) {
            Ramp ramp = g.ramp();
            return new GateView(
                    g.key().toString(),
                    g.key().dependency().name(),
                    g.key().scope(),
                    g.breaker().name(),
                    g.epoch().number(),
                    g.epoch().since(),
                    g.streak().failures(),
                    g.streak().successes(),
                    g.canaries().spent(),
                    g.canaries().failed(),
                    g.canaries().nextAt(),
                    g.traffic().inFlight(),
                    g.traffic().holding(),
                    ramp == null ? null : ramp.startsPerSecond(),
                    ramp == null || ramp.bound().ceiling() == 0
                            ? null
                            : ramp.bound().ceiling(),
                    g.learned().capacity(),
                    seconds(g.learned().medianRunTime()),
                    g.learned().outages().stream().map(Views::seconds).toList(),
                    WarningView.of(g.learned().calls()),
                    g.episode().incidentId(),
                    g.episode().openedAt(),
                    g.notBefore(),
                    g.nextActionAt());
        }
    }

    /** The kill switch. */
    record ControlView(boolean stopped, boolean keepHolds, String actor, String reason, Instant since) {
        static ControlView of(Control c) {
            return new ControlView(c.stopped(), c.keepHolds(), c.actor(), c.reason(), c.since());
        }
    }

    private static double seconds(Duration d) {
        return d.toMillis() / 1000.0;
    }
}
