package io.ripresa.analyze;

import java.util.ArrayList;
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
    private static final int LONGEST_KEY = 13;
    private static final int SHORTEST_SYMBOL = 5;
    private static final List<String> STEM_ENDINGS = List.of("exception", "error", "errf", "err", "fault");
    private static final int SHORTEST_STEM = 9;
    private static final int SHORTEST_JOINED = 11;
    /** Keys in JSON, headers and dumps after which a code stands. */
    private static final Set<String> CODE_KEYS = Set.of(
            "code",
            "type",
            "status",
            "reason",
            "name",
            "error",
            "__type",
            "errorcode",
            "error_code",
            "errno",
            "kind",
            "tag",
            "error_summary");
    /** One bit per hash of a key: spares most words a look. */
    private static final long KEY_HASHES =
            CODE_KEYS.stream().mapToLong(key -> 1L << key.hashCode()).reduce(0, (a, b) -> a | b);

    private final @Nullable String type;
    private final String text;
    private final List<String> stack;
    private final List<String> names = new ArrayList<>(4);
    private final StringBuilder labels = new StringBuilder();
    private final Words words;
    private final Words nameWords;
    /** Found when first asked for: most texts never are. */
    private int reasonWord = -1;

    Link(@Nullable String type, String text, List<String> stack) {
        this.type = type;
        this.text = text;
        this.stack = List.copyOf(stack);
        this.words = Words.of(text);
        if (type != null) {
            addName(type);
            // Node.js: "TypeError [ERR_INVALID_URL]".
            int open = type.indexOf(" [");
            if (open > 0 && type.endsWith("]")) {
                addName(type.substring(open + 2, type.length() - 1));
                addName(type.substring(0, open));
            }
        }
        readCodes();
        this.nameWords = Words.of(labels.toString());
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

    /** The words that class names and codes are made of: {@code LockFailedException} is three. */
    Words nameWords() {
        return nameWords;
    }

    /** The word that the reason begins with, see {@link ReasonClause}; the number of words where there is none. */
    int reasonWord() {
        int known = reasonWord;
        if (known < 0) {
            known = ReasonClause.begin(text, words);
            reasonWord = known;
        }
        return known;
    }

    /** Class names and error codes, in lower case, each whole and by its last part. */
    List<String> names() {
        return names;
    }

    private void addName(String name) {
        if (names.size() >= MAX_NAMES || name.isBlank()) {
            return;
        }
        String lower = name.strip().toLowerCase(Locale.ROOT);
        addOnce(lower);
        addLabel(name);
        int cut = Math.max(
                Math.max(lower.lastIndexOf('.'), lower.lastIndexOf('\\')),
                Math.max(lower.lastIndexOf('$'), lower.lastIndexOf(':')));
        // "InvalidInstanceID.NotFound" is one code; "java.net.ConnectException" is a package and a class.
        if (cut >= 0 && cut < lower.length() - 1) {
            addOnce(lower.substring(cut + 1));
        }
        int generic = lower.indexOf('#');
        if (generic > 0 && lower.indexOf('/') < 0) {
            addOnce(lower.substring(generic + 1));
        }
    }

    private void addLabel(String name) {
        int from = Math.max(name.lastIndexOf('.'), Math.max(name.lastIndexOf('$'), name.lastIndexOf(':'))) + 1;
        from = Math.max(from, name.lastIndexOf('\\') + 1);
        for (int i = from; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean capital = Character.isUpperCase(c);
            boolean before = i > from && !Character.isUpperCase(name.charAt(i - 1));
            boolean after = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
            if (capital && i > from && (before || after)) {
                labels.append(' ');
            }
            labels.append(c == '_' ? ' ' : c);
        }
        labels.append(" . ");
    }

    /** A name as it is, and by its stem: {@code LeaderNotAvailableError} and {@code LEADER_NOT_AVAILABLE} are one. */
    private void addOnce(String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
        String stem = stem(name);
        if (!names.contains(stem)) {
            names.add(stem);
        }
    }

    /** A name without its underscores and without the word that says that it is an error. */
    static String stem(String lower) {
        String joined = lower.indexOf('_') < 0 ? lower : lower.replace("_", "");
        // Short codes are words of their own: "api_error" is a code, "ApiError" a class of many libraries.
        String bare = joined.length() < SHORTEST_JOINED ? lower : joined;
        for (String ending : STEM_ENDINGS) {
            if (bare.endsWith(ending) && bare.length() - ending.length() >= SHORTEST_STEM) {
                return bare.substring(0, bare.length() - ending.length());
            }
        }
        return bare;
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
        int named = text.indexOf("with name '");
        if (named >= 0) {
            addCodeAt(named + 11, '\'');
        }
        readBracketed();
        addLeadingCode();
        for (int i = 0; i < words.size() && names.size() < MAX_NAMES; i++) {
            boolean likely = (KEY_HASHES >>> words.hash(i) & 1) != 0;
            if (likely && words.length(i) <= LONGEST_KEY && CODE_KEYS.contains(words.at(i))) {
                addKeyedCode(words.end(i));
            }
        }
    }

    /** Servers put the name of a code in brackets: {@code error 112 (WriteConflict)}, {@code [DIVIDE_BY_ZERO] Division}. */
    private void readBracketed() {
        for (int i = 0; i < words.size() && names.size() < MAX_NAMES; i++) {
            int start = words.start(i);
            int end = words.end(i);
            boolean round = start > 1 && text.charAt(start - 1) == '(' && text.charAt(start - 2) == ' ';
            boolean square = start == 1 && text.charAt(0) == '[';
            if (end < text.length() && (round && text.charAt(end) == ')' || square && text.charAt(end) == ']')) {
                if (isJoined(start, end)) {
                    addName(text.substring(start, end));
                }
            }
        }
    }

    /** Several words in one: by capitals or, all in capitals, by underscores. */
    private boolean isJoined(int start, int end) {
        boolean lower = false;
        boolean underscore = false;
        int humps = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            lower |= Character.isLowerCase(c);
            underscore |= c == '_';
            boolean hump = Character.isUpperCase(c) && i + 1 < end && Character.isLowerCase(text.charAt(i + 1));
            humps += hump ? 1 : 0;
        }
        return end - start <= MAX_CODE
                && Character.isUpperCase(text.charAt(start))
                && (underscore ? !lower : humps >= 2);
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

    /** {@code UNABLE_TO_LOCK_ROW: …}, {@code … error occurred: invalid_auth}: a code in front of the text, or all of it. */
    private void addLeadingCode() {
        int last = words.size() - 1;
        if (last >= 0 && isSymbol(0) && (last == 0 || isFollowedByColon(0))) {
            addName(text.substring(words.start(0), words.end(0)));
        }
        if (last > 0 && isSymbol(last) && words.is(last - 1, "occurred")) {
            addName(text.substring(words.start(last), words.end(last)));
        }
    }

    private boolean isFollowedByColon(int word) {
        return words.end(word) < text.length() && text.charAt(words.end(word)) == ':';
    }

    /** Several words joined by underscores, or one in capitals. */
    private boolean isSymbol(int word) {
        int length = words.length(word);
        boolean joined = false;
        boolean capitals = length >= SHORTEST_SYMBOL;
        for (int i = words.start(word); i < words.end(word); i++) {
            joined |= text.charAt(i) == '_';
            capitals &= Character.isUpperCase(text.charAt(i)) || text.charAt(i) == '_';
        }
        return length <= MAX_CODE && Character.isLetter(text.charAt(words.start(word))) && (joined || capitals);
    }

    /** The code behind a key that ends at a position. */
    private void addKeyedCode(int keyEnd) {
        int value = skipSeparator(keyEnd);
        if (value < 0) {
            return;
        }
        int end = value;
        while (end < text.length() && end - value < MAX_CODE && isCodeCharacter(text.charAt(end))) {
            end++;
        }
        if (end > value) {
            addName(trimPunctuation(text.substring(value, end)));
        }
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
