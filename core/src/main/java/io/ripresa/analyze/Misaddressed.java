package io.ripresa.analyze;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Recognises names and addresses that cannot be what was meant: the own host's name as the JDK repeats it, the id of a
 * container, a URL where a name belongs, an address of network 0, a name without a dot that the local resolver does not
 * pass on, a name that is reserved or made up for not being. Linear in the length of the text.
 */
final class Misaddressed {

    /**
     * What stands in front of the name that was looked up.
     *
     * @param text what it is
     * @param words the bits of its words, see {@link Words#marks}
     */
    record Mark(String text, long words) {
        private static Mark of(String text) {
            return new Mark(text, Words.of(text).marks());
        }

        /** Whether a text can have it: most have none of its words, and are not searched. */
        boolean canBeIn(Link link) {
            return (words & ~link.words().marks()) == 0;
        }
    }

    static final List<Mark> MARKS = Stream.of(
                    "resolve host: ",
                    "resolve host '",
                    "resolve host \"",
                    "resolve host ",
                    "resolve hostname ",
                    "hostname lookup: ",
                    "ENOTFOUND ",
                    "dial tcp: lookup ",
                    "dial tcp4: lookup ",
                    "dial tcp6: lookup ",
                    "dial udp: lookup ",
                    "Failed to resolve '",
                    "UnknownHostException: ",
                    "translate host name \"")
            .map(Mark::of)
            .toList();

    /** What answers for the own machine only, and what answers for everybody: neither knows a name without a dot. */
    private static final List<String> RESOLVERS = List.of(
            " on 127.0.0.53",
            " on 127.0.0.1:",
            " on 8.8.8.8",
            " on 8.8.4.4",
            " on 1.1.1.1",
            " on 1.0.0.1",
            " on 9.9.9.9",
            " on 208.67.222.222",
            " on 208.67.220.220");

    /** RFC 6761: such names never are; and domains that nobody registered. What Windows and Docker name is known there only. */
    private static final List<String> NO_DOMAINS = List.of(
            ".invalid",
            ".test",
            ".exist",
            ".exists",
            ".nowhere",
            ".undefined",
            ".null",
            ".mshome.net",
            ".docker.internal");
    /** Slips of the finger where a name ends. */
    private static final Set<String> MISSPELT_ENDS = Set.of(
            "orrg", "ogr", "rog", "orgg", "oorg", "comm", "cmo", "ocm", "coom", "cpm", "vom", "xom", "nett", "nte",
            "neet");

    /** Words of names that were made up for not being, or stand for one. */
    private static final Set<String> MADE_UP = Set.of(
            "invalid",
            "nonexistent",
            "nonexisting",
            "doesnotexist",
            "notexist",
            "fake",
            "dummy",
            "bogus",
            "placeholder",
            "hostname",
            "changeme",
            "myhost",
            "myhostname",
            "myserver",
            "mydomain",
            "mycompany",
            "mycorp",
            "myorg",
            "mysite",
            "mytenant");

    /** Such a name is made up where it stands alone; there are domains of these words. */
    private static final Set<String> MADE_UP_ALONE =
            Set.of("foo", "bar", "baz", "foobar", "abc", "xyz", "undefined", "null");

    /** What the JDK says behind a name that it could not look up. */
    private static final List<String> NOT_KNOWN = List.of(
            "Name or service", "nodename nor", "unknown error", "Temporary failure", "No address", "System error");

    private static final String UNKNOWN_HOST = "unknownhostexception";
    private static final String NETWORK_ZERO = "0.0.0.";
    private static final String AMAZON = ".amazonaws.com";
    private static final int LONGEST_ZONE = 20;
    private static final int LONGEST_NAME = 253;
    private static final int CONTAINER_ID = 12;
    private static final int SHORTEST_ID = 8;

    private Misaddressed() {}

    static boolean isIn(Link link) {
        String text = link.text();
        return isRepeated(text) || isOfNetworkZero(text) || isZone(text) || isLookedUp(link) || isSaidAlone(link);
    }

    /** The JDK's exception says nothing but the name, or the name and why it was not found. */
    private static boolean isSaidAlone(Link link) {
        String text = link.text();
        int end = endOfName(text, 0);
        return end > 0 && link.names().contains(UNKNOWN_HOST) && isNoName(text.substring(0, end));
    }

    /** {@code a1b2: a1b2: Name or service not known}: {@code InetAddress.getLocalHost} puts the own name in front. */
    private static boolean isRepeated(String text) {
        for (int colon = text.indexOf(": "); colon >= 0; colon = text.indexOf(": ", colon + 2)) {
            int start = colon;
            while (start > 0 && colon - start <= LONGEST_NAME && isNameCharacter(text.charAt(start - 1))) {
                start--;
            }
            int length = colon - start;
            if (length > 0
                    && text.regionMatches(colon + 2, text, start, length)
                    && text.startsWith(": ", colon + 2 + length)
                    && isFollowedBy(text, colon + 4 + length, NOT_KNOWN)) {
                return true;
            }
        }
        return false;
    }

    /** {@code 0.0.0.1}, but neither {@code 10.0.0.1} nor {@code 0.0.0.0}, on which servers listen. */
    private static boolean isOfNetworkZero(String text) {
        for (int at = text.indexOf(NETWORK_ZERO); at >= 0; at = text.indexOf(NETWORK_ZERO, at + 1)) {
            boolean begins = at == 0 || !isNameCharacter(text.charAt(at - 1));
            int last = at + NETWORK_ZERO.length();
            if (begins && last < text.length() && text.charAt(last) >= '1' && text.charAt(last) <= '9') {
                return true;
            }
        }
        return false;
    }

    /** {@code sqs.us-east-1a.amazonaws.com}: hosts are named after regions, {@code us-east-1}, not after their zones. */
    private static boolean isZone(String text) {
        int end = text.indexOf(AMAZON);
        int start = end < 1 ? -1 : text.lastIndexOf('.', end - 1);
        if (start < 0 || end - start > LONGEST_ZONE || text.indexOf('-', start) >= end - 2) {
            return false;
        }
        char last = text.charAt(end - 1);
        return last >= 'a' && last <= 'f' && isDigit(text.charAt(end - 2)) && text.charAt(end - 3) == '-';
    }

    private static boolean isLookedUp(Link link) {
        String text = link.text();
        for (Mark mark : MARKS) {
            int at = mark.canBeIn(link) ? text.indexOf(mark.text()) : -1;
            if (at >= 0) {
                int from = at + mark.text().length();
                int to = endOfName(text, from);
                String name = text.substring(from, to);
                boolean local = isFollowedBy(text, to, RESOLVERS) && isLocal(name);
                if (!name.isEmpty() && (local || isNoName(name))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Known where its containers run, if anywhere. */
    private static boolean isLocal(String name) {
        return name.indexOf('.') < 0 || name.endsWith(".svc") || name.endsWith(".svc.cluster.local");
    }

    private static int endOfName(String text, int from) {
        int to = from;
        while (to < text.length() && to - from <= LONGEST_NAME && !isEnd(text.charAt(to))) {
            to++;
        }
        return to;
    }

    private static boolean isNoName(String name) {
        boolean address = name.length() > 1 && name.charAt(0) == '/' && isDigit(name.charAt(1));
        boolean more = name.contains("://") || name.indexOf('@') >= 0 || name.indexOf('<') >= 0;
        return address
                || more
                || isId(name)
                || isMadeUp(name)
                || isTwice(name)
                || isUrl(name)
                || isMisspelt(name)
                || hasPort(name);
    }

    /** {@code 127.0.0.1:6379}: no name is looked up with its port, unless that was taken for a part of it. */
    private static boolean hasPort(String name) {
        int end = name.endsWith(":") ? name.length() - 1 : name.length();
        int colon = end;
        while (colon > 0 && isDigit(name.charAt(colon - 1))) {
            colon--;
        }
        return colon < end
                && colon > 1
                && name.charAt(colon - 1) == ':'
                && name.lastIndexOf(':', colon - 2) < 0
                && name.charAt(0) != '[';
    }

    /** {@code registry.example.orrg}, {@code www.example.comhttps}. */
    private static boolean isMisspelt(String name) {
        int port = name.indexOf(':');
        String host = port < 0 ? name : name.substring(0, port);
        String end = host.substring(host.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean joined = end.length() > 4 && (end.endsWith("http") || end.endsWith("https"));
        return host.indexOf('.') > 0 && (joined || MISSPELT_ENDS.contains(end));
    }

    /** {@code tcp:db.example.com}: a scheme before a name. */
    private static boolean isUrl(String name) {
        int colon = name.indexOf(':');
        return colon > 0
                && colon + 1 < name.length()
                && !isDigit(name.charAt(colon + 1))
                && name.lastIndexOf(':') == colon
                && name.indexOf('.') > colon;
    }

    /** {@code im.example.com.example.com}: the domain was added to a name that had it. */
    private static boolean isTwice(String name) {
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        int top = bare.lastIndexOf('.');
        int domain = top < 1 ? -1 : bare.lastIndexOf('.', top - 1);
        return domain > 0 && bare.substring(0, domain).endsWith(bare.substring(domain));
    }

    /** Reserved for not being, or named so: {@code not-a-valid-domain.com}, {@code db.invalid}, {@code foo}. */
    private static boolean isMadeUp(String named) {
        int port = named.indexOf(':');
        String written = port < 0 ? named : named.substring(0, port);
        String name = written.toLowerCase(Locale.ROOT);
        if (isMine(written)) {
            return true;
        }
        for (String domain : NO_DOMAINS) {
            if (name.endsWith(domain)) {
                return true;
            }
        }
        if (MADE_UP_ALONE.contains(name)) {
            return true;
        }
        if (name.contains("not-a-") || name.contains("does-not-exist") || name.contains("non-existent")) {
            return true;
        }
        int from = 0;
        int crosses = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.' || name.charAt(i) == '-') {
                String piece = name.substring(from, i);
                if (MADE_UP.contains(piece)) {
                    return true;
                }
                crosses += piece.length() > 1 && piece.chars().allMatch(c -> c == 'x') ? 1 : 0;
                from = i + 1;
            }
        }
        return crosses > 1;
    }

    /** {@code MyAppsServer}: whose it is in every sample; but not the database of that name. */
    private static boolean isMine(String written) {
        boolean begins = written.length() > 3 && written.startsWith("My") && Character.isUpperCase(written.charAt(2));
        return begins && !written.regionMatches(true, 0, "mysql", 0, 5);
    }

    private static boolean isFollowedBy(String text, int at, List<String> beginnings) {
        for (String beginning : beginnings) {
            if (text.startsWith(beginning, at)) {
                return true;
            }
        }
        return false;
    }

    /** The id of a container, or of a record: letters of one kind mixed with digits, without a dot. */
    private static boolean isId(String name) {
        boolean digits = false;
        boolean capitals = false;
        boolean small = false;
        boolean hex = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            boolean capital = c >= 'A' && c <= 'Z';
            if (!letter && !capital && !isDigit(c)) {
                return false;
            }
            digits |= isDigit(c);
            small |= letter;
            capitals |= capital;
            hex &= isDigit(c) || c >= 'a' && c <= 'f';
        }
        boolean container = hex && name.length() >= CONTAINER_ID;
        return digits && (container || capitals && !small && name.length() >= SHORTEST_ID);
    }

    private static boolean isEnd(char c) {
        return c == ' ' || c == ';' || c == ',' || c == '\'' || c == '"' || c == ')' || c == '\n' || c == '\t';
    }

    private static boolean isNameCharacter(char c) {
        return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '.' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
