package io.ripresa.simulation.rival;

import io.ripresa.simulation.scenario.Mechanism;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rivals under their fixed names. */
public final class Rivals {

    /** JobRunr's job zookeeper looks for what is due every 15 s, and cannot be told to do so more often than this. */
    private static final double JOBRUNR_POLL_SECONDS = 5;

    private Rivals() {}

    /** All of them, in the order in which they are listed. */
    public static Map<String, Mechanism.Factory> all() {
        Map<String, Mechanism.Factory> all = new LinkedHashMap<>();
        all.put("altinn", NamespaceBreaker::new);
        all.put("sidekiq", clock(Schedules.SIDEKIQ));
        all.put("oban", clock(Schedules.OBAN));
        all.put("river", clock(Schedules.RIVER));
        all.put("hangfire", clock(Schedules.HANGFIRE));
        all.put("jobrunr", clock(Schedules.JOBRUNR, JOBRUNR_POLL_SECONDS));
        all.put("db-scheduler", clock(Schedules.DB_SCHEDULER));
        all.put("celery", clock(Schedules.CELERY));
        all.put("temporal", clock(Schedules.TEMPORAL));
        all.put("restate", clock(Schedules.RESTATE));
        all.put("resilience4j", RetryGuard::new);
        all.put("nservicebus", MessagePump::new);
        all.put("convoy", SampledBreaker::new);
        all.put("clock-5-15-45", clock(Schedules.CLOCK_5_15_45));
        all.put("person-2h", PersonMechanism::new);
        return all;
    }

    private static Mechanism.Factory clock(Schedule schedule) {
        return clock(schedule, 0);
    }

    private static Mechanism.Factory clock(Schedule schedule, double pollSeconds) {
        return surroundings -> new ScheduleMechanism(surroundings, schedule, pollSeconds);
    }
}
