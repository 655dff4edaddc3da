package io.ripresa.server;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a PostgreSQL does not let us in, in one sentence that names what, the value and the fix. Never a password. */
final class PostgresRefusal {

    /** {@code //host:port,host:port/database?…}; all of it may be left out. */
    private static final Pattern URL = Pattern.compile("jdbc:postgresql:(?://([^/?]*))?/?([^?]*)(?:\\?.*)?");

    private static final String DEFAULT_ADDRESS = "localhost:5432";

    /** The driver's own: the server asks for a password, and none was given. */
    private static final String NO_PASSWORD = "08004";

    private final DatabaseSettings settings;
    private final SQLException cause;
    private final String state;

    PostgresRefusal(DatabaseSettings settings, SQLException cause) {
        this.settings = settings;
        this.cause = cause;
        this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** Whether it may be otherwise in a moment: it is not up, starting, stopping, or full. */
    boolean mayPass() {
        boolean unreachable = state.startsWith("08") && !state.equals(NO_PASSWORD) && !has(UnknownHostException.class);
        return unreachable || state.startsWith("57P") || state.startsWith("53");
    }

    StartFailure failure() {
        return new StartFailure(sentence(), cause);
    }

    private String sentence() {
        String database = "Database \"" + settings.shown() + "\"";
        return switch (state) {
            case "28P01", "28000" ->
                database + " refuses " + user() + ": " + words()
                        + ". Correct user and password: in the URL (?user=…&password=…) or as RIPRESA_DATABASE_USER and"
                        + " RIPRESA_DATABASE_PASSWORD.";
            case NO_PASSWORD ->
                database + " asks for a password, and there is none for " + user()
                        + ". Give it in the URL (?password=…) or as RIPRESA_DATABASE_PASSWORD.";
            case "3D000" ->
                database + ": there is no database \"" + name() + "\" at " + address()
                        + ". Create it (create database \"" + name() + "\"), or correct the URL.";
            case "42501" ->
                database + " does not permit it to " + user() + ": " + words()
                        + ". Grant it, or connect as another user.";
            case "57P03" -> database + " at " + address() + " is not ready: " + words() + ". Start again when it is.";
            case "53300" ->
                database + " at " + address() + " takes no more connections: " + words()
                        + ". Raise max_connections there, or lower ripresa.database-connections.";
            default -> state.startsWith("08") ? unreachable(database) : database + " cannot be used: " + words() + ".";
        };
    }

    private String unreachable(String database) {
        if (has(UnknownHostException.class)) {
            return database + ": the host of " + address() + " is not known here. Correct the URL.";
        }
        String why = has(ConnectException.class) ? "nobody listens at " + address() : words() + " (" + address() + ")";
        return database + " cannot be reached: " + why
                + ". Start PostgreSQL there, correct host and port, or give --database postgres to have one brought along.";
    }

    private boolean has(Class<? extends Throwable> type) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private String user() {
        Matcher inUrl = Pattern.compile("[?&]user=([^&]*)").matcher(settings.url());
        String user = inUrl.find() ? inUrl.group(1) : settings.user();
        return user == null ? "the user of this process" : "user \"" + user + "\"";
    }

    private String address() {
        Matcher url = URL.matcher(settings.url());
        @Nullable String address = url.matches() ? url.group(1) : null;
        if (address == null || address.isEmpty()) {
            return DEFAULT_ADDRESS;
        }
        String withoutLogin = address.substring(address.indexOf('@') + 1);
        return withoutLogin.matches(".*:\\d+") ? withoutLogin : withoutLogin + ":5432";
    }

    private String name() {
        Matcher url = URL.matcher(settings.url());
        return url.matches() && !url.group(2).isEmpty() ? url.group(2) : "(that of the user's name)";
    }

    /** What the server or the driver says: its first line, without its full stop. */
    private String words() {
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason is given");
        String plain = message.replaceFirst("^(FATAL|ERROR): ", "").replaceFirst("\\.\\s*$", "");
        return plain.isEmpty()
                ? "no reason is given"
                : plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
    }
}
