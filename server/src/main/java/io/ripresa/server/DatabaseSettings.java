package io.ripresa.server;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a server keeps everything.
 *
 * @param url {@code h2:PATH}, {@code postgres}, {@code postgres:PATH}, or a JDBC URL of H2 or PostgreSQL
 * @param user who connects to a PostgreSQL that runs elsewhere, where the URL does not say; null for the driver's own
 *     default
 * @param password the user's password, likewise
 * @param connections most connections to it at once
 * @param patience how long to wait at the start for a database that is not up yet
 */
public record DatabaseSettings(
        String url, @Nullable String user, @Nullable String password, int connections, Duration patience) {

    /** Environment variable that names who connects. */
    public static final String USER_VARIABLE = "RIPRESA_DATABASE_USER";

    /** Environment variable with that user's password. */
    public static final String PASSWORD_VARIABLE = "RIPRESA_DATABASE_PASSWORD";

    static final int FEWEST_CONNECTIONS = 4;
    static final int MOST_CONNECTIONS = 500;

    private static final int CONNECTIONS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Stands where a secret would. */
    private static final String HIDDEN = "…";

    /** Without user and password; 16 connections; 30 s of patience. */
    public static DatabaseSettings at(String url) {
        return new DatabaseSettings(url, null, null, CONNECTIONS, PATIENCE);
    }

    public DatabaseSettings withUrl(String value) {
        return new DatabaseSettings(value, user, password, connections, patience);
    }

    public DatabaseSettings withLogin(@Nullable String newUser, @Nullable String newPassword) {
        return new DatabaseSettings(url, newUser, newPassword, connections, patience);
    }

    /** The same with user and password of the environment, where it has them. */
    public DatabaseSettings withLoginOf(Map<String, String> environment) {
        return withLogin(
                environment.containsKey(USER_VARIABLE) ? environment.get(USER_VARIABLE) : user,
                environment.containsKey(PASSWORD_VARIABLE) ? environment.get(PASSWORD_VARIABLE) : password);
    }

    public DatabaseSettings withConnections(int most) {
        return new DatabaseSettings(url, user, password, most, patience);
    }

    DatabaseSettings withPatience(Duration value) {
        return new DatabaseSettings(url, user, password, connections, value);
    }

    /** The URL without secrets, for people and logs. */
    public String shown() {
        return url.replaceAll("(?i)((?:^|[?&;])[a-z]*password=)[^&;]*", "$1" + HIDDEN)
                .replaceAll("//[^/?@]*@", "//" + HIDDEN + "@");
    }

    @Override
    public String toString() {
        return shown();
    }
}
