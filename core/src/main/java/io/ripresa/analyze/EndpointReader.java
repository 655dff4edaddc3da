package io.ripresa.analyze;

import io.ripresa.model.Dependency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the address of the far side from a text: a URL, {@code host:port}, {@code host port 443}. An address that is
 * the near side's own ({@code local->remote}, a name server's) is passed over. Linear time.
 */
final class EndpointReader {

    private static final int MAX_HOST = 190;
    /** Linux hands out client ports from here; RFC 6335 from 49152. */
    private static final int FIRST_CLIENT_PORT = 32_768;

    /** Ports that a URL's scheme stands for: IANA's service names, and the vendors' documented defaults. */
    private static final Map<String, Integer> PORTS = Map.ofEntries(
            Map.entry("http", 80),
            Map.entry("https", 443),
            Map.entry("ws", 80),
            Map.entry("wss", 443),
            Map.entry("ftp", 21),
            Map.entry("sftp", 22),
            Map.entry("ssh", 22),
            Map.entry("smtp", 25),
            Map.entry("smtps", 465),
            Map.entry("ldap", 389),
            Map.entry("ldaps", 636),
            Map.entry("amqp", 5672),
            Map.entry("amqps", 5671),
            Map.entry("redis", 6379),
            Map.entry("rediss", 6379),
            Map.entry("mongodb", 27017),
            Map.entry("postgresql", 5432),
            Map.entry("postgres", 5432),
            Map.entry("mysql", 3306),
            Map.entry("mariadb", 3306),
            Map.entry("sqlserver", 1433),
            Map.entry("nats", 4222),
            Map.entry("kafka", 9092));

    /** Words in front of a name without a dot that say that it is a host. */
    private static final Set<String> LEADS = Set.of(
            "to",
            "at",
            "host",
            "server",
            "broker",
            "node",
            "from",
            "address",
            "endpoint",
            "with",
            "tcp",
            "econnrefused",
            "econnreset",
            "etimedout",
            "connect");

    private static final Set<String> FILE_ENDINGS = Set.of(
            "java",
            "py",
            "js",
            "ts",
            "go",
            "rb",
            "cs",
            "kt",
            "scala",
            "php",
            "c",
            "cpp",
            "rs",
            "json",
            "xml",
            "yml",
            "yaml",
            "sql",
            "log",
            "txt",
            "conf",
            "cfg",
            "properties",
            "sh",
            "mjs",
            "cjs",
            "ex",
            "vb",
            "md",
            "html");

    private EndpointReader() {}

    /** The far side named in a text, or null. */
    static @Nullable Dependency read(String text) {
        Dependency url = url(text);
        if (url != null) {
            return url;
        }
        List<Candidate> candidates = new ArrayList<>();
        int colon = text.indexOf(':');
        while (colon >= 0 && candidates.size() < 8) {
            Candidate candidate = aroundColon(text, colon);
            if (candidate != null) {
                candidates.add(candidate);
            }
            colon = text.indexOf(':', colon + 1);
        }
        Candidate best = best(candidates);
        return best != null ? Dependency.endpoint(best.host(), best.port()) : hostBesidePort(text);
    }

    /** A whole text that is an address, or null. */
    static @Nullable Dependency whole(String text) {
        Dependency url = url(text);
        if (url != null) {
            return url;
        }
        int colon = text.lastIndexOf(':');
        int port = colon < 1 ? 0 : port(text, colon + 1);
        boolean toTheEnd = port > 0 && colon + 1 + Integer.toString(port).length() == text.length();
        return toTheEnd && isHost(text.substring(0, colon))
                ? Dependency.endpoint(text.substring(0, colon), port)
                : null;
    }

    /**
     * @param remote whether the text marks it as the far side
     */
    private record Candidate(String host, int port, boolean remote) {}

    private static @Nullable Candidate best(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            if (candidate.remote()) {
                return candidate;
            }
        }
        for (Candidate candidate : candidates) {
            if (candidate.port() < FIRST_CLIENT_PORT) {
                return candidate;
            }
        }
        return candidates.isEmpty() ? null : candidates.get(0);
    }

    /** The first URL with a host. */
    private static @Nullable Dependency url(String text) {
        int at = text.indexOf("://");
        while (at >= 0) {
            int start = at;
            while (start > 0 && isSchemeCharacter(text.charAt(start - 1)) && at - start < 20) {
                start--;
            }
            String scheme = text.substring(start, at).toLowerCase(Locale.ROOT);
            int from = at + 3;
            int end = from;
            while (end < text.length() && !isUrlEnd(text.charAt(end)) && end - from < 300) {
                end++;
            }
            int user = text.lastIndexOf('@', end - 1);
            if (user >= from) {
                from = user + 1;
            }
            Dependency found = authority(text.substring(from, end), PORTS.get(scheme));
            if (found != null) {
                return found;
            }
            at = text.indexOf("://", at + 3);
        }
        return null;
    }

    private static boolean isSchemeCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+';
    }

    private static boolean isUrlEnd(char c) {
        return c <= ' ' || "/?#\"')><,;{}`\\".indexOf(c) >= 0;
    }

    private static @Nullable Dependency authority(String authority, @Nullable Integer defaultPort) {
        int colon = authority.lastIndexOf(':');
        if (colon > 0 && !authority.endsWith("]")) {
            int port = port(authority, colon + 1);
            String host = authority.substring(0, colon);
            return port > 0 && isHost(host) ? Dependency.endpoint(host, port) : null;
        }
        return defaultPort != null && isHost(authority) ? Dependency.endpoint(authority, defaultPort) : null;
    }

    private static @Nullable Candidate aroundColon(String text, int colon) {
        int start = colon;
        while (start > 0 && isHostCharacter(text.charAt(start - 1)) && colon - start < MAX_HOST) {
            start--;
        }
        // "->10.0.0.9:5432": the arrow's dash is no part of the name.
        while (start < colon && text.charAt(start) == '-') {
            start++;
        }
        int port = port(text, colon + 1);
        String host = text.substring(start, colon);
        // A name server is asked for the far side, it is not the far side.
        if (port <= 0 || port == 53 || !isHost(host) || isFileName(host)) {
            return null;
        }
        boolean dotted = host.contains(".");
        boolean known = host.equalsIgnoreCase("localhost");
        boolean plausible = known || dotted && port >= 20 || !dotted && port >= 80 && isLedTo(text, start);
        if (!plausible) {
            return null;
        }
        boolean remote =
                start >= 2 && text.startsWith("->", start - 2) || start >= 3 && text.startsWith("R:/", start - 3);
        String name = isNumeric(host) ? nameBeforeSlash(text, start) : null;
        return new Candidate(name == null ? host : name, port, remote);
    }

    /** Java writes addresses as {@code name/10.0.0.9:5432}: the name outlives the address. */
    private static @Nullable String nameBeforeSlash(String text, int start) {
        if (start < 2 || text.charAt(start - 1) != '/') {
            return null;
        }
        int end = start - 1;
        int from = end;
        while (from > 0 && isHostCharacter(text.charAt(from - 1)) && end - from < MAX_HOST) {
            from--;
        }
        String name = text.substring(from, end);
        return isHost(name) && !isNumeric(name) ? name : null;
    }

    private static boolean isLedTo(String text, int start) {
        if (start == 0) {
            return false;
        }
        char before = text.charAt(start - 1);
        if (before == '/' || before == '@' || before == '>') {
            return true;
        }
        int end = start;
        while (end > 0 && " '\"([".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        int from = end;
        while (from > 0 && Character.isLetter(text.charAt(from - 1)) && end - from < 16) {
            from--;
        }
        return LEADS.contains(text.substring(from, end).toLowerCase(Locale.ROOT));
    }

    /** {@code Failed to connect to github.com port 443}, {@code server at "db" (10.0.0.1), port 5432}. */
    private static @Nullable Dependency hostBesidePort(String text) {
        Dependency pair = hostAndPort(text);
        if (pair != null) {
            return pair;
        }
        int at = text.indexOf(" port ");
        while (at >= 0) {
            int port = port(text, at + 6);
            int end = at;
            while (end > 0 && ",\"') ".indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
            int start = end;
            while (start > 0 && isHostCharacter(text.charAt(start - 1)) && end - start < MAX_HOST) {
                start--;
            }
            String host = text.substring(start, end);
            boolean named = host.contains(".") || host.equals("localhost") || isLedTo(text, start);
            if (port > 0 && named && isHost(host)) {
                return Dependency.endpoint(host, port);
            }
            at = text.indexOf(" port ", at + 6);
        }
        return null;
    }

    /** {@code (host='db.internal', port=5432)}, as Python's clients write it. */
    private static @Nullable Dependency hostAndPort(String text) {
        int host = text.indexOf("host='");
        int end = host < 0 ? -1 : text.indexOf('\'', host + 6);
        int number = end < 0 ? -1 : text.indexOf("port=", end);
        if (number < 0 || number - end > 4) {
            return null;
        }
        int port = port(text, number + 5);
        String name = text.substring(host + 6, end);
        return port > 0 && isHost(name) ? Dependency.endpoint(name, port) : null;
    }

    static boolean isFileName(String host) {
        int dot = host.lastIndexOf('.');
        return dot >= 0 && FILE_ENDINGS.contains(host.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** Whether a text has the form of a host name or address. */
    static boolean isHost(String host) {
        if (host.isEmpty() || host.length() > MAX_HOST || host.startsWith(".") || host.startsWith("-")) {
            return false;
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.length() > 4;
        }
        for (int i = 0; i < host.length(); i++) {
            if (!isHostCharacter(host.charAt(i))) {
                return false;
            }
        }
        // Numbers with dots are an address only where there are four of them.
        return !isNumeric(host) || host.chars().filter(c -> c == '.').count() == 3;
    }

    private static boolean isNumeric(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    static boolean isHostCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_';
    }

    /** The port number at a position, or 0. */
    private static int port(String text, int from) {
        int i = from;
        int port = 0;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9' && i - from < 6) {
            port = port * 10 + (text.charAt(i) - '0');
            i++;
        }
        boolean ends = i > from
                && (i == text.length()
                        || !isHostCharacter(text.charAt(i))
                        || text.charAt(i) == '.'
                        || text.startsWith("->", i));
        boolean clock = i - from == 2 && i < text.length() && text.charAt(i) == ':';
        return ends && !clock && port <= 65_535 ? port : 0;
    }
}
