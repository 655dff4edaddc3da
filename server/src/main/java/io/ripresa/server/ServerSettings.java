package io.ripresa.server;

import io.ripresa.spi.DependencyProbe;
import io.ripresa.spring.TaskHandlerRegistration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a server is started with. Immutable; every {@code with…} answers changed settings.
 *
 * @param host address to listen on; loopback only
 * @param port TCP port, 0 for a free one
 * @param database where it keeps everything
 * @param properties further settings by their key under {@code ripresa.}, without that prefix, as the configuration
 *     file has them
 * @param handlers task types besides the built-in ones
 * @param httpAllow targets, as {@code host:port}, that the HTTP handler may call, besides those of the properties
 * @param probes dependencies that can be asked, besides those of the properties
 */
public record ServerSettings(
        String host,
        int port,
        DatabaseSettings database,
        Map<String, String> properties,
        List<TaskHandlerRegistration> handlers,
        List<String> httpAllow,
        List<DependencyProbe> probes) {

    /** Port 8080 on loopback, an H2 file under {@code ./data}. */
    public static final ServerSettings DEFAULT = new ServerSettings(
            "127.0.0.1", 8080, DatabaseSettings.at("h2:./data/ripresa"), Map.of(), List.of(), List.of(), List.of());

    public ServerSettings {
        properties = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        handlers = List.copyOf(handlers);
        httpAllow = List.copyOf(httpAllow);
        probes = List.copyOf(probes);
    }

    public ServerSettings withHost(String value) {
        return new ServerSettings(value, port, database, properties, handlers, httpAllow, probes);
    }

    public ServerSettings withPort(int value) {
        return new ServerSettings(host, value, database, properties, handlers, httpAllow, probes);
    }

    public ServerSettings withDatabase(String url) {
        return withDatabase(database.withUrl(url));
    }

    public ServerSettings withDatabase(DatabaseSettings value) {
        return new ServerSettings(host, port, value, properties, handlers, httpAllow, probes);
    }

    /** These settings with one more property; {@code key} is without the prefix {@code ripresa.}. */
    public ServerSettings withProperty(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(properties);
        more.put(key, value);
        return new ServerSettings(host, port, database, more, handlers, httpAllow, probes);
    }

    /**
     * These settings with those of a configuration file: what the server itself takes, and properties.
     *
     * @param values by key, without the prefix {@code ripresa.}, as {@link ConfigFile} reads them
     */
    ServerSettings withFile(Map<String, String> values) {
        Map<String, String> rest = new LinkedHashMap<>(values);
        String fileHost = rest.remove(KnownKeys.HOST);
        String filePort = rest.remove(KnownKeys.PORT);
        String url = rest.remove(KnownKeys.DATABASE);
        String user = rest.remove(KnownKeys.DATABASE_USER);
        String password = rest.remove(KnownKeys.DATABASE_PASSWORD);
        String connections = rest.remove(KnownKeys.DATABASE_CONNECTIONS);
        DatabaseSettings there = database.withUrl(Objects.requireNonNullElse(url, database.url()))
                .withLogin(user, password)
                .withConnections(connections == null ? database.connections() : Integer.parseInt(connections));
        return withProperties(rest)
                .withHost(Objects.requireNonNullElse(fileHost, host))
                .withPort(filePort == null ? port : Integer.parseInt(filePort))
                .withDatabase(there);
    }

    public ServerSettings withProperties(Map<String, String> values) {
        Map<String, String> more = new LinkedHashMap<>(properties);
        more.putAll(values);
        return new ServerSettings(host, port, database, more, handlers, httpAllow, probes);
    }

    public ServerSettings withHandler(TaskHandlerRegistration handler) {
        List<TaskHandlerRegistration> more = new ArrayList<>(handlers);
        more.add(handler);
        return new ServerSettings(host, port, database, properties, more, httpAllow, probes);
    }

    public ServerSettings withHttpAllow(List<String> targets) {
        List<String> more = new ArrayList<>(httpAllow);
        more.addAll(targets);
        return new ServerSettings(host, port, database, properties, handlers, more, probes);
    }

    public ServerSettings withProbe(DependencyProbe probe) {
        List<DependencyProbe> more = new ArrayList<>(probes);
        more.add(probe);
        return new ServerSettings(host, port, database, properties, handlers, httpAllow, more);
    }
}
