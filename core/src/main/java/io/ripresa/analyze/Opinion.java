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

    private final Precedents.Table table;
    private final FailureReport failure;
    private TraitWeights.@Nullable Known known;
    private long @Nullable [] byCategory;

    Opinion(Precedents.Table table, FailureReport failure) {
        this.table = table;
        this.failure = failure;
    }

    private TraitWeights.Known known() {
        TraitWeights.Known found = known;
        if (found == null) {
            found = table.traits().of(failure);
            known = found;
        }
        return found;
    }

    /** Odds that the cause passes by itself. */
    double passing() {
        return odds(known().first(), table.always()[0]);
    }

    /** Odds of a category against all others, 0 for one that was not learned. */
    double odds(Category category) {
        int column = table.categories().indexOf(category);
        return column < 0 ? 0 : odds(column);
    }

    /** The category with the best odds, of equal ones the first. */
    Category category() {
        List<Category> categories = table.categories();
        Category best = Category.UNKNOWN;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < categories.size(); i++) {
            double each = odds(i);
            if (each > highest) {
                best = categories.get(i);
                highest = each;
            }
        }
        return best;
    }

    private double odds(int column) {
        long[] sums = byCategory;
        if (sums == null) {
            sums = known().others();
            byCategory = sums;
        }
        return odds(sums[column], table.always()[column + 1]);
    }

    /** Over the square root of the number of all traits: the less of a text is known, the nearer to what holds always. */
    private double odds(long sum, int always) {
        return (sum / Math.sqrt(Math.max(1, known().traits())) + always) / Precedents.UNIT;
    }
}
