package io.ripresa.analyze;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Effect;
import io.ripresa.model.FailureKind;
import io.ripresa.model.FailureRecord;
import io.ripresa.model.FailureReport;
import io.ripresa.model.Recoverability;
import io.ripresa.model.RecoveryStrategy;
import io.ripresa.model.TaskDescriptor;
import io.ripresa.model.TaskExecutionTrace;
import io.ripresa.model.TaskKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the diagnosis of a failed run: fingerprint, cause by the classifier, what the error points to, what the run may
 * have done, and the earliest time of a re-run. Pure, and safe for use by many threads: the same failure always has the
 * same diagnosis, and asking changes nothing. Reads the first 16 KB and the last 4 KB of each text; never throws for
 * what a text contains.
 */
public final class RecoveryAnalysisEngine {

    /** Longer texts are read anew each time: they seldom repeat, and would lie in memory. */
    private static final int LONGEST_REMEMBERED = 4_096;

    private final FailureClassifier classifier;
    private final Fingerprinter fingerprinter;
    private final Redactor redactor;
    private final RecentAnswers<FailureReport, Reading> readings = new RecentAnswers<>();
    private final RecentAnswers<String, String> redacted = new RecentAnswers<>();

    /** What is read off an error, whoever's it is. */
    private record Reading(Evidence evidence, Classification cause, String fingerprint) {}

    public RecoveryAnalysisEngine(FailureClassifier classifier) {
        this(classifier, new Fingerprinter(), new Redactor());
    }

    public RecoveryAnalysisEngine(FailureClassifier classifier, Fingerprinter fingerprinter, Redactor redactor) {
        this.classifier = classifier;
        this.fingerprinter = fingerprinter;
        this.redactor = redactor;
    }

    /** An engine with the built-in rules. */
    public static RecoveryAnalysisEngine create() {
        return new RecoveryAnalysisEngine(FailureClassifier.builtIn());
    }

    /** What takes secrets out of texts before they are stored or shown. */
    public Redactor redactor() {
        return redactor;
    }

    /** A text without secrets, as the redactor makes it. */
    public String redact(String text) {
        return text.length() > LONGEST_REMEMBERED ? redactor.redact(text) : redacted.get(text, redactor::redact);
    }

    /** The rules in use. */
    public FailureClassifier classifier() {
        return classifier;
    }

    /**
     * @param task the task whose run failed
     * @param trace what the run reported, or null where nothing is known of it
     * @param failure the error
     * @param kind how the failure became known
     * @param endedAt when the run ended; waits that a server ordered count from here
     */
    public Diagnosis analyze(
            TaskDescriptor task,
            @Nullable TaskExecutionTrace trace,
            FailureReport failure,
            FailureKind kind,
            Instant endedAt) {
        return switch (kind) {
            case ORPHANED -> orphaned(trace, failure);
            case HUNG, STALLED -> silent(task, failure, kind);
            case REPORTED, DEAD_LETTERED -> reported(task, trace, failure, endedAt);
        };
    }

    /**
     * What the cause of a task's failure asks for, by the diagnosis that was stored with its latest failed run. Asking
     * makes no new one and changes nothing.
     *
     * @param taskId the task
     * @param failures its failed runs as they are stored, first to last
     * @throws IllegalArgumentException if there are none, or one is another task's
     */
    public RecoveryStrategy analyzeFailureCause(TaskKey taskId, List<FailureRecord> failures) {
        for (FailureRecord failure : failures) {
            if (!failure.run().task().equals(taskId)) {
                throw new IllegalArgumentException(
                        "failure of run " + failure.run() + " is not of task " + taskId + "; give that task's own");
            }
        }
        if (failures.isEmpty()) {
            throw new IllegalArgumentException("task " + taskId + " has no failed run; nothing can be said of a cause");
        }
        return RecoveryStrategy.of(failures.get(failures.size() - 1).diagnosis());
    }

    private Diagnosis orphaned(@Nullable TaskExecutionTrace trace, FailureReport failure) {
        String worker = trace == null ? failure.attribute("worker") : trace.worker();
        Dependency dependency = worker == null || worker.isBlank() ? null : Dependency.worker(worker);
        Classification cause =
                new Classification(Category.SERVICE_UNAVAILABLE, Recoverability.AUTO, false, List.of("run.orphaned"));
        // The worker's name is in no text of the report, so that all workers' orphans have one fingerprint.
        return unwitnessed(failure, cause, dependency);
    }

    private Diagnosis silent(TaskDescriptor task, FailureReport failure, FailureKind kind) {
        Classification cause = new Classification(
                Category.TIMEOUT,
                Recoverability.AUTO,
                false,
                List.of(kind == FailureKind.HUNG ? "run.hung" : "run.stalled"));
        Dependency dependency = DependencyLocator.locate(failure, List.of(), task, cause.category());
        return unwitnessed(failure, cause, dependency);
    }

    /** Of a run that did not report its end itself: nobody can say what it did outside. */
    private Diagnosis unwitnessed(FailureReport failure, Classification cause, @Nullable Dependency dependency) {
        return diagnosis(
                fingerprinter.fingerprint(failure),
                cause,
                Effect.POSSIBLE,
                new Diagnosis.Source(dependency, null),
                null);
    }

    private Diagnosis reported(
            TaskDescriptor task, @Nullable TaskExecutionTrace trace, FailureReport failure, Instant endedAt) {
        Reading reading = read(withDeclaredTarget(failure, task));
        Evidence evidence = reading.evidence();
        Dependency shortOf = Shortage.of(reading.cause(), failure);
        Classification cause = shortOf == null ? reading.cause() : automatic(reading.cause());
        Dependency dependency =
                shortOf == null ? DependencyLocator.locate(failure, evidence.links(), task, cause.category()) : shortOf;
        ResetTimeReader.Reset reset = ResetTimeReader.read(failure, evidence.links(), endedAt, waits(cause));
        Classification timedCause = withReset(cause, reset);
        Effect effect = timedCause.notProcessed() && isOnlyAction(task, trace) ? Effect.NONE : Effect.POSSIBLE;
        String account = accountOf(timedCause, failure, task);
        return diagnosis(reading.fingerprint(), timedCause, effect, new Diagnosis.Source(dependency, account), reset);
    }

    private Reading read(FailureReport failure) {
        boolean isLong = failure.message().length() > LONGEST_REMEMBERED
                || failure.causes().stream().anyMatch(c -> c.message().length() > LONGEST_REMEMBERED);
        return isLong ? readAnew(failure) : readings.get(failure, this::readAnew);
    }

    private Reading readAnew(FailureReport failure) {
        Evidence evidence = Evidence.of(failure);
        return new Reading(evidence, classifier.classify(evidence), fingerprinter.fingerprint(failure));
    }

    /**
     * A loopback address in an error is suspect, unless somebody said that it is meant: the task's declaration says so
     * as well as the target attribute does.
     */
    private static FailureReport withDeclaredTarget(FailureReport failure, TaskDescriptor task) {
        if (failure.attribute(FailureReport.TARGET) != null) {
            return failure;
        }
        Dependency named = EndpointReader.read(Evidence.bound(failure.message()));
        return named != null && task.dependencies().contains(named)
                ? failure.with(FailureReport.TARGET, named.name())
                : failure;
    }

    /** A quota whose reset time is known clears by itself at that time. */
    private static Classification withReset(Classification cause, ResetTimeReader.@Nullable Reset reset) {
        if (reset == null || cause.recoverability() == Recoverability.AUTO) {
            return cause;
        }
        return automatic(cause);
    }

    private static Classification automatic(Classification cause) {
        return new Classification(cause.category(), Recoverability.AUTO, cause.notProcessed(), cause.rules());
    }

    /** How much of what looks like a wait is one, given the cause. */
    private static ResetTimeReader.Trust waits(Classification cause) {
        if (isQuota(cause)) {
            return ResetTimeReader.Trust.EXPLICIT;
        }
        if (cause.recoverability() != Recoverability.AUTO) {
            return ResetTimeReader.Trust.NONE;
        }
        return switch (cause.category()) {
            case RATE_LIMIT -> ResetTimeReader.Trust.ALL;
            case SERVICE_UNAVAILABLE, RESOURCE_EXHAUSTED -> ResetTimeReader.Trust.RETRY_TEXTS;
            default -> ResetTimeReader.Trust.RETRY_AFTER;
        };
    }

    private static boolean isQuota(Classification cause) {
        return cause.category() == Category.RESOURCE_EXHAUSTED
                && !cause.rules().isEmpty()
                && cause.rules().get(0).startsWith("quota.");
    }

    /** Whether the failed call was the run's only action on the outside so far. No report of stages proves nothing. */
    private static boolean isOnlyAction(TaskDescriptor task, @Nullable TaskExecutionTrace trace) {
        if (task.safety().singleCall()) {
            return true;
        }
        return trace != null
                && trace.progress().sequence() > 0
                && !trace.progress().outward();
    }

    private static @Nullable String accountOf(Classification cause, FailureReport failure, TaskDescriptor task) {
        if (cause.category() != Category.RATE_LIMIT && !isQuota(cause)) {
            return null;
        }
        String account = failure.attribute(FailureReport.ACCOUNT);
        return account == null || account.isBlank() ? task.workspace() : account.strip();
    }

    private Diagnosis diagnosis(
            String fingerprint,
            Classification cause,
            Effect effect,
            Diagnosis.Source source,
            ResetTimeReader.@Nullable Reset reset) {
        return new Diagnosis(
                cause.category(),
                cause.recoverability(),
                effect,
                fingerprint,
                source,
                reset == null ? null : reset.at(),
                new Diagnosis.Reasoning(cause.rules(), Explanation.of(cause, source, effect, reset)));
    }
}
