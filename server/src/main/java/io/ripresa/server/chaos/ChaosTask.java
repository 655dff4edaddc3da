package io.ripresa.server.chaos;

import io.ripresa.model.SideEffects;
import io.ripresa.server.depot.Errand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One task of a run.
 *
 * @param id its id
 * @param workspace who it belongs to
 * @param errand what it does
 * @param submitAfter when it is submitted, from the beginning
 */
record ChaosTask(String id, String workspace, Errand errand, Duration submitAfter) {

    private static final List<String> WORKSPACES = List.of("shop", "shipping", "finance");

    /** Tasks that come evenly over a time, three out of four of them nothing but sound and safe to repeat. Pure. */
    static List<ChaosTask> some(long seed, int count, Duration within) {
        SplittableRandom random = new SplittableRandom(seed * 31 + 7);
        List<ChaosTask> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Errand errand = errand(random.nextInt(100));
            tasks.add(new ChaosTask(
                    String.format(Locale.ROOT, "c%d-%s-%05d", seed, errand.resource(), i),
                    WORKSPACES.get(random.nextInt(WORKSPACES.size())),
                    errand,
                    within.multipliedBy(i).dividedBy(count)));
        }
        return tasks;
    }

    private static Errand errand(int percent) {
        if (percent < 35) {
            return Errand.STOCK;
        } else if (percent < 60) {
            return Errand.LABEL;
        } else if (percent < 75) {
            return Errand.INVOICE;
        } else if (percent < 83) {
            return Errand.NOTICE;
        } else if (percent < 92) {
            return Errand.PAYOUT;
        } else if (percent < 95) {
            return Errand.ADDRESS;
        }
        return percent < 98 ? Errand.PRICE : Errand.PARTNER;
    }

    /** Whether it fails whatever the depot does. */
    boolean failsAnyway() {
        return errand.equals(Errand.ADDRESS) || errand.equals(Errand.PRICE) || errand.equals(Errand.PARTNER);
    }

    boolean isUnsafe() {
        return errand.sideEffects() == SideEffects.UNSAFE;
    }
}
