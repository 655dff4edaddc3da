package io.ripresa.policy;

import io.ripresa.model.Policy;
import io.ripresa.model.StartLimits;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Figures that go together, chosen by one name. What is set explicitly wins over them; what they do not name stays as it
 * is by default.
 */
public enum Preset {
    /** Small, cautious figures, as a first generation of such systems used them. */
    ANCESTOR(
            "ancestor",
            new Policy.Attempts(
                    3,
                    List.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(45)),
                    Policy.Attempts.DEFAULT.jitter(),
                    Policy.Attempts.DEFAULT.verifyAtLeast(),
                    Policy.Attempts.DEFAULT.keepLastFor()),
            new Policy.BreakerLimits(5, 3, Duration.ofSeconds(300), Policy.BreakerLimits.DEFAULT.closesAfter()),
            new Policy.Liveness(Duration.ofSeconds(180), Duration.ofMinutes(30)),
            new Worker(3, 15, 2, true, new StartLimits(20, 10)));

    /**
     * Figures of the native worker.
     *
     * @param threads runs at once in one process
     * @param runsPerWorkspace runs of one workspace at once, over all processes
     * @param depth how many tasks may lie between a task and one that came from outside
     * @param refusesDuplicates whether a task of the same workspace, type and payload as one that has not ended is refused
     * @param starts when all first starts are held
     */
    public record Worker(int threads, int runsPerWorkspace, int depth, boolean refusesDuplicates, StartLimits starts) {}

    private final String written;
    private final Policy policy;
    private final Worker worker;

    Preset(
            String written,
            Policy.Attempts attempts,
            Policy.BreakerLimits breaker,
            Policy.Liveness liveness,
            Worker worker) {
        this.written = written;
        // A breaker that stays open for its whole time: the first canary goes at its end, and so does each one after.
        Duration open = breaker.halfOpenWithin();
        this.policy = Policy.DEFAULT
                .withAttempts(attempts)
                .withBreaker(breaker)
                .withCanaries(new Policy.CanaryLimits(open, open, Policy.CanaryLimits.DEFAULT.share()))
                .withLiveness(liveness);
        this.worker = worker;
    }

    /** How settings name it. */
    public String written() {
        return written;
    }

    /** The preset of that name, or null where there is none. */
    public static @Nullable Preset of(String written) {
        for (Preset preset : values()) {
            if (preset.written.equals(written)) {
                return preset;
            }
        }
        return null;
    }

    /** How recovery is done by it. */
    public Policy policy() {
        return policy;
    }

    /** How the native worker runs by it. */
    public Worker worker() {
        return worker;
    }

    /**
     * What it sets, as a configuration file writes it: keys below {@code ripresa}, in the order of the documentation.
     */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("worker.threads", Integer.toString(worker.threads()));
        settings.put("worker.guards.runs-per-workspace", Integer.toString(worker.runsPerWorkspace()));
        settings.put("worker.guards.depth", Integer.toString(worker.depth()));
        settings.put("worker.guards.duplicates", worker.refusesDuplicates() ? "REFUSE" : "ALLOW");
        put(settings, "worker.guards.starts-per-minute", worker.starts().startsPerMinute());
        put(
                settings,
                "worker.guards.new-failures-per-five-minutes",
                worker.starts().newFailuresPerFiveMinutes());
        for (PolicyKey key : List.of(
                PolicyKey.ATTEMPTS_LIMIT,
                PolicyKey.BACK_OFF,
                PolicyKey.CANARIES_SHORTEST,
                PolicyKey.CANARIES_LONGEST)) {
            settings.put(setting(key), key.valueIn(policy));
        }
        settings.put(
                "policy.breaker.opens-after", Integer.toString(policy.breaker().opensAfter()));
        settings.put(
                "policy.breaker.half-open-trials",
                Integer.toString(policy.breaker().halfOpenTrials()));
        settings.put(
                "policy.breaker.half-open-within",
                DurationFormat.text(policy.breaker().halfOpenWithin()));
        settings.put(
                "policy.liveness.hung-after",
                DurationFormat.text(policy.liveness().hungAfter()));
        settings.put(
                "policy.liveness.stalled-after",
                DurationFormat.text(policy.liveness().stalledAfter()));
        return Collections.unmodifiableMap(settings);
    }

    private static void put(Map<String, String> settings, String key, @Nullable Integer value) {
        if (value != null) {
            settings.put(key, value.toString());
        }
    }

    /** Whether a value comes from here: it is named here, and a policy has what is named. */
    boolean gives(PolicyKey key, Policy present) {
        return settings().containsKey(setting(key)) && key.valueIn(present).equals(key.valueIn(policy));
    }

    private static String setting(PolicyKey key) {
        return "policy." + key.written();
    }
}
