package io.ripresa.analyze;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** What can only be read by looking at names and numbers in a text, not at its words alone. */
enum Reading {
    /** A host that nobody filled in. */
    UNFILLED_HOST(PlaceholderHosts::isIn),
    /** A port of a host that nobody set. */
    UNSET_HOST(PlaceholderHosts::isPortOfNobody),
    /** A name or address to reach that cannot be one. */
    MISADDRESSED(Misaddressed::isIn),
    /** A name without a dot that was looked up. */
    INCOMPLETE_NAME(IncompleteName::isIn),
    /**
     * One request that asks for more than the limit as a whole: {@code Limit 7000, Used 0, Requested 12903}, {@code Object
     * size is 219375455268, capacity: 78466815590}.
     */
    BEYOND_THE_LIMIT(Reading::asksBeyondTheLimit);

    /** How many words may stand between the name of a number and the number. */
    private static final int NEAR = 2;

    private static final Set<String> ONE_THING =
            Set.of("object", "item", "message", "record", "entry", "value", "request", "payload", "file");

    private final Predicate<Link> reader;

    Reading(Predicate<Link> reader) {
        this.reader = reader;
    }

    boolean isIn(Link link) {
        return reader.test(link);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean asksBeyondTheLimit(Link link) {
        Words words = link.words();
        long limit = numberAfter(words, "limit");
        long capacity = numberAfter(words, "capacity");
        return limit > 0 && numberAfter(words, "requested") > limit || capacity > 0 && sizeOfOne(words) > capacity;
    }

    /** The size of the one thing that was asked for, or -1; a queue's or a pool's own size is no such thing. */
    private static long sizeOfOne(Words words) {
        for (int i = 1; i < words.size(); i++) {
            if (words.is(i, "size") && ONE_THING.contains(words.at(i - 1))) {
                return numberNear(words, i);
            }
        }
        return -1;
    }

    /** The first number that stands right behind such a word, or -1. */
    private static long numberAfter(Words words, String name) {
        if ((words.marks() & Words.mark(name.hashCode())) == 0) {
            return -1;
        }
        for (int i = 0; i < words.size(); i++) {
            long number = words.is(i, name) ? numberNear(words, i) : -1;
            if (number >= 0) {
                return number;
            }
        }
        return -1;
    }

    private static long numberNear(Words words, int name) {
        for (int near = name + 1; near <= name + NEAR; near++) {
            if (isNumber(words, near)) {
                return Long.parseLong(words.at(near));
            }
        }
        return -1;
    }

    private static boolean isNumber(Words words, int at) {
        int length = words.length(at);
        if (length == 0 || length > 18) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = words.charAt(at, i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
