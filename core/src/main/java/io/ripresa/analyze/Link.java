package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One link of an exception chain, prepared for matching: its names (class names and error codes, lower case), its text
 * as words, its frames. Immutable.
 */
public final class Link {

    private static final int MAX_NAMES = 64;
    private static final int MAX_CODE = 80;
    /** Keys in JSON, headers and dumps after which a code stands. */
    private static final Set<String> CODE_KEYS = Set.of(
            "code", "type", "status", "reason", "name", "error", "__type", "errorcode", "error_code", "errno", "kind");

    private final @Nullable String type;
    private final String text;
    private final List<String> stack;
    private final Set<String> names;
    private final Words words;

    Link(@Nullable String type, String text, List<String> stack) {
        this.type = type;
        this.text = text;
        this.stack = List.copyOf(stack);
        this.words = Words.of(text);
        this.names = new LinkedHashSet<>();
        if (type != null) {
            addName(type);
        }
        readCodes();
    }

    /** Class name or code that stood for the link as a whole, or null. */
    public @Nullable String type() {
        return type;
    }

    /** What it says, bounded. */
    public String text() {
        return text;
    }

    public List<String> stack() {
        return stack;
    }

    Words words() {
        return words;
    }

    boolean hasAnyName(Set<String> wanted) {
        for (String name : names) {
            if (wanted.contains(name)) {
                return true;
            }
        }
        return false;
    }

    boolean hasNameEnding(List<String> endings) {
        for (String name : names) {
            for (String ending : endings) {
                if (name.endsWith(ending)) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean hasNameStart(String beginning) {
        return names.stream().anyMatch(name -> name.startsWith(beginning));
    }

    private void addName(String name) {
        if (names.size() >= MAX_NAMES || name.isBlank()) {
            return;
        }
        String lower = name.strip().toLowerCase(Locale.ROOT);
        names.add(lower);
        int cut = Math.max(lower.lastIndexOf('.'), Math.max(lower.lastIndexOf('$'), lower.lastIndexOf(':')));
        // "InvalidInstanceID.NotFound" is one code; "java.net.ConnectException" is a package and a class.
        if (cut >= 0 && cut < lower.length() - 1) {
            names.add(lower.substring(cut + 1));
        }
        int generic = lower.indexOf('#');
        if (generic > 0 && lower.indexOf('/') < 0) {
            names.add(lower.substring(generic + 1));
        }
    }

    /** Codes stand in {@code <Code>X</Code>}, {@code (X) when calling}, {@code "code": "X"}, {@code code = X}. */
    private void readCodes() {
        int open = text.indexOf("<Code>");
        while (open >= 0) {
            addCodeAt(open + 6, '<');
            open = text.indexOf("<Code>", open + 6);
        }
        int occurred = text.indexOf("error occurred (");
        while (occurred >= 0) {
            addCodeAt(occurred + 16, ')');
            occurred = text.indexOf("error occurred (", occurred + 16);
        }
        if (text.startsWith("(")) {
            addCodeAt(1, ')');
        }
        for (String code : keyedCodes()) {
            addName(code);
        }
    }

    private void addCodeAt(int from, char end) {
        int to = text.indexOf(end, from);
        if (to > from && to - from <= MAX_CODE && isCode(text.substring(from, to))) {
            addName(text.substring(from, to));
        }
    }

    private static boolean isCode(String candidate) {
        for (int i = 0; i < candidate.length(); i++) {
            if (!isCodeCharacter(candidate.charAt(i))) {
                return false;
            }
        }
        return !candidate.isEmpty();
    }

    private static boolean isCodeCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == ':';
    }

    private List<String> keyedCodes() {
        List<String> codes = new ArrayList<>();
        int i = 0;
        int n = text.length();
        while (i < n && codes.size() < MAX_NAMES) {
            if (!Character.isLetter(text.charAt(i)) && text.charAt(i) != '_') {
                i++;
                continue;
            }
            int start = i;
            while (i < n && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
                i++;
            }
            if (i - start > 12 || !CODE_KEYS.contains(text.substring(start, i).toLowerCase(Locale.ROOT))) {
                continue;
            }
            int value = skipSeparator(i);
            if (value < 0) {
                continue;
            }
            int end = value;
            while (end < n && end - value < MAX_CODE && isCodeCharacter(text.charAt(end))) {
                end++;
            }
            if (end > value) {
                codes.add(trimPunctuation(text.substring(value, end)));
            }
        }
        return codes;
    }

    /** Position of the value after {@code ": "}, {@code = '} and the like; -1 where no separator follows. */
    private int skipSeparator(int from) {
        int i = from;
        boolean separated = false;
        int limit = Math.min(text.length(), from + 8);
        while (i < limit) {
            char c = text.charAt(i);
            if (c == ':' || c == '=') {
                separated = true;
            } else if (c != ' ' && c != '"' && c != '\'' && c != '\\') {
                break;
            }
            i++;
        }
        return separated && i < text.length() ? i : -1;
    }

    private static String trimPunctuation(String code) {
        int end = code.length();
        while (end > 0 && (code.charAt(end - 1) == '.' || code.charAt(end - 1) == ':')) {
            end--;
        }
        return code.substring(0, end);
    }
}
