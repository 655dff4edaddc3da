package io.ripresa.analyze;

import io.ripresa.model.Category;
import io.ripresa.model.FailureReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Precedents} say of one failure, in logarithmic odds (base e). The failure is read when first asked, once
 * for all questions. For one thread.
 */
final class Opinion {

    private final Precedents.Weights weights;
    private final FailureReport failure;
    private TraitRows.@Nullable Known known;
    private double @Nullable [] sums;

    Opinion(Precedents.Weights weights, FailureReport failure) {
        this.weights = weights;
        this.failure = failure;
    }

    private TraitRows.Known known() {
        TraitRows.Known found = known;
        if (found == null) {
            found = weights.traits().of(failure);
            known = found;
        }
        return found;
    }

    /** Odds that the cause passes by itself. */
    double passing() {
        double sum = 0;
        for (int row : known().rows()) {
            sum += weights.passing()[row];
        }
        return diluted(sum) + weights.passing()[0];
    }

    /** Odds of a category against all others, 0 for one that was not learned. */
    double odds(Category category) {
        int column = weights.columns().indexOf(category);
        return column < 0 ? 0 : odds(column);
    }

    /** The category with the best odds, of equal ones the first. */
    Category category() {
        List<Category> columns = weights.columns();
        Category best = Category.UNKNOWN;
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < columns.size(); c++) {
            double each = odds(c);
            if (each > highest) {
                best = columns.get(c);
                highest = each;
            }
        }
        return best;
    }

    private double odds(int column) {
        return diluted(sums()[column]) + weights.categories()[column];
    }

    private double[] sums() {
        double[] found = sums;
        if (found == null) {
            int width = weights.columns().size();
            found = new double[width];
            for (int row : known().rows()) {
                for (int c = 0; c < width; c++) {
                    found[c] += weights.categories()[row * width + c];
                }
            }
            sums = found;
        }
        return found;
    }

    /** Over the square root of the number of all traits: the less of a text is known, the nearer to 0. */
    private double diluted(double sum) {
        return sum / Math.sqrt(Math.max(1, known().traits()));
    }
}
