package io.ripresa.analyze;

import java.util.List;

/**
 * Recognises names and addresses that cannot be what was meant: the own host's name as the JDK repeats it, the id of a
 * container, a URL where a name belongs, an address of network 0, a name without a dot that the local resolver does not
 * pass on. Linear in the length of the text.
 */
final class Misaddressed {

    /** What stands in front of the name that was looked up. */
    private static final List<String> MARKS = List.of(
            "resolve host: ",
            "resolve host '",
            "resolve host \"",
            "resolve host ",
            "resolve hostname ",
            "ENOTFOUND ",
            "dial tcp: lookup ",
            "UnknownHostException: ",
            "translate host name \"");

    private static final String LOCAL_RESOLVER = " on 127.0.0.53";
    private static final String NETWORK_ZERO = "0.0.0.";
    private static final int LONGEST_NAME = 253;
    private static final int CONTAINER_ID = 12;
    private static final int SHORTEST_ID = 8;

    private Misaddressed() {}

    static boolean isIn(Link link) {
        String text = link.text();
        return isRepeated(text) || isOfNetworkZero(text) || isLookedUp(text);
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
                    && text.startsWith(": ", colon + 2 + length)) {
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

    private static boolean isLookedUp(String text) {
        for (String mark : MARKS) {
            int at = text.indexOf(mark);
            if (at >= 0) {
                int from = at + mark.length();
                int to = from;
                while (to < text.length() && to - from <= LONGEST_NAME && !isEnd(text.charAt(to))) {
                    to++;
                }
                String name = text.substring(from, to);
                boolean local = text.startsWith(LOCAL_RESOLVER, to) && name.indexOf('.') < 0;
                if (!name.isEmpty() && (local || isNoName(name))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isNoName(String name) {
        boolean address = name.length() > 1 && name.charAt(0) == '/' && isDigit(name.charAt(1));
        return address || name.contains("://") || isId(name);
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
