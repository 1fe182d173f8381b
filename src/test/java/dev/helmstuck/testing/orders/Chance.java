package dev.helmstuck.testing.orders;

import java.util.List;
import java.util.SplittableRandom;

/** The only source of randomness of a sequence: one seed gives one sequence, exactly. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** True with this probability; asks for no random number if it cannot happen. */
    boolean of(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    @SafeVarargs
    final <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }
}
