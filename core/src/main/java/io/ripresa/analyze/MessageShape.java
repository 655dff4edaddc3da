package io.ripresa.analyze;

import java.util.Locale;

/**
 * A message without what differs from case to case: numbers, ids, hashes, addresses, times, paths, quoted values and
 * SQL literals become a sign. Host names stay, because "which host" is part of the error; the numeric address and port
 * of a client do not. Linear time.
 */
final class MessageShape {

    /** Names have a few parts; what has more is noise. */
    private static final int MAX_PARTS = 12;

    private MessageShape() {}

    static String of(String message, int maxLength) {
        String text = message.length() > maxLength ? message.substring(0, maxLength) : message;
        StringBuilder shape = new StringBuilder(text.length());
        int i = 0;
        int n = text.length();
        while (i < n) {
            char c = text.charAt(i);
            if (isQuote(c)) {
                int end = closingQuote(text, i);
                if (end > 0) {
                    shape.append("<q>");
                    i = end + 1;
                    continue;
                }
            }
            if (Character.isWhitespace(c)) {
                blank(shape);
                i++;
                continue;
            }
            if (!isWordCharacter(c)) {
                shape.append(c);
                i++;
                continue;
            }
            int start = i;
            boolean letters = true;
            while (i < n && isWordCharacter(text.charAt(i))) {
                letters &= isAsciiLetter(text.charAt(i));
                i++;
            }
            if (letters) {
                // Most are words, which stay as they are.
                shape.append(text, start, i);
                continue;
            }
            String token = text.substring(start, i);
            shape.append(word(token));
            if (token.contains("://")) {
                i = endOfUrl(text, i);
            }
        }
        return shape.toString().strip().toLowerCase(Locale.ROOT);
    }

    /** What a URL asks for differs from case to case. */
    private static int endOfUrl(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) > ' ' && "\"'`<>),;".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static void blank(StringBuilder shape) {
        if (shape.length() > 0 && shape.charAt(shape.length() - 1) != ' ') {
            shape.append(' ');
        }
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"' || c == '`';
    }

    /** The end of a quoted value on this line; an apostrophe inside a word opens none. */
    private static int closingQuote(String text, int open) {
        char quote = text.charAt(open);
        boolean insideWord = open > 0 && Character.isLetterOrDigit(text.charAt(open - 1));
        if (insideWord && quote == '\'') {
            return -1;
        }
        int limit = Math.min(text.length(), open + 400);
        for (int i = open + 1; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                return -1;
            }
            if (c == quote) {
                return i;
            }
        }
        return -1;
    }

    /** What belongs to one token: identifiers, host names, paths, times. */
    private static boolean isWordCharacter(char c) {
        return isAsciiLetter(c)
                || Character.isLetterOrDigit(c)
                || c == '_'
                || c == '-'
                || c == '.'
                || c == '/'
                || c == '\\'
                || c == ':'
                || c == '@'
                || c == '+'
                || c == '$'
                || c == '%'
                || c == '~';
    }

    private static boolean isAsciiLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static String word(String token) {
        int end = token.length();
        while (end > 0 && ".:-/".indexOf(token.charAt(end - 1)) >= 0) {
            end--;
        }
        String tail = token.substring(end);
        String core = token.substring(0, end);
        int scheme = core.indexOf("://");
        if (scheme > 0) {
            // The host of a URL stays, what is asked of it does not.
            String rest = core.substring(scheme + 3);
            int path = rest.indexOf('/');
            return core.substring(0, scheme) + "://" + host(path < 0 ? rest : rest.substring(0, path)) + tail;
        }
        if (core.indexOf('/') >= 0 && (core.startsWith("/") || core.startsWith("~") || core.startsWith("."))
                || core.indexOf('\\') >= 0) {
            return (core.startsWith("/") && hostAfterSlash(core) ? "/<n>" : "<path>") + tail;
        }
        return plain(core) + tail;
    }

    /** Java writes addresses as {@code host/10.0.0.1:5432} and {@code /10.0.0.1:5432}. */
    private static boolean hostAfterSlash(String core) {
        return core.length() > 1 && Character.isDigit(core.charAt(1));
    }

    private static String host(String authority) {
        int user = authority.lastIndexOf('@');
        return plain(user < 0 ? authority : authority.substring(user + 1));
    }

    private static String plain(String core) {
        return plain(core, 0);
    }

    private static String plain(String core, int depth) {
        if (depth > MAX_PARTS) {
            return "<id>";
        }
        int at = core.lastIndexOf('@');
        if (at > 0) {
            // An object's hash; or an address, whose host stays.
            String right = core.substring(at + 1);
            return plain(core.substring(0, at), depth + 1)
                    + "@"
                    + (isHexadecimal(right) ? "<n>" : plain(right, depth + 1));
        }
        int slash = core.indexOf('/');
        if (slash > 0) {
            return plain(core.substring(0, slash), depth + 1) + "/" + plain(core.substring(slash + 1), depth + 1);
        }
        int colon = core.lastIndexOf(':');
        if (colon > 0 && isAllDigits(core, colon + 1) && EndpointReader.isFileName(core.substring(0, colon))) {
            // A place in a source file moves with every release.
            return identifier(core.substring(0, colon));
        }
        if (colon > 0
                && colon < core.length() - 1
                && hasLetter(core.substring(0, colon))
                && isAllDigits(core, colon + 1)) {
            // A named host keeps its port: it tells one dependency from another.
            return identifier(core.substring(0, colon)) + core.substring(colon);
        }
        return identifier(core);
    }

    /** Words stay; what is mostly digits, or hexadecimal and long, is an id. */
    private static String identifier(String core) {
        if (core.startsWith("+0x") || core.startsWith("-0x")) {
            return core.charAt(0) + "<n>";
        }
        int digits = 0;
        int letters = 0;
        int changes = 0;
        boolean hex = true;
        boolean digitBefore = false;
        for (int i = 0; i < core.length(); i++) {
            char c = core.charAt(i);
            boolean digit = Character.isDigit(c);
            if (digit) {
                digits++;
            } else if (Character.isLetter(c)) {
                letters++;
                hex &= Character.digit(c, 16) >= 0;
            }
            if (i > 0 && digit != digitBefore) {
                changes++;
            }
            digitBefore = digit;
        }
        if (digits == 0) {
            return core;
        }
        if (letters == 0 || hex && core.length() >= 6 || core.startsWith("0x")) {
            return "<n>";
        }
        boolean mixed = core.length() >= 10 && changes >= 4;
        if (digits >= 8 || mixed || core.length() >= 16 && digits * 4 >= core.length()) {
            return "<id>";
        }
        return withoutNumbers(core);
    }

    /** "30000ms" and "order-17" keep their words, except codes such as ORA-01017, which are the error itself. */
    private static String withoutNumbers(String core) {
        int dash = core.indexOf('-');
        if (dash >= 2 && dash <= 8 && isUpperCase(core, dash) && isAllDigits(core, dash + 1)) {
            return core;
        }
        StringBuilder result = new StringBuilder();
        boolean inNumber = false;
        for (int i = 0; i < core.length(); i++) {
            boolean digit = Character.isDigit(core.charAt(i));
            if (digit && !inNumber) {
                result.append("<n>");
            } else if (!digit) {
                result.append(core.charAt(i));
            }
            inNumber = digit;
        }
        return result.toString();
    }

    private static boolean isUpperCase(String text, int end) {
        for (int i = 0; i < end; i++) {
            if (!Character.isUpperCase(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!Character.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return from < text.length();
    }

    private static boolean isHexadecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean hasLetter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetter(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
