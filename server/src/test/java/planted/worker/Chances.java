package planted.worker;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** One of each way to throw dice without a seed; the last two lines are allowed. */
public final class Chances {
    List<Object> all(List<Object> cards) {
        Collections.shuffle(cards);
        Collections.shuffle(cards, new Random(1));
        return List.of(
                new Random(),
                new SplittableRandom(),
                new SecureRandom(),
                RandomGenerator.getDefault(),
                RandomGenerator.of("L64X128MixRandom"),
                RandomGeneratorFactory.getDefault().create(),
                ThreadLocalRandom.current(),
                Math.random(),
                UUID.randomUUID(),
                System.identityHashCode(this),
                new SplittableRandom(1),
                RandomGeneratorFactory.getDefault().create(1));
    }
}
