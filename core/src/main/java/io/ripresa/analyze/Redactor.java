package io.ripresa.analyze;

import io.ripresa.analyze.RedactionScans.ValueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes secrets out of texts before they are stored, shown or logged: tokens and keys of documented formats,
 * {@code Authorization} and cookie headers, JWTs, PEM blocks, passwords in URLs and in {@code key=value} and JSON forms,
 * e-mail addresses, card numbers. A best effort: it knows forms, not meanings. Immutable and thread-safe; linear time.
 */
public final class Redactor {

    /** Longest text that {@link #redact} returns, in characters. */
    public static final int MAX_LENGTH = 16 * 1024;

    private static final String GONE = "[redacted]";
    private static final String CUT = "… [cut]";

    /**
     * A token that is known by how it begins.
     *
     * @param prefix documented for keys and tokens of one kind
     * @param atLeast the fewest characters that follow
     */
    public record TokenForm(String prefix, int atLeast) {}

    /** Names whose values are secret, in lower case without separators. */
    private static final List<String> SECRET_NAMES = List.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "secret",
            "token",
            "apikey",
            "accesskey",
            "secretkey",
            "secretaccesskey",
            "privatekey",
            "clientsecret",
            "authorization",
            "proxyauthorization",
            "cookie",
            "setcookie",
            "credential",
            "credentials",
            "sessionid",
            "accountkey",
            "sharedaccesskey",
            "sharedaccesssignature",
            "sig",
            "signature",
            "xamzsignature",
            "xamzsecuritytoken",
            "connectionstring",
            "xapikey",
            "bearer");

    private final List<TokenForm> tokens;
    private final List<String> names;

    /** Knows the built-in forms. */
    public Redactor() {
        this(SecretForms.TOKENS, SECRET_NAMES);
    }

    private Redactor(List<TokenForm> tokens, List<String> names) {
        this.tokens = List.copyOf(tokens);
        this.names = List.copyOf(names);
    }

    /**
     * Knows the built-in forms and some more.
     *
     * @param tokens further tokens by their prefix
     * @param names further names whose values are secret; case, dashes and underscores do not matter
     */
    public static Redactor with(List<TokenForm> tokens, List<String> names) {
        List<TokenForm> allTokens = new ArrayList<>(SecretForms.TOKENS);
        allTokens.addAll(tokens);
        List<String> allNames = new ArrayList<>(SECRET_NAMES);
        names.forEach(name -> allNames.add(bare(name)));
        return new Redactor(allTokens, allNames);
    }

    /** The text without secrets, at most {@link #MAX_LENGTH} characters long. */
    public String redact(String text) {
        String bounded = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH - CUT.length()) : text;
        boolean cut = bounded.length() < text.length();
        String withoutBlocks = RedactionScans.pemBlocks(bounded, GONE);
        String withoutValues = namedValues(withoutBlocks);
        String withoutUrls = RedactionScans.urlPasswords(withoutValues, GONE);
        String withoutTokens = tokens(SecretForms.withoutHooks(withoutUrls, GONE));
        String result = RedactionScans.cards(RedactionScans.addresses(withoutTokens, GONE), GONE);
        if (result.length() > MAX_LENGTH - CUT.length() && (cut || result.length() > MAX_LENGTH)) {
            return result.substring(0, MAX_LENGTH - CUT.length()) + CUT;
        }
        return cut ? result + CUT : result;
    }

    /** The text on one line: line breaks and control characters as escapes, so that it cannot forge a log line. */
    public String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    // U+2028, U+2029 and the bidirectional controls change how a line is shown.
                    boolean unsafe = Character.isISOControl(c)
                            || c == '\u2028'
                            || c == '\u2029'
                            || c >= '\u202a' && c <= '\u202e'
                            || c >= '\u2066' && c <= '\u2069';
                    if (unsafe) {
                        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        return line.toString();
    }

    private String tokens(String text) {
        StringBuilder result = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            boolean starts = i == 0 || !isTokenCharacter(text.charAt(i - 1));
            if (!isTokenCharacter(text.charAt(i)) || !starts) {
                result.append(text.charAt(i));
                i++;
                continue;
            }
            int end = i;
            while (end < text.length() && isTokenCharacter(text.charAt(end))) {
                end++;
            }
            result.append(isSecretToken(text, i, end) ? GONE : text.substring(i, end));
            i = end;
        }
        return result.toString();
    }

    private static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.';
    }

    private boolean isSecretToken(String text, int start, int end) {
        for (TokenForm form : tokens) {
            if (text.startsWith(form.prefix(), start)
                    && end - start - form.prefix().length() >= form.atLeast()) {
                return true;
            }
        }
        return SecretForms.isShaped(text, start, end);
    }

    /** {@code password=x}, {@code "apiKey": "x"}, {@code Authorization: Bearer x}, {@code pwd: x;}. */
    private String namedValues(String text) {
        StringBuilder result = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (!isNameCharacter(c)) {
                result.append(c);
                i++;
                continue;
            }
            int end = i;
            while (end < text.length() && isNameCharacter(text.charAt(end))) {
                end++;
            }
            String name = text.substring(i, end);
            result.append(name);
            i = end;
            if (!isSecretName(name)) {
                continue;
            }
            int value = RedactionScans.valueAfter(text, end);
            if (value > 0) {
                int valueEnd = RedactionScans.valueEnd(text, value, kindOf(name), GONE);
                if (valueEnd > value) {
                    result.append(text, end, value).append(GONE);
                    i = valueEnd;
                }
            }
        }
        return result.toString();
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }

    private static ValueKind kindOf(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith("authorization")) {
            return ValueKind.AUTHORIZATION;
        }
        return lower.endsWith("cookie") ? ValueKind.COOKIE : ValueKind.PLAIN;
    }

    private boolean isSecretName(String name) {
        if (name.length() > 64) {
            return false;
        }
        String text = bare(name);
        for (String secret : names) {
            boolean whole = text.equals(secret);
            boolean compound = secret.length() >= 5 && text.endsWith(secret);
            if (whole || compound) {
                return true;
            }
        }
        return false;
    }

    /** In lower case and without separators. */
    private static String bare(String name) {
        StringBuilder bare = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && c != '-') {
                bare.append(Character.toLowerCase(c));
            }
        }
        return bare.toString();
    }
}
