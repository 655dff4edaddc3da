package io.ripresa.analyze;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.FailureReport;
import io.ripresa.model.TaskDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an error points to: the {@code target} attribute; then an address in the texts, from the root cause
 * outwards; then the one dependency that the task declares, where the error says that something was not available.
 * Linear time.
 */
final class DependencyLocator {

    private static final int MAX_HOST = 190;

    /** Ports that a URL's scheme stands for: IANA's service names, and the vendors' documented defaults. */
    private static final Map<String, Integer> PORTS = new TreeMap<>(Map.ofEntries(
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
            Map.entry("kafka", 9092)));

    private DependencyLocator() {}

    static @Nullable Dependency locate(FailureReport report, List<Link> links, TaskDescriptor task, Category category) {
        String target = report.attribute(FailureReport.TARGET);
        if (target != null && !target.isBlank()) {
            return fromTarget(target.strip());
        }
        for (Link link : links) {
            Dependency found = inText(link.text());
            if (found != null) {
                return found;
            }
        }
        boolean only = task.dependencies().size() == 1 && category.isAvailability();
        return only ? task.dependencies().get(0) : null;
    }

    private static Dependency fromTarget(String target) {
        Dependency url = url(target);
        if (url != null) {
            return url;
        }
        Dependency endpoint = hostAndPort(target, 0, target.length());
        return endpoint != null ? endpoint : new Dependency(clean(target));
    }

    /** A name of the caller's own choice, made fit for a name. */
    private static String clean(String target) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < target.length() && i < 200; i++) {
            char c = target.charAt(i);
            name.append(Character.isISOControl(c) ? '-' : c);
        }
        return name.toString();
    }

    static @Nullable Dependency inText(String text) {
        Dependency url = url(text);
        if (url != null) {
            return url;
        }
        int colon = text.indexOf(':');
        while (colon >= 0) {
            Dependency endpoint = aroundColon(text, colon);
            if (endpoint != null) {
                return endpoint;
            }
            colon = text.indexOf(':', colon + 1);
        }
        return hostBesidePort(text);
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
        return c <= ' ' || c == '/' || c == '?' || c == '#' || c == '"' || c == '\'' || c == ')' || c == '>' || c == '<'
                || c == ',' || c == ';' || c == '}' || c == '{' || c == '`';
    }

    private static @Nullable Dependency authority(String authority, @Nullable Integer defaultPort) {
        int colon = authority.lastIndexOf(':');
        if (colon > 0 && !authority.endsWith("]")) {
            int port = port(authority, colon + 1);
            String host = authority.substring(0, colon);
            if (port > 0 && isHost(host)) {
                return Dependency.endpoint(host, port);
            }
            return null;
        }
        return defaultPort != null && isHost(authority) ? Dependency.endpoint(authority, defaultPort) : null;
    }

    /** {@code host:port} around a colon; the host needs a dot or be the loopback, or words around would do. */
    private static @Nullable Dependency aroundColon(String text, int colon) {
        int start = colon;
        while (start > 0 && isHostCharacter(text.charAt(start - 1)) && colon - start < MAX_HOST) {
            start--;
        }
        return hostAndPort(text, start, text.length());
    }

    private static @Nullable Dependency hostAndPort(String text, int start, int limit) {
        int colon = start;
        while (colon < limit && isHostCharacter(text.charAt(colon))) {
            colon++;
        }
        if (colon == start || colon >= limit || text.charAt(colon) != ':') {
            return null;
        }
        String host = text.substring(start, colon);
        int port = port(text, colon + 1);
        boolean named = host.contains(".") || host.equalsIgnoreCase("localhost") || host.contains("-");
        if (port <= 0 || !named && port < 1024 || !isHost(host) || isFileName(host)) {
            return null;
        }
        boolean spelled = named || start >= 1 && "/'\"([ @".indexOf(text.charAt(start - 1)) >= 0 && hasLetter(host);
        return spelled ? Dependency.endpoint(host, port) : null;
    }

    /** {@code Failed to connect to github.com port 443}, {@code host "db" (10.0.0.1), port 5432}. */
    private static @Nullable Dependency hostBesidePort(String text) {
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
            if (port > 0 && (host.contains(".") || host.equals("localhost")) && isHost(host)) {
                return Dependency.endpoint(host, port);
            }
            at = text.indexOf(" port ", at + 6);
        }
        return null;
    }

    private static boolean isFileName(String host) {
        int dot = host.lastIndexOf('.');
        String ending = dot < 0 ? "" : host.substring(dot + 1).toLowerCase(Locale.ROOT);
        return switch (ending) {
            case "java",
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
                    "sh" -> true;
            default -> false;
        };
    }

    private static boolean isHost(String host) {
        if (host.isEmpty() || host.length() > MAX_HOST || host.startsWith(".") || host.startsWith("-")) {
            return false;
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.length() > 4;
        }
        int digitsAndDots = 0;
        int dots = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!isHostCharacter(c)) {
                return false;
            }
            if (c == '.') {
                dots++;
            }
            if (c == '.' || c >= '0' && c <= '9') {
                digitsAndDots++;
            }
        }
        // Numbers with dots are an address only where there are four of them.
        return digitsAndDots < host.length() || dots == 3;
    }

    private static boolean hasLetter(String host) {
        return host.chars().anyMatch(Character::isLetter);
    }

    private static boolean isHostCharacter(char c) {
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
        boolean ends = i > from && (i == text.length() || !isHostCharacter(text.charAt(i)) || text.charAt(i) == '.');
        boolean clock = i - from == 2 && i < text.length() && text.charAt(i) == ':';
        return ends && !clock && port <= 65_535 ? port : 0;
    }
}
