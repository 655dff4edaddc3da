package io.ripresa.bench.diagnosis;

import io.ripresa.analyze.Classification;
import io.ripresa.analyze.FailureClassifier;
import io.ripresa.model.Recoverability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How right diagnoses are, as counts of rows. */
public final class Score {

    /**
     * So many of so many.
     *
     * @param hits rows that count
     * @param of rows that could
     */
    public record Share(int hits, int of) {
        /** From 0 to 1; 1 where there is nothing to count. */
        public double value() {
            return of == 0 ? 1 : hits / (double) of;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d/%d = %.1f %%", hits, of, value() * 100);
        }
    }

    /** A row and what was said of it. */
    public record Judged(LabelledFailure row, Classification said) {

        boolean saysPassing() {
            return said.recoverability() == Recoverability.AUTO;
        }

        boolean isTransientRight() {
            return saysPassing() == row.label().passing();
        }

        boolean isCategoryRight() {
            return said.category() == row.label().category();
        }

        boolean isCategoryAccepted() {
            return isCategoryRight() || row.label().alternatives().contains(said.category());
        }
    }

    private final List<Judged> all;

    private Score(List<Judged> all) {
        this.all = List.copyOf(all);
    }

    /** What a classifier says of rows. */
    public static Score of(FailureClassifier classifier, List<LabelledFailure> rows) {
        List<Judged> judged = new ArrayList<>();
        rows.forEach(row -> judged.add(new Judged(row, classifier.classify(row.failure()))));
        return new Score(judged);
    }

    /** All rows of several scores. */
    public static Score together(List<Score> scores) {
        return new Score(scores.stream().flatMap(score -> score.all.stream()).toList());
    }

    /** The rows that mislead. */
    public Score hardOnes() {
        return new Score(all.stream().filter(j -> j.row().label().hard()).toList());
    }

    public int rows() {
        return all.size();
    }

    private Share share(java.util.function.Predicate<Judged> among, java.util.function.Predicate<Judged> hit) {
        List<Judged> chosen = all.stream().filter(among).toList();
        return new Share((int) chosen.stream().filter(hit).count(), chosen.size());
    }

    /** Whether it clears by itself, right. */
    public Share transientAccuracy() {
        return share(j -> true, Judged::isTransientRight);
    }

    /** Not transient, called transient: what would be re-run in vain, or worse. */
    public Share falseTransient() {
        return share(j -> !j.row().label().passing(), Judged::saysPassing);
    }

    /** Transient, called so. */
    public Share recall() {
        return share(j -> j.row().label().passing(), Judged::saysPassing);
    }

    /** The category that the label names first. */
    public Share strict() {
        return share(j -> true, Judged::isCategoryRight);
    }

    /** A category that the label accepts. */
    public Share lenient() {
        return share(j -> true, Judged::isCategoryAccepted);
    }

    /** Both: whether it clears by itself, and an accepted category. */
    public Share right() {
        return share(j -> true, j -> j.isTransientRight() && j.isCategoryAccepted());
    }

    /** Rows of which something is said at all. */
    public Share coverage() {
        return share(j -> true, j -> j.said().recoverability() != Recoverability.UNKNOWN);
    }

    /** Rows that are wrong, one per line, for whoever mends rules. */
    public List<String> misses() {
        return all.stream()
                .filter(j -> !j.isTransientRight() || !j.isCategoryAccepted())
                .map(j -> j.row().id() + " is " + j.row().label().category() + " "
                        + j.row().label().recoverability() + ", said "
                        + j.said().category() + " "
                        + j.said().recoverability() + " by " + j.said().rules() + ": "
                        + j.row().failure().type() + " | " + j.row().failure().message())
                .toList();
    }
}
