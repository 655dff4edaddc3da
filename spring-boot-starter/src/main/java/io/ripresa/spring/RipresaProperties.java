package io.ripresa.spring;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set under {@code ripresa}. A key that is not here is an error at start.
 *
 * @param enabled whether Ripresa is there at all
 * @param node name of this node among those that share the database; by default the host's name and process
 * @param worker the native task system
 * @param http what the built-in HTTP handler and HTTP probes may call
 * @param policy how recovery is done
 * @param probes dependencies that can be asked without a task
 * @param web REST API and page
 */
@ConfigurationProperties(prefix = "ripresa", ignoreUnknownFields = false)
public record RipresaProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String node,
        @DefaultValue Worker worker,
        @DefaultValue Http http,
        @NestedConfigurationProperty @DefaultValue PolicyProperties policy,
        @DefaultValue List<Probe> probes,
        @DefaultValue Web web) {

    public RipresaProperties {
        probes = List.copyOf(probes);
    }

    /**
     * The native task system.
     *
     * @param enabled whether it runs here
     * @param id name of the worker, stable over restarts; by default the host's name
     * @param threads runs at once in this process, 1 to 1000
     * @param shutdownWait how long runs may finish when the process ends
     */
    public record Worker(
            @DefaultValue("true") boolean enabled,
            @Nullable String id,
            @DefaultValue("10") int threads,
            @DefaultValue("10s") Duration shutdownWait) {

        public Worker {
            Settings.between("worker.threads", threads, 1, 1000);
            Settings.notNegative("worker.shutdown-wait", shutdownWait);
        }
    }

    /**
     * What may be called over HTTP. Nothing by default.
     *
     * @param allow targets, as {@code host:port}; {@code *} stands for all ports, {@code *.example.com} for names below
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
     * @param enabled whether they are served
     * @param path what stands before every address; {@code /ripresa} inside an application
     * @param allowedHosts host names under which the page may be asked for besides the loopback names
     * @param maxRequestBytes largest body of a request
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
