package io.ripresa.server;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What somebody probably meant who wrote a name that is not known. */
public final class NearestName {

    private static final int FAR = 4;

    private NearestName() {}

    /** The name that is most like a wrong one, or null where none is near. */
    public static @Nullable String among(Collection<String> names, String wrong) {
        return names.stream()
                .min(Comparator.<String>comparingInt(name -> distance(name, wrong))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> isNear(name, wrong))
                .orElse(null);
    }

    /** A few edits, and at most half of the letters: three letters have nothing in common with six others. */
    private static boolean isNear(String name, String wrong) {
        int edits = distance(name, wrong);
        return edits <= Math.max(FAR, wrong.length() / 3) && 2 * edits <= Math.max(name.length(), wrong.length());
    }

    /** Edits that turn one text into the other (Levenshtein 1966). */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], before[j]) + 1, before[j - 1] + same);
            }
            before = row;
        }
        return before[b.length()];
    }
}
