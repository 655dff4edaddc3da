package io.ripresa.analyze;

import java.util.Locale;
import java.util.Set;

/**
 * Recognises a name without a dot that was looked up: of one's own machine, of a sample, or of another network. What
 * asked for it asks for it again. Linear in the length of the text.
 *
 * <p>Names of services in a network of containers come and go with these: they are left alone, and so are texts that name
 * the resolver; {@link Misaddressed} knows those that never have such names.
 */
final class IncompleteName {

    /** How Python's clients tell it, in front of what went wrong. */
    private static final String POOL = "Pool(host='";

    /** What containers are called after. */
    private static final Set<String> SERVICES = Set.of(
            "db",
            "database",
            "postgres",
            "postgresql",
            "mysql",
            "mariadb",
            "mongo",
            "mongodb",
            "redis",
            "kafka",
            "zookeeper",
            "rabbitmq",
            "elasticsearch",
            "opensearch",
            "memcached",
            "cassandra",
            "nats",
            "minio",
            "consul",
            "vault",
            "etcd",
            "broker",
            "cache",
            "queue");

    /** What stands in front of a colon and is no name. */
    private static final Set<String> PROSE = Set.of("error", "exception", "cause", "warning", "dns", "host", "name");

    /** Node repeats the name and adds what it likes. */
    private static final String NODE = "ENOTFOUND ";

    private static final String UNKNOWN_HOST = "unknownhostexception";
    private static final int LONGEST_LABEL = 63;

    private IncompleteName() {}

    static boolean isIn(Link link) {
        String text = link.text();
        int alone = endOfLabel(text, 0);
        if (link.names().contains(UNKNOWN_HOST) && isOver(text, alone) && isNobodys(text, 0, alone)) {
            return true;
        }
        return isBehind(POOL, text)
                || Misaddressed.MARKS.stream().anyMatch(mark -> mark.canBeIn(link) && isBehind(mark.text(), text));
    }

    private static boolean isBehind(String mark, String text) {
        for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
            int from = at + mark.length();
            int to = endOfLabel(text, from);
            boolean more = mark.equals(NODE) && to < text.length() && text.charAt(to) == ' ';
            if ((more || isOver(text, to)) && isNobodys(text, from, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNobodys(String text, int from, int to) {
        String name = text.substring(from, to).toLowerCase(Locale.ROOT);
        for (String word : name.split("[-_]")) {
            if (SERVICES.contains(word)) {
                return false;
            }
        }
        return !name.isEmpty() && !PROSE.contains(name);
    }

    /** Where a name without a dot ends; a word of prose ends in front of a blank, a name does not. */
    private static int endOfLabel(String text, int from) {
        int to = from;
        while (to < text.length() && to - from <= LONGEST_LABEL && isOfLabel(text.charAt(to))) {
            to++;
        }
        return to;
    }

    private static boolean isOver(String text, int at) {
        if (at == text.length()) {
            return true;
        }
        char next = text.charAt(at);
        boolean port = next == ':' && at + 1 < text.length() && isDigit(text.charAt(at + 1));
        boolean colon = next == ':' && (at + 1 == text.length() || text.charAt(at + 1) == ' ');
        return port
                || colon
                || next == ';'
                || next == ','
                || next == '\''
                || next == '"'
                || next == ')'
                || next == '\n';
    }

    private static boolean isOfLabel(char c) {
        return isDigit(c)
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '-'
                || c == '_'
                || c == '%'
                || c == '{'
                || c == '}'
                || c == '$';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
