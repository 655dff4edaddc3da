package io.ripresa.analyze;

import java.util.List;
import java.util.Locale;

/** The linear scans of the redactor. */
final class RedactionScans {

    private RedactionScans() {}

    /** Start of the value after {@code =}, {@code :} or {@code ": "}; -1 where none follows. */
    static int valueAfter(String text, int from) {
        int i = from;
        boolean separated = false;
        int limit = Math.min(text.length(), from + 8);
        while (i < limit) {
            char c = text.charAt(i);
            if (c == '=' || c == ':') {
                separated = true;
            } else if (c == '\n' || c != ' ' && c != '"' && c != '\'' && c != '\\' && c != '>') {
                break;
            }
            i++;
        }
        return separated && i < text.length() ? i : -1;
    }

    /** What kind of value stands behind a name. */
    enum ValueKind {
        /** Up to the next separator. */
        PLAIN,
        /** A scheme and its credentials. */
        AUTHORIZATION,
        /** Pairs with semicolons between them. */
        COOKIE
    }

    /** Authentication schemes whose credentials are one word (IANA registry). */
    private static final List<String> SCHEMES =
            List.of("bearer", "basic", "token", "negotiate", "dpop", "apikey", "ntlm", "key", "sso-key", "genie");

    /** End of a value: its closing quote, else the separator that ends a value of its kind. */
    static int valueEnd(String text, int start, ValueKind kind, String gone) {
        if (text.startsWith(gone, start)) {
            return start + gone.length();
        }
        char before = text.charAt(start - 1);
        if (before == '"' || before == '\'') {
            return quotedEnd(text, start, before);
        }
        int end = plainEnd(text, start);
        if (kind == ValueKind.AUTHORIZATION && end < text.length() && text.charAt(end) == ' ') {
            boolean oneWord = SCHEMES.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
            return oneWord ? plainEnd(text, end + 1) : lineEnd(text, end);
        }
        while (kind == ValueKind.COOKIE && end + 1 < text.length() && text.startsWith("; ", end)) {
            end = plainEnd(text, end + 2);
        }
        return end;
    }

    private static int plainEnd(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) > ' ' && "\"'}]),;&".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static int lineEnd(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    private static int quotedEnd(String text, int start, char quote) {
        int i = start;
        while (i < text.length() && text.charAt(i) != quote && text.charAt(i) != '\n') {
            i += text.charAt(i) == '\\' && i + 1 < text.length() && text.charAt(i + 1) != '\n' ? 2 : 1;
        }
        return Math.min(i, text.length());
    }

    static String pemBlocks(String text, String gone) {
        int begin = text.indexOf("-----BEGIN ");
        if (begin < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        int from = 0;
        while (begin >= 0) {
            result.append(text, from, begin).append(gone);
            int end = text.indexOf("-----END ", begin);
            // A block without an end was cut: nothing of it may stay.
            int close = end < 0 ? -1 : text.indexOf("-----", end + 9);
            from = close < 0 ? text.length() : close + 5;
            begin = text.indexOf("-----BEGIN ", from);
        }
        return result.append(text, from, text.length()).toString();
    }

    /** {@code scheme://user:password@host}. */
    static String urlPasswords(String text, String gone) {
        StringBuilder result = new StringBuilder(text.length());
        int from = 0;
        int at = text.indexOf("://");
        while (at >= 0) {
            int start = at + 3;
            int end = start;
            int colon = -1;
            int sign = -1;
            while (end < text.length() && !isAuthorityEnd(text.charAt(end))) {
                if (text.charAt(end) == ':' && colon < 0) {
                    colon = end;
                }
                if (text.charAt(end) == '@') {
                    sign = end;
                }
                end++;
            }
            if (colon > 0 && sign > colon) {
                result.append(text, from, colon + 1).append(gone);
                from = sign;
            }
            at = text.indexOf("://", end);
        }
        return result.append(text, from, text.length()).toString();
    }

    private static boolean isAuthorityEnd(char c) {
        return c <= ' ' || c == '/' || c == '?' || c == '#' || c == '"' || c == '<' || c == '>';
    }

    /** E-mail addresses. */
    static String addresses(String text, String gone) {
        StringBuilder result = new StringBuilder(text.length());
        int from = 0;
        int sign = text.indexOf('@');
        while (sign >= 0) {
            int start = sign;
            while (start > from && isLocalCharacter(text.charAt(start - 1))) {
                start--;
            }
            int end = sign + 1;
            int lastDot = -1;
            while (end < text.length() && isDomainCharacter(text.charAt(end))) {
                if (text.charAt(end) == '.') {
                    lastDot = end;
                }
                end++;
            }
            if (end == lastDot + 1) {
                end--;
                lastDot = text.lastIndexOf('.', end - 1);
            }
            boolean address =
                    start < sign && lastDot > sign + 1 && end - lastDot >= 3 && areLetters(text, lastDot + 1, end);
            if (address) {
                result.append(text, from, start).append(gone);
                from = end;
            }
            sign = text.indexOf('@', Math.max(sign + 1, from));
        }
        return result.append(text, from, text.length()).toString();
    }

    private static boolean areLetters(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isLetter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLocalCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
    }

    private static boolean isDomainCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-';
    }

    /** Card numbers: 13 to 19 digits, in groups or not, that satisfy the Luhn check (ISO/IEC 7812-1). */
    static String cards(String text, String gone) {
        StringBuilder result = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            boolean starts = isDigit(text.charAt(i)) && (i == 0 || !isNumberPart(text.charAt(i - 1)));
            if (!starts) {
                result.append(text.charAt(i));
                i++;
                continue;
            }
            int end = i;
            int digits = 0;
            while (end < text.length() && digits <= 20 && (isDigit(text.charAt(end)) || isGap(text, end))) {
                digits += isDigit(text.charAt(end)) ? 1 : 0;
                end++;
            }
            boolean card = digits >= 13
                    && digits <= 19
                    && luhn(text, i, end)
                    && (end == text.length() || !isNumberPart(text.charAt(end)));
            if (card) {
                result.append(gone);
            } else {
                result.append(text, i, end);
            }
            i = end;
        }
        return result.toString();
    }

    private static boolean isNumberPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.';
    }

    private static boolean isGap(String text, int at) {
        char c = text.charAt(at);
        return (c == ' ' || c == '-') && at + 1 < text.length() && isDigit(text.charAt(at + 1));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean luhn(String text, int from, int to) {
        int sum = 0;
        boolean twice = false;
        for (int i = to - 1; i >= from; i--) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                continue;
            }
            int digit = c - '0';
            if (twice) {
                digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
            }
            sum += digit;
            twice = !twice;
        }
        return sum % 10 == 0 && sum > 0;
    }
}
