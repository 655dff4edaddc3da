package io.ripresa.simulation.scenario;

/** Chance that depends on what it is drawn for and not on how many others were drawn before. */
final class Chance {

    private static final double UNIT = 0x1.0p-53;

    private Chance() {}

    /** A number from 0 inclusive to 1 exclusive. */
    static double of(long seed, long number) {
        return (mix(seed ^ mix(number + 0x9E3779B97F4A7C15L)) >>> 11) * UNIT;
    }

    /** Spreads the bits of a number (SplitMix64, Steele et al. 2014). */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
