package io.ripresa.analyze;

import java.util.List;

/**
 * The reason that a text ends with: what stands behind the last colon, "because" or "due to". Where that is a short name
 * of what the reason is about, as in {@code No such file: app.yml}, the clause in front of it belongs to it. Costs one look
 * for the joints and a bounded number of comparisons.
 */
final class ReasonClause {

    /** What joins a reason to what it is the reason of. */
    private static final List<String> JOINTS = List.of(": ", " because ", " due to ", " desc = ", " -> ");
    /** Most words of what a reason is about. */
    private static final int OBJECT = 3;
    /** Words of a reason that are looked at. */
    private static final int LONGEST = 40;

    private ReasonClause() {}

    /** Whether the reason has one of these phrases; no where the text is one clause. */
    static boolean has(Link link, List<Phrase> phrases) {
        Words words = link.words();
        int first = link.reasonWord();
        int end = Math.min(words.size(), first + LONGEST);
        for (int i = first; i < end; i++) {
            for (Phrase phrase : phrases) {
                if (words.is(i, phrase.firstWord()) && phrase.isAt(words, i)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The word that the reason begins with; the number of words where the text is one clause. */
    static int begin(String text, Words words) {
        int from = start(text, words);
        return from <= 0 ? words.size() : firstWord(words, from);
    }

    /** The first word behind a position; the number of words where there is none. */
    private static int firstWord(Words words, int from) {
        int low = 0;
        int high = words.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (words.start(middle) > from) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Where the joint stands, or -1. A statement that was run, and its values, are no reason. */
    private static int start(String text, Words words) {
        int statement = text.indexOf("[SQL: ");
        int last = joint(text, statement < 0 ? text.length() : statement);
        int object = words.size() - OBJECT - 1;
        if (last > 0 && (object < 0 || words.start(object) < last)) {
            int before = joint(text, last - 1);
            return before < 0 ? last : before;
        }
        return last;
    }

    private static int joint(String text, int limit) {
        int last = -1;
        for (String each : JOINTS) {
            last = Math.max(last, text.lastIndexOf(each, limit));
        }
        return last;
    }
}
