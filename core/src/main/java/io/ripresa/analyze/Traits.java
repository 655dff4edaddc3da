package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a failure looks like, as a set of traits: its words, each two and each three in a row, each two that stand near each
 * other, the first and the last ones of the message, the beginnings and endings of long words, the words that its class
 * name is made of, its HTTP status. {@link TraitText} says what a word is. Precedents are weighed by traits.
 *
 * <p>Pure; time is linear in the length of the texts, of which no more is read than {@link Evidence#bound} leaves.
 */
public final class Traits {

    /** So many words on two words are near each other: a sentence. */
    private static final int NEAR = 10;
    /** So many characters of a longer word are its beginning, or its ending. */
    private static final int PART = 5;

    /** What a trait is, as it is written in front of its words. */
    enum Kind {
        WORD('w'),
        PAIR('p'),
        TRIPLE('t'),
        /** Two words that are near each other, but not side by side. */
        APART('a'),
        /** The first word, or two, of the message. */
        FIRST('f'),
        LAST('l'),
        BEGINNING('b'),
        ENDING('e'),
        /** A word of the class name. */
        NAME('n'),
        /** The HTTP status, and its first digit. */
        STATUS('s');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }

        char sign() {
            return sign;
        }
    }

    /** Takes the traits of a failure, the same one as often as it comes. */
    interface Visitor {
        /**
         * @param kind what it is
         * @param text where its words stand
         * @param first the first of them
         * @param second the second one, or -1
         * @param third the third one, or -1
         */
        void words(Kind kind, TraitText text, int first, int second, int third);

        /**
         * @param kind what it is
         * @param text where the word stands
         * @param word which one
         * @param from where in the word it begins
         * @param to where in the word it ends
         */
        void part(Kind kind, TraitText text, int word, int from, int to);

        /** A status, or its first digit. */
        void status(String digits);
    }

    private Traits() {}

    /** All traits of a failure as texts: the sign of the kind, a colon, the words with blanks between them. */
    public static Set<String> of(FailureReport failure) {
        Set<String> traits = new LinkedHashSet<>();
        each(failure, new Visitor() {
            @Override
            public void words(Kind kind, TraitText text, int first, int second, int third) {
                String more = second < 0 ? "" : ' ' + text.word(second);
                String last = third < 0 ? "" : ' ' + text.word(third);
                traits.add(kind.sign() + ":" + text.word(first) + more + last);
            }

            @Override
            public void part(Kind kind, TraitText text, int word, int from, int to) {
                traits.add(kind.sign() + ":" + text.word(word).substring(from, to));
            }

            @Override
            public void status(String digits) {
                traits.add(Kind.STATUS.sign() + ":" + digits);
            }
        });
        return traits;
    }

    /** Whether a text has the form of those of {@link #of}. */
    static boolean isWritten(String trait) {
        return trait.length() > 2 && trait.charAt(1) == ':' && trait.charAt(2) != ' ';
    }

    /** Whether a trait says something to people as it is written: not a part of a word, nor two words without those between. */
    static boolean isReadable(String trait) {
        char sign = trait.charAt(0);
        return sign != Kind.BEGINNING.sign() && sign != Kind.ENDING.sign() && sign != Kind.APART.sign();
    }

    /** How many traits a failure has, each as often as it comes: what weights are divided by the square root of. */
    public static int count(FailureReport failure) {
        int[] count = new int[1];
        each(failure, new Visitor() {
            @Override
            public void words(Kind kind, TraitText text, int first, int second, int third) {
                count[0]++;
            }

            @Override
            public void part(Kind kind, TraitText text, int word, int from, int to) {
                count[0]++;
            }

            @Override
            public void status(String digits) {
                count[0]++;
            }
        });
        return count[0];
    }

    static void each(FailureReport failure, Visitor visitor) {
        TraitText text = TraitText.of(failure);
        int size = text.words();
        for (int i = 0; i < size; i++) {
            visitor.words(Kind.WORD, text, i, -1, -1);
            if (i < text.names()) {
                visitor.words(Kind.NAME, text, i, -1, -1);
            }
            if (i >= 1) {
                visitor.words(Kind.PAIR, text, i - 1, i, -1);
            }
            if (i >= 2) {
                visitor.words(Kind.TRIPLE, text, i - 2, i - 1, i);
            }
            for (int before = Math.max(0, i - NEAR); before < i - 1; before++) {
                visitor.words(Kind.APART, text, before, i, -1);
            }
            int length = text.length(i);
            if (length > PART) {
                visitor.part(Kind.BEGINNING, text, i, 0, PART);
                visitor.part(Kind.ENDING, text, i, length - PART, length);
            }
        }
        ends(text, visitor);
        if (failure.httpStatus() != null) {
            String status = failure.httpStatus().toString();
            visitor.status(status);
            visitor.status(status.substring(0, 1));
        }
    }

    /** What a message begins with, and ends with. */
    private static void ends(TraitText text, Visitor visitor) {
        int first = text.names() + 1;
        int last = text.words() - 1;
        if (first <= last) {
            visitor.words(Kind.FIRST, text, first, -1, -1);
            visitor.words(Kind.LAST, text, last, -1, -1);
        }
        if (first < last) {
            visitor.words(Kind.FIRST, text, first, first + 1, -1);
            visitor.words(Kind.LAST, text, last - 1, last, -1);
        }
    }
}
