package io.ripresa.server.demo;

import io.ripresa.postgres.EmbeddedPostgres;
import io.ripresa.postgres.EmbeddedPostgresException;
import io.ripresa.server.DatabaseSettings;
import io.ripresa.server.ServerDatabase;
import io.ripresa.server.StartFailure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the demo keeps everything: a fresh file, a PostgreSQL that goes when the demo does, or what the user gave. */
final class DemoDatabase implements AutoCloseable {

    private final DatabaseSettings settings;
    private final @Nullable EmbeddedPostgres server;

    private DemoDatabase(DatabaseSettings settings, @Nullable EmbeddedPostgres server) {
        this.settings = settings;
        this.server = server;
    }

    /**
     * Opens it.
     *
     * @param chosen what the user gave, or null
     * @param folder for a fresh file
     * @throws StartFailure if a PostgreSQL that is brought along does not start
     */
    static DemoDatabase open(@Nullable String chosen, Path folder) {
        if (chosen == null) {
            return new DemoDatabase(DatabaseSettings.at("h2:" + folder.resolve("demo")), null);
        }
        DatabaseSettings given = DatabaseSettings.at(chosen).withLoginOf(System.getenv());
        if (!chosen.equals("postgres")) {
            return new DemoDatabase(given, null);
        }
        try {
            EmbeddedPostgres server = EmbeddedPostgres.temporary();
            server.createDatabase(ServerDatabase.NAME);
            DatabaseSettings there =
                    given.withUrl(server.jdbcUrl(ServerDatabase.NAME)).withLogin(server.user(), server.password());
            return new DemoDatabase(there, server);
        } catch (EmbeddedPostgresException e) {
            throw new StartFailure("--database postgres cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /** How it is connected to. */
    DatabaseSettings settings() {
        return settings;
    }

    boolean isPostgres() {
        return settings.url().startsWith("jdbc:postgresql:");
    }

    /** How another server joins it, as a command for a shell; null where none can. */
    @Nullable String invitation() {
        if (!isPostgres()) {
            return null;
        }
        String login = server == null
                ? ""
                : DatabaseSettings.USER_VARIABLE + "=" + server.user() + " " + DatabaseSettings.PASSWORD_VARIABLE
                        + "=$(cat "
                        + server.folder().resolve("password") + ") ";
        return login + "./ripresa serve --port 8081 --database '" + settings.shown() + "'";
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
