package io.ripresa.spring;

import io.ripresa.model.Policy;
import io.ripresa.policy.Preset;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set under {@code ripresa}. A key that is not here is an error at start.
 *
 * @param enabled whether Ripresa is there at all: without it no table is made, no thread started, no address served
 * @param dataSource name of the DataSource bean that Ripresa keeps its tables in; by default the only or primary one
 * @param node name of this node among those that share the database; by default the host's name and process
 * @param preset name of figures that go together, chosen at once: ancestor; what is set explicitly wins over them
 * @param worker the native task system
 * @param recovery whether failed tasks are brought back by this process
 * @param signal how processes on the same database tell each other of news
 * @param retention how long what is over is kept
 * @param http what the built-in HTTP handler and HTTP probes may call
 * @param policy how recovery is done
 * @param probes dependencies that can be asked without a task
 * @param web REST API and page
 */
@ConfigurationProperties(prefix = "ripresa", ignoreUnknownFields = false)
public record RipresaProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String dataSource,
        @Nullable String node,
        @Nullable Preset preset,
        @DefaultValue Worker worker,
        @DefaultValue Recovery recovery,
        @DefaultValue Signal signal,
        @DefaultValue Retention retention,
        @DefaultValue Http http,
        @NestedConfigurationProperty @DefaultValue PolicyProperties policy,
        @DefaultValue List<Probe> probes,
        @DefaultValue Web web) {

    public RipresaProperties {
        probes = List.copyOf(probes);
    }

    /** The policy that these settings describe. */
    public Policy toPolicy() {
        return policy.toPolicy().withRetention(new Policy.Retention(retention.tasks(), retention.incidents()));
    }

    /**
     * The native task system.
     *
     * @param enabled whether the native task system is there, which takes tasks and orders
     * @param id name of this worker, stable over restarts, of one process at a time; by default the host's name
     * @param threads runs at once in this process, up to 1000; 0 for a process that takes tasks and runs none
     * @param shutdownWait how long runs may finish when the process ends
     * @param guards what keeps tasks from running in circles and one workspace from taking all threads
     */
    public record Worker(
            @DefaultValue("true") boolean enabled,
            @Nullable String id,
            @DefaultValue("10") int threads,
            @DefaultValue("10s") Duration shutdownWait,
            @DefaultValue Guards guards) {

        public Worker {
            Settings.between("worker.threads", threads, 0, 1000);
            Settings.notNegative("worker.shutdown-wait", shutdownWait);
        }
    }

    /**
     * What keeps tasks from running in circles and one workspace from taking all threads.
     *
     * @param runsPerWorkspace runs of one workspace at once, over all processes; by default four times the threads of the
     *     process
     * @param depth how many tasks may lie between a task and one that came from outside, each made by the handler of the
     *     one before
     * @param createdPerMinute how many tasks of one type handlers may make in one workspace within a minute
     * @param duplicates what happens to a task of the same workspace, type and payload as one that has not ended
     * @param startsPerMinute how many first starts there may be in one minute of the clock before all first starts are
     *     held for a while; no limit by default
     * @param newFailuresPerFiveMinutes how many failures of causes not known before there may be within five minutes
     *     before all first starts are held for a while; no limit by default
     */
    public record Guards(
            @Nullable Integer runsPerWorkspace,
            @DefaultValue("10") int depth,
            @DefaultValue("10000") int createdPerMinute,
            @DefaultValue("ALLOW") Duplicates duplicates,
            @Nullable Integer startsPerMinute,
            @Nullable Integer newFailuresPerFiveMinutes) {

        public Guards {
            if (runsPerWorkspace != null) {
                Settings.between("worker.guards.runs-per-workspace", runsPerWorkspace, 1, 100_000);
            }
            Settings.between("worker.guards.depth", depth, 0, 1_000);
            Settings.between("worker.guards.created-per-minute", createdPerMinute, 1, 1_000_000);
            if (startsPerMinute != null) {
                Settings.between("worker.guards.starts-per-minute", startsPerMinute, 1, 1_000_000);
            }
            if (newFailuresPerFiveMinutes != null) {
                Settings.between("worker.guards.new-failures-per-five-minutes", newFailuresPerFiveMinutes, 1, 100_000);
            }
        }

        /** What is done with duplicates. */
        public enum Duplicates {
            /** They are tasks like others. */
            ALLOW,
            /** They are taken and run, and the health of the workspace tells of those that have not begun. */
            TELL,
            /** They are taken and set aside until a person lets them go. */
            PARK,
            /** They are not taken. */
            REFUSE
        }
    }

    /**
     * The recovery loop.
     *
     * @param enabled whether the recovery loop runs in this process; at least one process on the database needs it
     */
    public record Recovery(@DefaultValue("true") boolean enabled) {}

    /**
     * LISTEN and NOTIFY on PostgreSQL. Takes one connection of the pool for good.
     *
     * @param enabled whether processes tell each other of news by LISTEN and NOTIFY where the database is PostgreSQL
     */
    public record Signal(@DefaultValue("true") boolean enabled) {}

    /**
     * How long what is over is kept.
     *
     * @param tasks from a task's end to its deletion, at least 24 h
     * @param incidents from an incident's resolution to its deletion, no less than for tasks
     */
    public record Retention(
            @DefaultValue("30d") Duration tasks,
            @DefaultValue("90d") Duration incidents) {

        public Retention {
            Settings.atLeast("retention.tasks", tasks, Policy.Retention.LEAST);
            Settings.atLeast("retention.incidents", incidents, tasks);
        }
    }

    /**
     * What may be called over HTTP. Nothing by default.
     *
     * @param allow targets as host:port; * stands for all ports, *.example.com for names below
     */
    public record Http(@DefaultValue List<String> allow) {
        public Http {
            allow = List.copyOf(allow);
            allow.forEach(pattern -> Settings.targetPattern("http.allow", pattern));
        }
    }

    /**
     * A dependency that is asked whether it works: give {@code url} or {@code tcp}.
     *
     * @param dependency its name as failures name it; by default the target's {@code host:port}
     * @param url address to GET; passes on status 200 to 299; its target must be in {@code ripresa.http.allow}
     * @param tcp {@code host:port} to connect to; must be in {@code ripresa.http.allow}
     * @param period time between two questions, at least 1 s
     */
    public record Probe(
            @Nullable String dependency,
            @Nullable String url,
            @Nullable String tcp,
            @DefaultValue("5s") Duration period) {

        public Probe {
            if ((url == null) == (tcp == null)) {
                throw new BadSetting(
                        "ripresa.probes", dependency, "a probe needs exactly one of \"url\" and \"tcp\"", "Give one.");
            }
            Settings.atLeast("probes.period", period, Duration.ofSeconds(1));
        }
    }

    /**
     * REST API and page.
     *
     * @param enabled whether the REST API and the page are served
     * @param path what stands before every address of them
     * @param allowedHosts host names under which everybody may ask for the page, signed in or not, from any machine
     * @param maxRequestBytes largest body of a request to them, in bytes
     * @param maxStreamClients most pages that follow the live stream at once
     */
    public record Web(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("/ripresa") String path,
            @DefaultValue List<String> allowedHosts,
            @DefaultValue("1048576") int maxRequestBytes,
            @DefaultValue("64") int maxStreamClients) {

        public Web {
            allowedHosts = List.copyOf(allowedHosts);
            if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
                throw new BadSetting(
                        "ripresa.web.path",
                        path,
                        "must be empty, or begin with / and not end with it",
                        "Give \"/ripresa\".");
            }
            Settings.between("web.max-request-bytes", maxRequestBytes, 1024, 100 << 20);
            Settings.between("web.max-stream-clients", maxStreamClients, 1, 10_000);
        }
    }
}
